import type { Entry } from './flash/format.ts';
import { putPacked, readPacked } from './layouts.ts';
import type { Medium } from './medium.ts';
import { SPACE } from './spaces.ts';
import type { RunningTransaction } from './storage.ts';

/** Where a transaction is, and how much of it the CSMS does not know yet. */
interface Place {
  readonly slot: number;
  readonly untold: number;
}

/** A step of a transaction: what changes on flash, and the transaction after it. */
export interface Step {
  readonly transactionId: string;
  readonly change: readonly Entry[];
  readonly after: RunningTransaction | undefined;
}

/** The transactions that have begun and not ended, on flash; in RAM only where each one is. */
export class RunningTransactions {
  readonly #medium: Medium;
  readonly #places = new Map<string, Place>();

  constructor(medium: Medium) {
    this.#medium = medium;
    for (const slot of medium.log.ids(SPACE.running)) {
      // One that other firmware wrote keeps its room, and that of its Ended.
      const running = this.#read(slot);
      const id = running?.transactionId ?? `unreadable ${slot}`;
      this.#places.set(id, { slot, untold: untoldOf(running) });
    }
  }

  all(): readonly RunningTransaction[] {
    // By slot, so that a reboot changes nothing in the order.
    return [...this.#places.values()]
      .sort((one, other) => one.slot - other.slot)
      .map(({ slot }) => this.#read(slot))
      .filter((running) => running !== undefined);
  }

  /** @param after undefined when the transaction is over */
  step(transactionId: string, after: RunningTransaction | undefined): Step {
    return { transactionId, after, change: this.#change(transactionId, after) };
  }

  #change(transactionId: string, after: RunningTransaction | undefined): Entry[] {
    const known = this.#places.get(transactionId);
    if (after !== undefined) {
      const slot = known?.slot ?? this.#freeSlot();
      return [putPacked(this.#medium.layouts.running, SPACE.running, slot, after)];
    }
    if (known === undefined) return [];
    return [{ operation: 'delete', space: SPACE.running, id: known.slot }];
  }

  /** The step is on flash. */
  stepped({ transactionId, change, after }: Step): void {
    for (const { operation, id } of change) {
      if (operation === 'put') {
        this.#places.set(transactionId, { slot: id, untold: untoldOf(after) });
      } else {
        this.#places.delete(transactionId);
      }
    }
  }

  /**
   * What running transactions take or may come to need, once this step is made: their state, their
   * Ended, and the events that will tell once who charges where.
   */
  claimBytes(step?: Step): number {
    const { log, sizes } = this.#medium;
    const stateBytes = log.costBytes(sizes.runningBytes);
    const claim = (untold: number, bytes: number) =>
      log.costBytes(sizes.endedBytes) + untold * this.toldOnceBytes + Math.max(stateBytes, bytes);
    let bytes = 0;
    for (const [id, { slot, untold }] of this.#places) {
      if (id === step?.transactionId && step.change.length > 0) continue;
      bytes += claim(untold, log.liveBytesOf(SPACE.running, slot));
    }
    for (const entry of step?.change ?? []) {
      if (entry.operation === 'delete') continue;
      bytes += claim(untoldOf(step?.after), log.costBytes(entry.value.length));
    }
    return bytes;
  }

  /** Kept for each event that tells something once: it may carry half of what an Ended does. */
  get toldOnceBytes(): number {
    const { log, sizes } = this.#medium;
    return log.costBytes(Math.ceil(sizes.endedBytes / 2));
  }

  #read(slot: number): RunningTransaction | undefined {
    const { layouts, log } = this.#medium;
    return readPacked(layouts.running, log.get(SPACE.running, slot));
  }

  #freeSlot(): number {
    // A transaction whose record is lost keeps its place: it is written again with its next step.
    const taken = new Set([...this.#places.values()].map(({ slot }) => slot));
    for (let slot = 0; ; slot++) if (!taken.has(slot)) return slot;
  }
}

/** Where it charges and who: each comes with the Started or an Updated of its own. */
function untoldOf(running: RunningTransaction | undefined): number {
  if (running === undefined) return 0;
  return Number(running.connectorId === undefined) + Number(running.idToken === undefined);
}
