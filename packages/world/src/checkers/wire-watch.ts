import type { Violation } from './violation.ts';

/** A CALL whose loss costs money, with its id; every frame is looked at, so nothing is parsed. */
const KEPT = /^\[2,"([^"]+)","(TransactionEvent|StartTransaction|StopTransaction)"/;

/** Watches the wire for one rule: who repeats a message with its id repeats it word for word. */
export class WireWatch {
  readonly violations: Violation[] = [];
  readonly #texts = new Map<string, string>();

  /** A text that a side has sent. */
  sent(identity: string, from: 'station' | 'csms', text: string): void {
    if (from !== 'station') return;
    const [, id, action] = KEPT.exec(text) ?? [];
    if (action === undefined) return;
    const key = `${identity} ${id}`;
    const before = this.#texts.get(key);
    this.#texts.set(key, text);
    if (before === undefined || before === text) return;
    const what = `sent ${action} with other content under the same id`;
    this.violations.push({ rule: 'retry', place: `${identity} message ${id}`, what });
  }
}
