import { CALL } from './frames.ts';
import type { Violation } from './violation.ts';

/** A connection as far as it matters here: whether what is sent over it arrives, both ways. */
export interface Passage {
  readonly isAlive: boolean;
}

/** What ends a CALL. */
const ANSWER = /^\[[345],"([^"]+)"/;

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

/** Watches that each side answers what it has taken from the wire, as long as it lives and its answer gets through. */
export class AnswerWatch {
  readonly violations: Violation[] = [];
  readonly #waiting = new Map<Passage, Map<string, Waiting>>();
  #busyUntilMs = Number.NEGATIVE_INFINITY;

  /** The store of the CSMS is slow, or refuses: until then its answers may be late. */
  excuse(untilMs: number): void {
    this.#busyUntilMs = Math.max(this.#busyUntilMs, untilMs + DEADLINE_MS);
  }

  /** A side takes a text from the wire. */
  taken(identity: string, passage: Passage, by: 'station' | 'csms', text: string, nowMs: number) {
    if (!text.startsWith('[2')) return;
    const [, id, action] = CALL.exec(text) ?? [];
    if (id === undefined || action === undefined) return;
    this.#of(passage).set(`${by} ${id}`, { identity, by, action, takenAtMs: nowMs });
  }

  /** A side gives a text to the wire, before anybody spoils it. */
  sent(passage: Passage, by: 'station' | 'csms', text: string, nowMs: number): void {
    if (text.startsWith('[2')) return;
    const [, id] = ANSWER.exec(text) ?? [];
    if (id === undefined) return;
    const waiting = this.#of(passage);
    const key = `${by} ${id}`;
    const call = waiting.get(key);
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

  /** @returns whether it is late */
  #judge({ identity, by, action, takenAtMs }: Waiting, nowMs: number): boolean {
    if (nowMs - takenAtMs <= DEADLINE_MS) return false;
    if (by === 'csms' && takenAtMs <= this.#busyUntilMs) return false;
    const seconds = Math.round((nowMs - takenAtMs) / 1_000);
    const place = by === 'csms' ? `CSMS to ${identity}` : identity;
    const what = `has not answered ${action} in ${seconds} s`;
    this.violations.push({ rule: 'late', place, what, atMs: nowMs });
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
