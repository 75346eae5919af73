import type { Violation } from './violation.ts';

/** Messages whose loss costs money. */
const KEPT = new Set(['TransactionEvent', 'StartTransaction', 'StopTransaction']);

/** Watches the wire for one rule: who repeats a message with its id repeats it word for word. */
export class WireWatch {
  readonly violations: Violation[] = [];
  readonly #texts = new Map<string, string>();

  /** A text that a side has sent. */
  sent(identity: string, from: 'station' | 'csms', text: string): void {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || from !== 'station') return;
    const [type, id, action] = frame;
    if (type !== 2 || !KEPT.has(action)) return;
    const key = `${identity} ${id}`;
    const before = this.#texts.get(key);
    this.#texts.set(key, text);
    if (before === undefined || before === text) return;
    const what = `sent ${action} with other content under the same id`;
    this.violations.push({ rule: 'retry', place: `${identity} message ${id}`, what });
  }
}
