import type { Change, Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import { momentOf } from '../transactions/moments.ts';
import type { MeterValue } from './domain.ts';
import {
  createPartition,
  insertIdleValues,
  lastIdIn,
  partitionOf,
  selectPartitions,
} from './partitions-sql.ts';
import { meterValueViews } from './view.ts';

/** Values that belong to no transaction (2.1 part 2, J01), in a table for each month. */
export class IdleMeterValues {
  readonly #core: Core;
  /** Names of the tables that are known to be there. */
  readonly #partitions: Set<string>;
  #lastId: number;

  private constructor(core: Core, partitions: Set<string>, lastId: number) {
    this.#core = core;
    this.#partitions = partitions;
    this.#lastId = lastId;
  }

  static async load(core: Core): Promise<IdleMeterValues> {
    const partitions = await selectPartitions(core.database, 'idle');
    let lastId = 0;
    for (const partition of partitions) {
      lastId = Math.max(lastId, await lastIdIn(core.database, partition));
    }
    return new IdleMeterValues(core, new Set(partitions.map(({ name }) => name)), lastId);
  }

  /** @param evseId 0 is the station's main meter */
  record(station: Station, evseId: number, meterValues: readonly MeterValue[]): Change {
    const { bus, clock } = this.#core;
    const [first] = meterValues;
    const nowMs = clock.epochMs();
    // A clock that cannot be must not make a table of its own.
    const atMs = first === undefined ? nowMs : momentOf(first.timestamp, nowMs).atMs;
    const partition = partitionOf(atMs);
    this.#lastId += 1;
    const values = { id: this.#lastId, stationId: station.id, evseId, atMs, meterValues };
    return {
      statements: [
        ...(this.#partitions.has(partition.name) ? [] : createPartition(partition, 'idle')),
        insertIdleValues(partition, values),
      ],
      apply: () => {
        this.#partitions.add(partition.name);
        if (!bus.wants('meterValues', station.id)) return;
        bus.publish({
          type: 'meterValues',
          at: timestampOf(clock.epochMs()),
          stationId: station.id,
          evseId,
          values: meterValues.flatMap(meterValueViews),
        });
      },
    };
  }

  /** A table is gone: the next value of its time makes it again. */
  forget(name: string): void {
    this.#partitions.delete(name);
  }
}
