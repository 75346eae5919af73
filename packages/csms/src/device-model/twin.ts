import { type Change, type Core, commit } from '../core.ts';
import { equals, isOneOf, type PageRequest, readPage } from '../paging.ts';
import { Serial } from '../stations/serial.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import { addressFromWire, keyOf, type VariableAddress } from './address.ts';
import type { MessageLimits } from './chunks.ts';
import { Draft } from './draft.ts';
import { selectHistory } from './history.ts';
import {
  SELECT_VARIABLES,
  saveTold,
  selectTwin,
  selectUnsettled,
  type VariableRow,
  variableOf,
} from './sql.ts';
import type { TwinVariable } from './variable.ts';
import { variableView } from './view.ts';
import type { HistoryView, VariableView } from './views.ts';

/** Attributes of twins that stay in memory, over all stations: pages of a report need those before them. */
const MOST_AT_HAND = 60_000;

/** A value that an event tells. */
export interface ToldValue {
  readonly address: VariableAddress;
  readonly value: string;
  readonly atMs: number;
}

export interface VariableFilter extends PageRequest {
  readonly component?: string;
  readonly drift?: boolean;
  readonly desired?: boolean;
}

/** The device model of each station, as it is and as it should be. */
export class Twin {
  readonly #core: Core;
  /** Models at hand, the one used last at the end. */
  readonly #models = new Map<string, Map<string, TwinVariable>>();
  readonly #serial = new Serial();
  readonly #unsettled: Set<string>;

  private constructor(core: Core, unsettled: Set<string>) {
    this.#core = core;
    this.#unsettled = unsettled;
    core.signals.on('removed', ({ station }) => {
      this.#models.delete(station.id);
      this.#unsettled.delete(station.id);
    });
  }

  static async load(core: Core): Promise<Twin> {
    return new Twin(core, await selectUnsettled(core.database));
  }

  /** Whether desired values of the station wait to be sent, or for a reboot. */
  isUnsettled(stationId: string): boolean {
    return this.#unsettled.has(stationId);
  }

  /**
   * Changes the twin of a station in one batch, together with what `edit` returns. Changes of one station come one
   * after the other; nothing is seen before it is on disk.
   */
  change(
    stationId: string,
    edit: (draft: Draft) => readonly Statement[] | undefined,
  ): Promise<void> {
    return this.#serial.run(stationId, async () => {
      const model = await this.#model(stationId);
      const draft = new Draft(this.#core, stationId, model);
      const more = edit(draft) ?? [];
      const statements = [...draft.statements(), ...more];
      if (statements.length === 0) return;
      const change = {
        statements,
        apply: () => {
          draft.applyTo(model);
          this.#noteUnsettled(stationId, model);
        },
      };
      await commit(this.#core, this.#telling(stationId, draft.changes, change));
    });
  }

  /**
   * The values that events tell, as one change beside their others. Its cost is one row each: an event must not load the
   * whole twin. What somebody wants is compared by reports and reads, and is left alone here.
   */
  told(stationId: string, values: readonly ToldValue[]): Change {
    // A clock that is ahead must not keep later values out.
    const nowMs = this.#core.clock.epochMs();
    const told = values.map(({ address, value, atMs }) => ({
      key: keyOf(address),
      value,
      atMs: Math.min(atMs, nowMs),
    }));
    return {
      statements: told.map(({ key, value, atMs }) => saveTold(stationId, key, value, atMs)),
      apply: () => {
        const model = this.#models.get(stationId);
        for (const { key, value, atMs: reportedAtMs } of told) {
          const known = model?.get(key);
          if (known === undefined || !isTold(known, reportedAtMs)) continue;
          model?.set(key, { ...known, value, reportedAtMs });
        }
      },
    };
  }

  /** All attributes of a station, in no order. */
  async variables(stationId: string): Promise<readonly TwinVariable[]> {
    return this.#serial.run(stationId, async () => [...(await this.#model(stationId)).values()]);
  }

  async variable(stationId: string, address: VariableAddress): Promise<TwinVariable | undefined> {
    const key = keyOf(address);
    return this.#serial.run(stationId, async () => (await this.#model(stationId)).get(key));
  }

  /** What the station takes in one message (2.1 part 2, DeviceDataCtrlr and MonitoringCtrlr). */
  async messageLimits(stationId: string, message: string): Promise<MessageLimits> {
    const [items, bytes] = await Promise.all([
      this.#limit(stationId, 'ItemsPerMessage', message),
      this.#limit(stationId, 'BytesPerMessage', message),
    ]);
    return {
      ...(items === undefined ? {} : { items }),
      ...(bytes === undefined ? {} : { bytes }),
    };
  }

  page(stationId: string, filter: VariableFilter): Promise<Page<VariableView>> {
    const { component, drift, desired, ...page } = filter;
    return readPage<VariableRow, VariableView>(
      this.#core.database,
      {
        select: SELECT_VARIABLES,
        where: [
          equals('station_id', stationId),
          equals('component', component),
          drift === undefined ? undefined : { sql: `drift = ${drift ? 1 : 0}`, params: [] },
          desired === undefined
            ? undefined
            : { sql: `desired_value IS ${desired ? 'NOT NULL' : 'NULL'}`, params: [] },
        ],
        sortedBy: ['key'],
        direction: 'ASC',
      },
      page,
      (row) => variableView(row.station_id, variableOf(row)),
    );
  }

  /** What drifts in the fleet. @param stationIds only of these stations */
  drift(page: PageRequest, stationIds?: readonly string[]): Promise<Page<VariableView>> {
    return readPage<VariableRow, VariableView>(
      this.#core.database,
      {
        select: SELECT_VARIABLES,
        where: [{ sql: 'drift = 1', params: [] }, isOneOf('station_id', stationIds)],
        sortedBy: ['station_id', 'key'],
        direction: 'ASC',
      },
      page,
      (row) => variableView(row.station_id, variableOf(row)),
    );
  }

  history(
    stationId: string,
    address: VariableAddress,
    page: PageRequest,
  ): Promise<Page<HistoryView>> {
    return selectHistory(this.#core.database, stationId, keyOf(address), page);
  }

  /** Instances of limits are named after messages; the older, common limit goes without. */
  async #limit(stationId: string, variable: string, message: string): Promise<number | undefined> {
    for (const component of ['DeviceDataCtrlr', 'MonitoringCtrlr']) {
      const found = await this.variable(
        stationId,
        addressFromWire({
          component: { name: component },
          variable: { name: variable, instance: message },
        }),
      );
      const limit = Number(found?.value);
      if (found?.value !== undefined && Number.isInteger(limit) && limit > 0) return limit;
    }
    return undefined;
  }

  async #model(stationId: string): Promise<Map<string, TwinVariable>> {
    const atHand = this.#models.get(stationId);
    if (atHand !== undefined) {
      this.#models.delete(stationId);
      this.#models.set(stationId, atHand);
      return atHand;
    }
    const variables = await selectTwin(this.#core.database, stationId);
    const model = new Map(variables.map((variable) => [variable.key, variable]));
    this.#models.set(stationId, model);
    this.#makeRoom(stationId);
    return model;
  }

  #makeRoom(keptStationId: string): void {
    let size = 0;
    for (const model of this.#models.values()) size += model.size;
    for (const [stationId, model] of this.#models) {
      if (size <= MOST_AT_HAND) return;
      if (stationId === keptStationId || this.#serial.isBusy(stationId)) continue;
      this.#models.delete(stationId);
      size -= model.size;
    }
  }

  #noteUnsettled(stationId: string, model: ReadonlyMap<string, TwinVariable>): void {
    for (const { desired } of model.values()) {
      if (desired?.status !== 'Waiting' && desired?.status !== 'RebootRequired') continue;
      this.#unsettled.add(stationId);
      return;
    }
    this.#unsettled.delete(stationId);
  }

  #telling(stationId: string, changes: number, change: Change): Change {
    if (changes === 0) return change;
    return telling(this.#core, change, 'deviceModel', stationId, () => {
      const at = timestampOf(this.#core.clock.epochMs());
      return { type: 'deviceModel', at, stationId, changes };
    });
  }
}

/** The same conditions as those of the statement that stores it. */
function isTold({ desired, mutability, reportedAtMs }: TwinVariable, atMs: number): boolean {
  if (desired !== undefined || mutability === 'WriteOnly') return false;
  return reportedAtMs !== undefined && reportedAtMs < atMs;
}
