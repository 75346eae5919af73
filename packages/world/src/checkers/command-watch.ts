import { CALL } from './frames.ts';
import type { Violation } from './violation.ts';

/** What people ask for, of that which makes a station do something twice when it leaves twice. */
export type AskedFor = 'Reset' | 'UnlockConnector' | 'ClearCache' | 'start' | 'stop';

/** As what it leaves, in all versions. */
const ACTIONS: Readonly<Record<string, AskedFor>> = {
  Reset: 'Reset',
  UnlockConnector: 'UnlockConnector',
  ClearCache: 'ClearCache',
  RemoteStartTransaction: 'start',
  RequestStartTransaction: 'start',
  RemoteStopTransaction: 'stop',
  RequestStopTransaction: 'stop',
};

/** How long a command may be under way inside the CSMS that was not to wait for its station: others may be in front. */
const ON_ITS_WAY_MS = 10 * 60_000;

/** Counts the commands that leave against how often somebody has asked for them: each leaves once, or not at all. */
export class CommandWatch {
  readonly violations: Violation[] = [];
  /** By station and by what it is: until when each may leave. */
  readonly #asked = new Map<string, number[]>();

  /** @param forMs how long it may wait for its station */
  asked(identity: string, what: AskedFor, nowMs: number, forMs: number): void {
    this.#of(identity, what).push(nowMs + forMs + ON_ITS_WAY_MS);
  }

  /** A text that the CSMS has sent. */
  sent(identity: string, text: string, nowMs: number): void {
    if (!text.startsWith('[2')) return;
    const [, , action = ''] = CALL.exec(text) ?? [];
    const what = ACTIONS[action];
    if (what === undefined) return;
    const asked = this.#of(identity, what);
    // What must leave soonest is taken for what has left: so none is missed that may leave later.
    const untilMs = asked.filter((ms) => ms >= nowMs).sort((a, b) => a - b)[0];
    if (untilMs !== undefined) {
      asked.splice(asked.indexOf(untilMs), 1);
      return;
    }
    const violation = { rule: 'twice', place: identity, what: `${action}: nobody asked for it` };
    this.violations.push({ ...violation, atMs: nowMs });
  }

  #of(identity: string, what: AskedFor): number[] {
    const key = `${identity} ${what}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const asked: number[] = [];
    this.#asked.set(key, asked);
    return asked;
  }
}
