import { InvalidArgumentError } from 'commander';
import { UsageError } from './usage-error.ts';

export function parsePort(text: string): number {
  return parseWhole(text, 0, 65_535, 'a port is a number from 0 to 65535');
}

export function parseCount(name: string, text: string, most: number): number {
  return parseWhole(text, 1, most, `${name} takes a number from 1 to ${most}`);
}

export function parseSpeed(text: string): number {
  return parseWhole(text, 1, 1000, '--speed takes a number from 1 to 1000');
}

/** `10` or `10s`. */
export function parseSeconds(text: string): number {
  return parseWhole(text.replace(/s$/, ''), 0, 86_400, 'a time is a number of seconds such as 10s');
}

export function parseSeed(text: string): number {
  return parseWhole(text, 0, 2 ** 32 - 1, 'a seed is a number from 0 to 4294967295');
}

/**
 * Names of faults, with commas.
 *
 * @throws UsageError for one that there is not
 */
export function faultsNamed<K extends string>(names: string, known: readonly K[]): readonly K[] {
  return names.split(',').map((text) => {
    const name = text.trim();
    const kind = known.find((one) => one === name);
    if (kind !== undefined) return kind;
    throw new UsageError(`There is no fault "${name}"; there are: ${known.join(', ')}.`);
  });
}

function parseWhole(text: string, least: number, most: number, otherwise: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw new InvalidArgumentError(`${otherwise}.`);
  return number;
}
