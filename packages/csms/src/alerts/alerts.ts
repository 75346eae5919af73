import { CommandError } from '../command-error.ts';
import { type Change, type Core, commit } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { Statement } from '../store/database.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import { type Alert, type AlertReading, alertView, identityOf, nameOf } from './alert.ts';
import {
  type AlertFilter,
  countAlert,
  dayOf,
  findAlert,
  loadOpenAlerts,
  saveAlert,
  selectAlerts,
  selectCounts,
} from './sql.ts';
import type { AlertFrequencyView, AlertView } from './views.ts';

type Opening = Extract<AlertReading, { kind: 'open' }>;

/** Alerts of one station that are open at once. One that invents codes fills its own room only. */
const MOST_OPEN = 200;

/** Ends that a station keeps at hand, for openings that come late. */
const MOST_ENDS = 50;

const FREQUENCY_DAYS = 30;

/** A clock may be so far ahead; one that is further tells nothing. */
const AHEAD_MS = 86_400_000;

/** What is open at one station, by identity, and when what ended did so. */
interface StationAlerts {
  readonly open: Map<string, Alert>;
  readonly ends: Map<string, number>;
}

/** What is wrong at stations: opened, updated and cleared by what they say, acknowledged by operators. */
export class Alerts {
  readonly #core: Core;
  readonly #stations = new Map<string, StationAlerts>();

  private constructor(core: Core, open: readonly Alert[]) {
    this.#core = core;
    for (const alert of open) this.#at(alert.stationId).open.set(identityOf(alert), alert);
    core.signals.on('removed', ({ station }) => this.#stations.delete(station.id));
  }

  static async load(core: Core): Promise<Alerts> {
    return new Alerts(core, await loadOpenAlerts(core.database));
  }

  /** What a message says of alerts, as one change beside its others; undefined when it changes nothing. */
  change(station: Station, readings: readonly AlertReading[]): Change | undefined {
    const changed = new Map<string, Alert>();
    const opened: Statement[] = [];
    const ends = new Map<string, number>();
    const known = this.#stations.get(station.id);
    const current = (identity: string) => changed.get(identity) ?? known?.open.get(identity);
    for (const reading of readings.map((each) => this.#dated(each))) {
      if (reading.kind === 'open') {
        const identity = identityOf(reading);
        const before = current(identity);
        if (before !== undefined && before.clearedAtMs === undefined) {
          const after = updated(before, reading);
          if (after !== before) changed.set(identity, after);
          continue;
        }
        if (!this.#mayOpen(known, identity, reading)) continue;
        const alert = this.#opened(station, reading);
        changed.set(identity, alert);
        opened.push(countAlert(alert));
        continue;
      }
      for (const identity of new Set([...(known?.open.keys() ?? []), ...changed.keys()])) {
        const alert = current(identity);
        if (alert === undefined || alert.clearedAtMs !== undefined || !reading.fits(alert))
          continue;
        if (reading.mayBeLate && reading.atMs < alert.updatedAtMs) continue;
        // Nothing ends before it began, wherever the clock of the station has gone meanwhile.
        const atMs = Math.max(reading.atMs, alert.openedAtMs);
        changed.set(identity, {
          ...alert,
          clearedAtMs: atMs,
          clearedBy: reading.by,
          updatedAtMs: atMs,
        });
        ends.set(identity, atMs);
      }
    }
    if (changed.size === 0) return undefined;
    return this.#telling([...changed.values()], {
      statements: [...[...changed.values()].map(saveAlert), ...opened],
      apply: () => {
        for (const [identity, alert] of changed) this.#keep(identity, alert);
        for (const [identity, atMs] of ends) this.#noteEnd(station.id, identity, atMs);
      },
    });
  }

  /** Newest first. */
  page(filter: AlertFilter): Promise<Page<AlertView>> {
    return selectAlerts(this.#core.database, filter);
  }

  /** @throws CommandError `notFound` */
  async get(id: number): Promise<AlertView> {
    return alertView(await this.#known(id));
  }

  /** @throws CommandError `notFound`; `conflict` when somebody did: what they said stays */
  async acknowledge(id: number, by: string, note: string | undefined): Promise<AlertView> {
    return this.#edit(id, (alert, nowMs) => {
      const { acknowledgedAtMs, acknowledgedBy = 'somebody' } = alert;
      if (acknowledgedAtMs !== undefined) {
        const at = timestampOf(acknowledgedAtMs);
        throw new CommandError('conflict', `${acknowledgedBy} acknowledged it at ${at}.`);
      }
      return { ...alert, acknowledgedAtMs: nowMs, acknowledgedBy: by, note: note ?? alert.note };
    });
  }

  /** For what no station says the end of. @throws CommandError `notFound`; `conflict` when it is over */
  async clear(id: number, by: string, note: string | undefined): Promise<AlertView> {
    return this.#edit(id, (alert, nowMs) => {
      if (alert.clearedAtMs !== undefined)
        throw new CommandError('conflict', `It was over at ${timestampOf(alert.clearedAtMs)}.`);
      // What was noted with the acknowledgement stays.
      const notes = [alert.note, note].filter((each) => each !== undefined);
      return {
        ...alert,
        clearedAtMs: nowMs,
        clearedBy: 'operator',
        acknowledgedAtMs: alert.acknowledgedAtMs ?? nowMs,
        acknowledgedBy: alert.acknowledgedBy ?? by,
        note: notes.length === 0 ? undefined : notes.join('\n'),
      };
    });
  }

  /** How often each code was opened, by model and firmware; the most frequent first. */
  async frequency(asked: {
    readonly code?: string;
    readonly from?: string;
    readonly to?: string;
  }): Promise<AlertFrequencyView[]> {
    const toDay = dayOf(asked.to === undefined ? this.#core.clock.epochMs() : epochMsOf(asked.to));
    const fromDay =
      asked.from === undefined ? toDay - FREQUENCY_DAYS + 1 : dayOf(epochMsOf(asked.from));
    const counts = await selectCounts(this.#core.database, {
      ...(asked.code === undefined ? {} : { code: asked.code }),
      fromDay,
      toDay,
    });
    const sizes = this.#sizes();
    const sums = new Map<string, AlertFrequencyView>();
    for (const { alerts, ...count } of counts) {
      const kind = kindOf(count.vendor, count.model, count.firmwareVersion);
      const key = JSON.stringify([count.code, kind]);
      sums.set(key, {
        code: count.code,
        name: nameOf(count.code),
        ...(count.vendor === '' ? {} : { vendor: count.vendor }),
        ...(count.model === '' ? {} : { model: count.model }),
        ...(count.firmwareVersion === '' ? {} : { firmwareVersion: count.firmwareVersion }),
        alerts: alerts + (sums.get(key)?.alerts ?? 0),
        stations: sizes.get(kind) ?? 0,
      });
    }
    return [...sums.values()].sort((a, b) => b.alerts - a.alerts);
  }

  #sizes(): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const { record } of this.#core.stations.all()) {
      const kind = kindOf(record.vendor, record.model, record.firmwareVersion);
      sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
    }
    return sizes;
  }

  /** What a clock says that is days ahead would keep every later word out. */
  #dated(reading: AlertReading): AlertReading {
    const nowMs = this.#core.clock.epochMs();
    return reading.atMs > nowMs + AHEAD_MS ? { ...reading, atMs: nowMs } : reading;
  }

  /** An opening older than the last end of the same alert came late: that alert is over. */
  #mayOpen(
    known: StationAlerts | undefined,
    identity: string,
    { atMs, mayBeLate }: Opening,
  ): boolean {
    if (known === undefined) return true;
    const endedAtMs = known.ends.get(identity);
    if (mayBeLate && endedAtMs !== undefined && atMs <= endedAtMs) return false;
    return known.open.size < MOST_OPEN;
  }

  #opened(station: Station, { kind: _kind, mayBeLate: _late, atMs, ...reading }: Opening): Alert {
    const { vendor, model, firmwareVersion } = station.record;
    return {
      ...reading,
      id: this.#core.ids.next('alerts'),
      stationId: station.id,
      openedAtMs: atMs,
      updatedAtMs: atMs,
      occurrences: 1,
      clearedAtMs: undefined,
      clearedBy: undefined,
      acknowledgedAtMs: undefined,
      acknowledgedBy: undefined,
      note: undefined,
      vendor,
      model,
      firmwareVersion,
    };
  }

  #at(stationId: string): StationAlerts {
    const known = this.#stations.get(stationId);
    if (known !== undefined) return known;
    const fresh: StationAlerts = { open: new Map(), ends: new Map() };
    this.#stations.set(stationId, fresh);
    return fresh;
  }

  #keep(identity: string, alert: Alert): void {
    const { open } = this.#at(alert.stationId);
    // An operator may note something on an old alert while the same one is open again.
    const isNewest = (open.get(identity)?.id ?? 0) <= alert.id;
    if (isNewest && alert.clearedAtMs === undefined) open.set(identity, alert);
    if (isNewest && alert.clearedAtMs !== undefined) open.delete(identity);
  }

  #telling(alerts: readonly Alert[], change: Change): Change {
    return alerts.reduce((told, alert) => {
      const { stationId } = alert;
      return telling(this.#core, told, 'alert', stationId, () => {
        const view = alertView(alert);
        return { type: 'alert', at: view.updatedAt, stationId, alert: view };
      });
    }, change);
  }

  #noteEnd(stationId: string, identity: string, atMs: number): void {
    const { ends } = this.#at(stationId);
    ends.delete(identity);
    ends.set(identity, atMs);
    const [oldest] = ends.keys();
    if (ends.size > MOST_ENDS && oldest !== undefined) ends.delete(oldest);
  }

  async #known(id: number): Promise<Alert> {
    const alert = await findAlert(this.#core.database, id);
    if (alert === undefined) throw new CommandError('notFound', `There is no alert ${id}.`);
    return alert;
  }

  /** Behind what the station is saying: neither overwrites the other. */
  async #edit(id: number, edit: (alert: Alert, nowMs: number) => Alert): Promise<AlertView> {
    const { stationId } = await this.#known(id);
    const station = this.#core.stations.get(stationId);
    const work = async () => {
      const alert = edit(await this.#known(id), this.#core.clock.epochMs());
      const edited = {
        statements: [saveAlert(alert)],
        apply: () => this.#keep(identityOf(alert), alert),
      };
      await commit(this.#core, this.#telling([alert], edited));
      return alertView(alert);
    };
    return station === undefined ? work() : station.serially(work);
  }
}

function updated(before: Alert, reading: Opening): Alert {
  // The same message again, or one that was overtaken, is no news.
  const isOvertaken = reading.mayBeLate && reading.atMs < before.updatedAtMs;
  if (isOvertaken || reading.atMs === before.updatedAtMs) return before;
  return {
    ...before,
    severity: reading.severity,
    value: reading.value,
    info: reading.info ?? before.info,
    transactionId: reading.transactionId ?? before.transactionId,
    updatedAtMs: reading.atMs,
    occurrences: before.occurrences + 1,
  };
}

function kindOf(
  vendor: string | undefined,
  model: string | undefined,
  firmwareVersion: string | undefined,
): string {
  return JSON.stringify([vendor ?? '', model ?? '', firmwareVersion ?? '']);
}
