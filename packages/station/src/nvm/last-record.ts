import type { FlashLog } from './flash/flash-log.ts';
import { SPACE } from './spaces.ts';
import type { LastRecordSlot } from './storage.ts';

const LAYOUT = 1;
const ID = 0;

/**
 * What a station writes while its power fails: the registers of its meters. There is always erased room for it, so that
 * it takes a few program operations, known beforehand, and no erasure.
 */
export class LastRecord implements LastRecordSlot {
  readonly bytes: number;
  readonly #log: FlashLog;

  constructor(log: FlashLog, bytes: number) {
    this.#log = log;
    this.bytes = bytes;
  }

  write(value: Uint8Array): void {
    this.#log.commitLast([
      { operation: 'put', space: SPACE.lastRecord, id: ID, version: LAYOUT, value },
    ]);
  }

  read(): Uint8Array | undefined {
    const stored = this.#log.get(SPACE.lastRecord, ID);
    return stored?.version === LAYOUT ? stored.value : undefined;
  }

  clear(): void {
    if (this.read() === undefined) return;
    this.#log.commit([{ operation: 'delete', space: SPACE.lastRecord, id: ID }]);
  }
}
