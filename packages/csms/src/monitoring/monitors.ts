import type { Core } from '../core.ts';
import { type DeviceEventFilter, selectDeviceEvents } from '../diagnostics/event-sql.ts';
import type { DeviceEventView } from '../diagnostics/views.ts';
import { Serial } from '../stations/serial.ts';
import type { Station } from '../stations/station.ts';
import type { Statement } from '../store/database.ts';
import type { Page } from '../views.ts';
import {
  type DesiredMonitor,
  desiredMonitorView,
  identityOf,
  type Monitor,
  monitorView,
} from './monitor.ts';
import {
  findSettings,
  type MonitoringSettings,
  removeDesiredMonitor,
  removeMonitor,
  removeOtherMonitors,
  saveDesiredMonitor,
  saveMonitor,
  saveSettings,
  selectDesiredMonitors,
  selectMonitored,
  selectMonitors,
  selectSeverities,
} from './sql.ts';
import type { DesiredMonitorInput, MonitoringView } from './views.ts';

/** Monitors of stations: those that they report, and those that somebody wants. */
export class Monitors {
  readonly #core: Core;
  readonly #serial = new Serial();
  /** Stations with monitors that somebody wants, or wants no more. */
  readonly #cared: Set<string>;

  private constructor(core: Core, cared: Set<string>) {
    this.#core = core;
    this.#cared = cared;
    core.signals.on('removed', ({ station }) => this.#cared.delete(station.id));
  }

  static async load(core: Core): Promise<Monitors> {
    return new Monitors(core, new Set(await selectMonitored(core.database)));
  }

  /** Whether somebody wants monitors of this station. */
  isCared(stationId: string): boolean {
    return this.#cared.has(stationId);
  }

  events(filter: DeviceEventFilter): Promise<Page<DeviceEventView>> {
    return selectDeviceEvents(this.#core.database, filter);
  }

  /** @throws CommandError `unknownStation` */
  async view(stationId: string): Promise<MonitoringView> {
    this.known(stationId);
    const { database } = this.#core;
    const [monitors, desired, { base, level }] = await Promise.all([
      selectMonitors(database, stationId),
      selectDesiredMonitors(database, stationId),
      findSettings(database, stationId),
    ]);
    return {
      monitors: monitors.map(monitorView),
      desired: desired.map(desiredMonitorView),
      ...(base === undefined ? {} : { base }),
      ...(level === undefined ? {} : { level }),
    };
  }

  /** @throws CommandError `unknownStation` */
  known(stationId: string): Station {
    return this.#core.stations.known(stationId);
  }

  reported(stationId: string): Promise<Monitor[]> {
    return selectMonitors(this.#core.database, stationId);
  }

  desired(stationId: string): Promise<DesiredMonitor[]> {
    return selectDesiredMonitors(this.#core.database, stationId);
  }

  /**
   * How severe the monitors are that have fired: 2.0.1 does not say it in the event.
   *
   * @param events as a NotifyEvent brings them
   */
  async severities(
    stationId: string,
    events: readonly { readonly variableMonitoringId?: number; readonly severity?: number }[],
  ): Promise<ReadonlyMap<number, number>> {
    const asked = new Set<number>();
    for (const { variableMonitoringId, severity } of events) {
      if (variableMonitoringId !== undefined && severity === undefined) {
        asked.add(variableMonitoringId);
      }
    }
    if (asked.size === 0) return new Map();
    return selectSeverities(this.#core.database, stationId, [...asked]);
  }

  /** Wants monitors; one of the same variable, type and severity is replaced. */
  want(stationId: string, inputs: readonly DesiredMonitorInput[], by: string): Promise<void> {
    return this.#serial.run(stationId, async () => {
      const known = new Map(
        (await this.desired(stationId)).map((desired) => [identityOf(desired), desired]),
      );
      for (const input of inputs) {
        const fresh = this.#desiredOf(input, by);
        const before = known.get(identityOf(fresh));
        known.set(
          identityOf(fresh),
          before === undefined ? fresh : { ...fresh, id: before.id, monitorId: before.monitorId },
        );
      }
      const wanted = inputs.flatMap((input) => {
        const found = known.get(identityOf(this.#identified(input)));
        return found === undefined ? [] : [found];
      });
      await this.#core.database.write(
        [...new Set(wanted)].map((desired) => saveDesiredMonitor(stationId, desired)),
      );
      this.#cared.add(stationId);
    });
  }

  /** @returns whether it was wanted */
  release(stationId: string, id: number): Promise<boolean> {
    return this.#serial.run(stationId, async () => {
      const found = (await this.desired(stationId)).find((desired) => desired.id === id);
      if (found === undefined) return false;
      await this.#core.database.write(
        found.monitorId === undefined
          ? this.#removed([found])
          : [saveDesiredMonitor(stationId, { ...found, status: 'Removing', reason: undefined })],
      );
      return true;
    });
  }

  /**
   * Stores what became of desired monitors: changed ones, and those that are gone with what the station called them.
   * What operators have wanted meanwhile stays.
   */
  settle(
    stationId: string,
    changed: readonly DesiredMonitor[],
    gone: readonly DesiredMonitor[] = [],
  ): Promise<void> {
    return this.#serial.run(stationId, async () => {
      if (this.#core.stations.get(stationId) === undefined) return;
      const wanted = new Map((await this.desired(stationId)).map((each) => [each.id, each]));
      const settled = changed.flatMap((each) => settledAs(each, wanted.get(each.id)));
      const again = gone.flatMap(({ id }) => wantedAgain(wanted.get(id)));
      const kept = new Set(again.map(({ id }) => id));
      const statements = [
        ...[...settled, ...again].map((desired) => saveDesiredMonitor(stationId, desired)),
        ...this.#removed(gone.filter(({ id }) => !kept.has(id))),
        ...gone.flatMap(({ monitorId }) =>
          monitorId === undefined ? [] : [removeMonitor(stationId, monitorId)],
        ),
      ];
      if (statements.length > 0) await this.#core.database.write(statements);
      if (settled.length > 0) this.#cared.add(stationId);
    });
  }

  /** Monitors that the station has cleared; nobody wants them either. */
  cleared(stationId: string, monitorIds: ReadonlySet<number>): Promise<void> {
    return this.#serial.run(stationId, async () => {
      const gone = (await this.desired(stationId)).filter(
        ({ monitorId }) => monitorId !== undefined && monitorIds.has(monitorId),
      );
      const statements: Statement[] = [
        ...[...monitorIds].map((monitorId) => removeMonitor(stationId, monitorId)),
        ...this.#removed(gone),
      ];
      if (statements.length > 0) await this.#core.database.write(statements);
    });
  }

  /** After a base that drops custom monitors: those that were wanted are wanted no more. */
  dropDesired(stationId: string): Promise<void> {
    return this.#serial.run(stationId, async () => {
      const desired = await this.desired(stationId);
      if (desired.length > 0) {
        await this.#core.database.write(this.#removed(desired));
      }
      this.#cared.delete(stationId);
    });
  }

  async setSettings(stationId: string, change: Partial<MonitoringSettings>): Promise<void> {
    const known = await findSettings(this.#core.database, stationId);
    await this.#core.database.write([saveSettings(stationId, { ...known, ...change })]);
  }

  /** @param isAll whether what is not named is not there */
  store(
    stationId: string,
    monitors: readonly Monitor[],
    isAll: boolean,
    reportId: number,
    progress: readonly Statement[],
  ): Promise<void> {
    return this.#core.database.write([
      ...monitors.map((monitor) => saveMonitor(stationId, monitor)),
      ...(isAll ? [removeOtherMonitors(stationId, reportId)] : []),
      ...progress,
    ]);
  }

  #identified(input: DesiredMonitorInput): Pick<DesiredMonitor, 'watched' | 'type' | 'severity'> {
    const { type, severity, value: _v, transaction: _t, ...rest } = input;
    const { streamIntervalS: _i, streamValues: _n, ...watched } = rest;
    return { watched, type, severity };
  }

  #removed(gone: readonly DesiredMonitor[]): Statement[] {
    if (gone.length === 0) return [];
    const { ids } = this.#core;
    return [...gone.map(({ id }) => removeDesiredMonitor(id)), ids.kept('desired_monitors')];
  }

  #desiredOf(input: DesiredMonitorInput, by: string): DesiredMonitor {
    return {
      ...this.#identified(input),
      id: this.#core.ids.next('desired_monitors'),
      value: input.value,
      transaction: input.transaction,
      streamIntervalS: input.streamIntervalS,
      streamValues: input.streamValues,
      by,
      setAtMs: this.#core.clock.epochMs(),
      status: 'Waiting',
      reason: undefined,
      monitorId: undefined,
    };
  }
}

/** What the station made of a monitor, beside what somebody wants of it by now. */
function settledAs(told: DesiredMonitor, wanted: DesiredMonitor | undefined): DesiredMonitor[] {
  const { monitorId } = told;
  if (wanted === undefined) {
    // It was released before the station said what it calls it.
    return monitorId === undefined ? [] : [{ ...told, status: 'Removing', reason: undefined }];
  }
  if (wanted.status !== 'Removing' && isSameWish(told, wanted)) return [told];
  return [{ ...wanted, monitorId: monitorId ?? wanted.monitorId }];
}

/** One that somebody wants again that the station has just cleared. */
function wantedAgain(wanted: DesiredMonitor | undefined): DesiredMonitor[] {
  if (wanted === undefined || wanted.status === 'Removing') return [];
  return [{ ...wanted, monitorId: undefined }];
}

function isSameWish(one: DesiredMonitor, other: DesiredMonitor): boolean {
  return (
    one.value === other.value &&
    one.transaction === other.transaction &&
    one.streamIntervalS === other.streamIntervalS &&
    one.streamValues === other.streamValues
  );
}
