import { pack, unpack } from './encoding/packed.ts';
import type { FlashLog } from './flash/flash-log.ts';
import type { Entry } from './flash/format.ts';
import { SPACE } from './spaces.ts';

/** Ids on flash. */
const COUNTERS = {
  droppedTransactions: 1,
  droppedSecurity: 2,
  droppedOther: 3,
  thinnedSamples: 4,
  parked: 5,
  deadLettersLost: 6,
} as const;

export type CounterName = keyof typeof COUNTERS;

const LAYOUT = 1;

/** What was lost or given up in the life of the flash. Each is counted in the commit that does it. */
export class Counters {
  readonly #log: FlashLog;

  constructor(log: FlashLog) {
    this.#log = log;
  }

  read(name: CounterName): number {
    const stored = this.#log.get(SPACE.counters, COUNTERS[name]);
    const count = stored?.version === LAYOUT ? unpack(stored.value) : 0;
    return typeof count === 'number' ? count : 0;
  }

  /** The change that counts `more`; none for nothing. */
  add(name: CounterName, more: number): Entry[] {
    if (more === 0) return [];
    const value = pack(this.read(name) + more);
    return [
      { operation: 'put', space: SPACE.counters, id: COUNTERS[name], version: LAYOUT, value },
    ];
  }
}
