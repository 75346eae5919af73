import { CALL } from './frames.ts';
import type { Violation } from './violation.ts';

/** A connection as far as it matters here: whether what is sent over it arrives, both ways. */
export interface Passage {
  readonly isAlive: boolean;
}

/** What ends a CALL. */
const ANSWER = /^\[[345],"([^"]+)"/;

/** A CALLERROR, or a CALLRESULTERROR, with its code. */
const ERROR = /^\[([45]),"[^"]*","(\w+)"/;

/**
 * What each side may answer although none of them is wrong: a station to a frame that was cut on its way, and to whoever
 * asks before its boot is accepted (2.0.1 part 4, 4.3). Of all else one of them has done what it must not.
 */
const HARMLESS: Readonly<Record<'station' | 'csms', readonly string[]>> = {
  station: ['RpcFrameworkError', 'SecurityError'],
  csms: [],
};

/**
 * What a side may take for an answer, ms: the other one waits for half a minute (1.6 and 2.x leave it to the
 * implementation). Who answers later than twice that is not slow but stuck.
 */
const DEADLINE_MS = 60_000;

interface Waiting {
  readonly identity: string;
  readonly by: 'station' | 'csms';
  readonly action: string;
  readonly takenAtMs: number;
}

/**
 * Watches that each side answers what it has taken from the wire, as long as it lives and its answer gets through, and
 * that none of them answers that something in it is broken, or that it cannot take what the other one has sent.
 */
export class AnswerWatch {
  readonly violations: Violation[] = [];
  readonly #waiting = new Map<Passage, Map<string, Waiting>>();
  #busyUntilMs = Number.NEGATIVE_INFINITY;
  #refusesUntilMs = Number.NEGATIVE_INFINITY;

  /** The store of the CSMS is slow, or refuses: until then its answers may be late. */
  excuse(untilMs: number): void {
    this.#busyUntilMs = Math.max(this.#busyUntilMs, untilMs + DEADLINE_MS);
  }

  /** The store of the CSMS refuses until then: what it was to keep is answered with InternalError. */
  excuseErrors(untilMs: number): void {
    this.#refusesUntilMs = Math.max(this.#refusesUntilMs, untilMs + DEADLINE_MS);
  }

  /** A side takes a text from the wire. */
  taken(identity: string, passage: Passage, by: 'station' | 'csms', text: string, nowMs: number) {
    if (!text.startsWith('[2')) return;
    const [, id, action] = CALL.exec(text) ?? [];
    if (id === undefined || action === undefined) return;
    this.#of(passage).set(`${by} ${id}`, { identity, by, action, takenAtMs: nowMs });
  }

  /** A side gives a text to the wire, before anybody spoils it. */
  sent(identity: string, passage: Passage, by: 'station' | 'csms', text: string, nowMs: number) {
    if (text.startsWith('[2')) return;
    const [, id] = ANSWER.exec(text) ?? [];
    const waiting = this.#of(passage);
    const key = `${by} ${id}`;
    const call = waiting.get(key);
    if (!text.startsWith('[3')) this.#lookAtError(identity, by, call?.action, text, nowMs);
    if (call === undefined) return;
    waiting.delete(key);
    this.#judge(call, nowMs);
  }

  /** What is still not answered is late, too. Connections that are over are forgotten. */
  look(nowMs: number): void {
    for (const [passage, waiting] of this.#waiting) {
      if (!passage.isAlive) this.#waiting.delete(passage);
      else for (const [key, call] of waiting) if (this.#judge(call, nowMs)) waiting.delete(key);
    }
  }

  #lookAtError(
    identity: string,
    by: 'station' | 'csms',
    action: string | undefined,
    text: string,
    nowMs: number,
  ): void {
    const [, type, code] = ERROR.exec(text) ?? [];
    if (code === undefined || HARMLESS[by].includes(code)) return;
    // 1.6 whitepaper, L01.FR.20: with security the plain one is not for use, and the CSMS learns it that way.
    if (action === 'UpdateFirmware' && code === 'NotSupported') return;
    // What a station cannot use of an answer was spoiled on its way.
    if (type === '5' && by === 'station') return;
    if (code === 'InternalError' && by === 'csms' && nowMs <= this.#refusesUntilMs) return;
    const what = `answered ${action ?? 'a message'} with ${code}`;
    this.violations.push({ rule: 'failure', place: placeOf(identity, by), what, atMs: nowMs });
  }

  /** @returns whether it is late */
  #judge({ identity, by, action, takenAtMs }: Waiting, nowMs: number): boolean {
    if (nowMs - takenAtMs <= DEADLINE_MS) return false;
    if (by === 'csms' && takenAtMs <= this.#busyUntilMs) return false;
    const seconds = Math.round((nowMs - takenAtMs) / 1_000);
    const what = `has not answered ${action} in ${seconds} s`;
    this.violations.push({ rule: 'late', place: placeOf(identity, by), what, atMs: nowMs });
    return true;
  }

  #of(passage: Passage): Map<string, Waiting> {
    const known = this.#waiting.get(passage);
    if (known !== undefined) return known;
    const waiting = new Map<string, Waiting>();
    this.#waiting.set(passage, waiting);
    return waiting;
  }
}

function placeOf(identity: string, by: 'station' | 'csms'): string {
  return by === 'csms' ? `CSMS to ${identity}` : identity;
}
