import { InvalidArgumentError } from 'commander';

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

function parseWhole(text: string, least: number, most: number, otherwise: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw new InvalidArgumentError(`${otherwise}.`);
  return number;
}
