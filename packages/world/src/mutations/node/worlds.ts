import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));

const LIVE = fileURLToPath(new URL('./live.ts', import.meta.url));

/** A world takes seconds; also on a machine that is busy with other things. */
const HANG_MS = 300_000;

export interface Worlds {
  readonly from: number;
  readonly seeds: number;
  /** As each seed wants them when 0. */
  readonly stations: number;
  readonly days: number;
}

/** What came of worlds: the rule that was broken first, if one was. */
export interface Outcome {
  /** … with the one in which it was. */
  readonly lived: number;
  readonly seed?: number;
  /** Of the world's rules, or `crash` or `hang`. */
  readonly rule?: string;
  readonly what?: string;
  /** The sources do not even start: that is no bug, but a text that is wrong. */
  readonly isBroken?: boolean;
}

/** Lives worlds of the sources under a root, until a rule is broken. */
export function liveWorlds(
  root: string,
  { from, seeds, stations, days }: Worlds,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const script = join(root, relative(ROOT, LIVE));
    const numbers = [from, seeds, stations, days].map(String);
    const child = spawn(process.execPath, [script, ...numbers], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let hasBegun = false;
    let lived = 0;
    let broken: Outcome | undefined;
    let errors = '';
    const timer = setTimeout(() => {
      broken = { lived: lived + 1, seed: from + lived, rule: 'hang', what: 'it does not end' };
      child.kill('SIGKILL');
    }, HANG_MS);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2_000);
    });
    createInterface(child.stdout).on('line', (line) => {
      timer.refresh();
      const news: unknown = JSON.parse(line);
      hasBegun = true;
      const { seed, rule, what } = newsOf(news);
      if (seed === undefined) return;
      lived += 1;
      if (rule !== undefined) broken = { lived, seed, rule, what: what ?? '' };
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (broken !== undefined) resolve(broken);
      else if (code === 0) resolve({ lived });
      else {
        const what = errors.split('\n').find((line) => /Error/.test(line)) ?? errors;
        resolve({ lived: lived + 1, seed: from + lived, rule: 'crash', what, isBroken: !hasBegun });
      }
    });
  });
}

interface News {
  readonly seed?: number;
  readonly rule?: string;
  readonly what?: string;
}

function newsOf(value: unknown): News {
  if (typeof value !== 'object' || value === null) return {};
  const seed: unknown = Reflect.get(value, 'seed');
  const rule: unknown = Reflect.get(value, 'rule');
  const what: unknown = Reflect.get(value, 'what');
  return {
    ...(typeof seed === 'number' && { seed }),
    ...(typeof rule === 'string' && { rule }),
    ...(typeof what === 'string' && { what }),
  };
}
