import type { OutboundCall } from './outbound-call.ts';

/**
 * The calls that wait for their turn: higher priority first, then as they came. Bounded; a full
 * queue gives up its last call for one of higher priority. Settling what it gives up is the
 * caller's part.
 */
export class CallQueue {
  readonly #capacity: number;
  readonly #calls: OutboundCall[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#calls.length;
  }

  /** The earliest deadline among them, Infinity when there is none. */
  get deadlineMs(): number {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const call of this.#calls) earliestMs = Math.min(earliestMs, call.deadlineMs);
    return earliestMs;
  }

  /**
   * Takes the older call with the same `replaces` key out. The newer one gets its place in the
   * queue where the priority allows it: a message that is replaced often must not starve.
   * @returns the older call
   */
  replace(call: OutboundCall): OutboundCall | undefined {
    if (call.replaces === undefined) return undefined;
    const index = this.#calls.findIndex((older) => older.replaces === call.replaces);
    const older = this.#calls[index];
    if (older === undefined) return undefined;
    if (older.priority === call.priority) {
      this.#calls[index] = call;
    } else {
      this.#calls.splice(index, 1);
      this.add(call);
    }
    return older;
  }

  /** @returns the call for which there is no room: this one, or one of lower priority */
  add(call: OutboundCall): OutboundCall | undefined {
    let index = this.#calls.length;
    while (index > 0 && (this.#calls[index - 1]?.priority ?? 0) < call.priority) index -= 1;
    if (this.#calls.length >= this.#capacity && index === this.#calls.length) return call;
    this.#calls.splice(index, 0, call);
    return this.#calls.length > this.#capacity ? this.#calls.pop() : undefined;
  }

  take(): OutboundCall | undefined {
    return this.#calls.shift();
  }

  /** Takes out those whose deadline has come. */
  takeExpired(nowMs: number): readonly OutboundCall[] {
    const expired = this.#calls.filter((call) => call.deadlineMs <= nowMs);
    if (expired.length > 0) {
      const waiting = this.#calls.filter((call) => call.deadlineMs > nowMs);
      this.#calls.splice(0, this.#calls.length, ...waiting);
    }
    return expired;
  }

  takeAll(): readonly OutboundCall[] {
    return this.#calls.splice(0);
  }
}
