import { PowerCut } from '../nvm/flash/flash.ts';
import type { Recorder } from '../nvm/storage.ts';
import { KIND, type KindName } from './recording-kinds.ts';

/** What is collected in RAM is written at the latest after this. */
const FLUSH_MS = 600_000;
const FORMAT = 1;

const DONE = Promise.resolve();

/** Names of the standard for secrets, in frames that set them; told apart without their case. */
const SECRET = /password|authorizationkey/i;

/** Writes what goes in and out of a station to its black box, in the order in which it happens. */
export class Recording {
  readonly #box: Recorder;
  readonly #nowMs: () => number;
  /** By what was read: how often since it last changed, and what it was. */
  readonly #read = new Map<string, { times: number; readonly value: unknown }>();
  #isFresh = true;
  readonly #becomeFresh = () => {
    this.#isFresh = true;
  };
  #flushedMs: number;

  constructor(box: Recorder, nowMs: () => number) {
    this.#box = box;
    this.#nowMs = nowMs;
    this.#flushedMs = nowMs();
    this.#append('begin', JSON.stringify({ format: FORMAT }));
  }

  input(kind: 'verb' | 'hardware' | 'link' | 'result', ...what: readonly unknown[]): void {
    this.#inputText(kind, JSON.stringify(what));
  }

  timerFired(number: number): void {
    this.#inputText('timer', String(number));
  }

  frameIn(connection: number, text: string): void {
    this.#inputText('frameIn', `${connection} ${SECRET.test(text) ? masked(text) : text}`);
  }

  frameOut(connection: number, text: string): void {
    this.#append('frameOut', `${connection} ${text}`);
  }

  boot(seed: readonly number[]): void {
    this.#append('boot', JSON.stringify(seed));
  }

  effect(...what: readonly unknown[]): void {
    this.#append('effect', JSON.stringify(what));
  }

  /** The station reads something from outside: recorded when it is not what it was. */
  read<Value>(what: string, value: Value): Value {
    const before = this.#read.get(what);
    // What is read most often, the clock above all, has not changed.
    if (before !== undefined && isSame(before.value, value)) {
      before.times++;
      return value;
    }
    this.#append(
      'read',
      `[${JSON.stringify(what)},${before?.times ?? 0},${JSON.stringify(value)}]`,
    );
    this.#read.set(what, { times: 1, value: copyOf(value) });
    return value;
  }

  news(epochMs: number, text: string, idToken: string | undefined): void {
    this.#append('news', JSON.stringify([epochMs, text, idToken]));
  }

  flush(): void {
    this.#box.flush();
    this.#flushedMs = this.#nowMs();
  }

  #inputText(kind: KindName, text: string): void {
    // Not by queueMicrotask, which sets up a context of its own each time: this is done for each timer and frame.
    if (this.#isFresh) void DONE.then(this.#becomeFresh);
    else this.#append('atOnce', '');
    this.#isFresh = false;
    this.#append(kind, text);
  }

  #append(kind: KindName, text: string): void {
    const nowMs = this.#nowMs();
    try {
      this.#box.append(KIND[kind], nowMs, text);
      if (nowMs - this.#flushedMs >= FLUSH_MS) this.flush();
    } catch (error) {
      // The last that happens, happens without power.
      if (!(error instanceof PowerCut)) throw error;
    }
  }
}

/** A reading as it is now: hardware may fill the same object again. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) copy[name] = copyOf(each);
  return copy;
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  let left = 0;
  for (const name in one) {
    left++;
    if (!isSame(Reflect.get(one, name), Reflect.get(other, name))) return false;
  }
  for (const _ in other) left--;
  return left === 0;
}

/** A value that is written down as zeros where its name says that it is a secret. */
export function unlessSecret(name: string, value: string): string {
  return SECRET.test(name) ? '0'.repeat(value.length) : value;
}

/**
 * A frame with zeros for its passwords and keys, as many as there were characters: found by what they are, for in the text
 * each may be escaped in many ways. Of a frame that nobody can read only its length is written down.
 */
function masked(text: string): string {
  try {
    return JSON.stringify(withoutSecrets(JSON.parse(text)));
  } catch {
    return '?'.repeat(text.length);
  }
}

/** Values under a name of a secret, and those beside one: `{key: 'AuthorizationKey', value: …}`. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  const members = Object.entries(value);
  const namesSecret = members.some(([, each]) => SECRET.test(nameOf(each)));
  const isVpn = 'server' in value;
  return Object.fromEntries(
    members.map(([name, each]) => {
      if (typeof each !== 'string') return [name, withoutSecrets(each)];
      const isValue = namesSecret && (name === 'value' || name === 'attributeValue');
      const isSecret = isValue || SECRET.test(name) || (isVpn && name === 'key');
      return [name, isSecret ? '0'.repeat(each.length) : each];
    }),
  );
}

/** A text, or the name of a component or variable. */
function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
}
