import type { Entry } from './flash/format.ts';
import { putPacked, readPacked } from './layouts.ts';
import type { Medium } from './medium.ts';
import { SPACE } from './spaces.ts';
import type { RunningTransaction } from './storage.ts';

/** The transactions that have begun and not ended, on flash; in RAM only where each one is. */
export class RunningTransactions {
  readonly #medium: Medium;
  readonly #slots = new Map<string, number>();

  constructor(medium: Medium) {
    this.#medium = medium;
    for (const slot of medium.log.ids(SPACE.running)) {
      // One that other firmware wrote keeps its room, and that of its Ended.
      this.#slots.set(this.#read(slot)?.transactionId ?? `unreadable ${slot}`, slot);
    }
  }

  all(): readonly RunningTransaction[] {
    // By slot, so that a reboot changes nothing in the order.
    return [...this.#slots.values()]
      .sort((one, other) => one - other)
      .map((slot) => this.#read(slot))
      .filter((running) => running !== undefined);
  }

  /** The change of a step. */
  change(transactionId: string, after: RunningTransaction | undefined): Entry[] {
    const slot = this.#slots.get(transactionId) ?? this.#freeSlot();
    if (after !== undefined) {
      return [putPacked(this.#medium.layouts.running, SPACE.running, slot, after)];
    }
    if (!this.#slots.has(transactionId)) return [];
    return [{ operation: 'delete', space: SPACE.running, id: slot }];
  }

  /** The change is on flash. */
  changed(transactionId: string, change: readonly Entry[]): void {
    for (const { operation, id } of change) {
      if (operation === 'put') this.#slots.set(transactionId, id);
      else this.#slots.delete(transactionId);
    }
  }

  /** What running transactions take or may come to need, their Ended included, when this change is made. */
  claimBytes(transactionId: string, change: readonly Entry[]): number {
    const { log, sizes } = this.#medium;
    const stateBytes = log.costBytes(sizes.runningBytes);
    const endedBytes = log.costBytes(sizes.endedBytes);
    let bytes = 0;
    for (const [id, slot] of this.#slots) {
      if (id === transactionId && change.length > 0) continue;
      bytes += endedBytes + Math.max(stateBytes, log.liveBytesOf(SPACE.running, slot));
    }
    for (const entry of change) {
      if (entry.operation === 'delete') continue;
      bytes += endedBytes + Math.max(stateBytes, log.costBytes(entry.value.length));
    }
    return bytes;
  }

  #read(slot: number): RunningTransaction | undefined {
    const { layouts, log } = this.#medium;
    return readPacked(layouts.running, log.get(SPACE.running, slot));
  }

  #freeSlot(): number {
    for (let slot = 0; ; slot++) {
      if (this.#medium.log.idFrom(SPACE.running, slot) !== slot) return slot;
    }
  }
}
