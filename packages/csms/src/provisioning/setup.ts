import type { Core } from '../core.ts';
import { addressText } from '../device-model/address.ts';
import type { Applier } from '../device-model/apply.ts';
import { retryAll } from '../device-model/desired.ts';
import { isTaken, STATUS_TEXTS } from '../device-model/outcomes.ts';
import type { Reader } from '../device-model/reader.ts';
import type { Templates } from '../device-model/templates.ts';
import type { Twin } from '../device-model/twin.ts';
import { Settling } from '../stations/settling.ts';
import type { Station } from '../stations/station.ts';
import { StationQueue } from '../stations/station-queue.ts';
import type { AskReports } from './ask-reports.ts';
import { BUSY, type ModelReports } from './model-reports.ts';
import type { Registrations } from './registrations.ts';
import { isWhole } from './report.ts';

/** Who answers each question for a report with an error has none. */
const MOST_REPETITIONS = 3;

export interface SetupParts {
  readonly core: Core;
  readonly twin: Twin;
  readonly templates: Templates;
  readonly applier: Applier;
  readonly asking: AskReports;
  readonly reader: Reader;
  readonly reports: ModelReports;
  readonly registrations: Registrations;
  /** Whether a new station, or one with new firmware, is asked for its device model. */
  readonly readsDeviceModels: boolean;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Brings each station where it should be: its device model read, the values of its templates set, and, when it is
 * Pending, accepted. Each step is taken when the one before it has ended, whatever was the cause: a boot, a report that
 * is complete, a template that has changed.
 */
export class Setup {
  readonly #parts: SetupParts;
  readonly #queue: StationQueue;
  readonly #settling: Settling;
  /** The connection and boot in which a station was asked for its device model: once in each. */
  readonly #asked = new Map<string, string>();
  /** How often since it came. */
  readonly #askedAgain = new Map<string, number>();

  constructor(parts: SetupParts) {
    this.#parts = parts;
    this.#queue = new StationQueue((stationId) => this.#advance(stationId), parts.onFailure);
    this.#settling = new Settling(
      parts.core,
      (stationId) => this.#queue.add(stationId),
      (stationId) => this.#askAgain(stationId),
    );
    const { signals } = parts.core;
    signals.on('booted', ({ station, previous }) => {
      const isOtherFirmware = previous.firmwareVersion !== station.record.firmwareVersion;
      if (isOtherFirmware && previous.firmwareVersion !== undefined) this.#retry(station.id);
      this.#settle(station);
    });
    signals.on('held', ({ station }) => this.#settle(station));
    signals.on('connected', ({ station }) => this.#settle(station));
    signals.on('disconnected', ({ station }) => this.#askedAgain.delete(station.id));
    signals.on('reportEnded', ({ station, report }) => {
      if (report.kind === 'Monitoring') return;
      const saidNothing = report.status === 'Failed' || report.reason === BUSY;
      if (saidNothing && isWhole(report)) this.#settling.again(station.id);
      this.#queue.add(station.id);
    });
    signals.on('regrouped', ({ station }) => this.#queue.add(station.id));
    signals.on('templatesChanged', ({ stations }) => {
      for (const { id } of stations) this.#queue.add(id);
    });
    signals.on('removed', ({ station }) => {
      this.#settling.cancel(station.id);
      this.#asked.delete(station.id);
    });
  }

  async close(): Promise<void> {
    this.#settling.close();
    this.#parts.applier.close();
    await this.#queue.close();
  }

  /** What keeps a station from being accepted, in plain words. */
  async waitsFor(station: Station): Promise<string[]> {
    const { twin, reports, registrations } = this.#parts;
    const reasons: string[] = [];
    const inventory = reports.inventory(station.id);
    if (inventory === undefined) reasons.push('Its device model has not been read yet.');
    else if (inventory.status === 'Incomplete')
      reasons.push('Its device model came with pages missing.');
    for (const { address, desired } of await twin.variables(station.id)) {
      if (desired === undefined || isTaken(desired.status)) continue;
      const why = desired.reason === undefined ? '' : ` (${desired.reason})`;
      reasons.push(`${addressText(address)}: ${STATUS_TEXTS[desired.status]}${why}`);
    }
    if (registrations.policy === 'approve' && registrations.next(station) === 'Pending') {
      reasons.push('An operator must accept it.');
    }
    return reasons;
  }

  #settle(station: Station): void {
    if (this.#hasWork(station)) this.#settling.start(station.id);
  }

  /** Asked of each station that comes back: it must cost nothing when there is nothing to do. */
  #hasWork(station: Station): boolean {
    const { registration } = station.record;
    if (registration === 'Pending') return true;
    if (registration !== 'Accepted') return false;
    return (
      this.#parts.twin.isUnsettled(station.id) ||
      !this.#parts.templates.isEmpty ||
      this.#mustRead(station)
    );
  }

  #mustRead(station: Station): boolean {
    const { reports, readsDeviceModels } = this.#parts;
    const isWanted = readsDeviceModels || station.record.registration === 'Pending';
    return isWanted && reports.needsInventory(station);
  }

  async #advance(stationId: string): Promise<void> {
    const { core, templates, twin, applier, asking, reader, reports } = this.#parts;
    const station = core.stations.get(stationId);
    if (station === undefined) return;
    if (!templates.isEmpty) await templates.refresh(station);
    const { registration } = station.record;
    if (station.connection === undefined) return;
    if (registration !== 'Accepted' && registration !== 'Pending') return;
    if (reports.isReadingAll(stationId)) return;
    if (this.#mustRead(station) && this.#asksFirstTime(station)) {
      // Its end brings the station back here.
      await asking.askAll(station, 'automatic');
      return;
    }
    if (twin.isUnsettled(stationId)) {
      await reader.readRebooted(station);
      await applier.apply(stationId);
    }
    if (registration === 'Pending') await this.#consider(station);
  }

  /** It gave no report, and is still there. */
  #askAgain(stationId: string): void {
    const times = this.#askedAgain.get(stationId) ?? 0;
    if (times === MOST_REPETITIONS) return;
    this.#askedAgain.set(stationId, times + 1);
    this.#asked.delete(stationId);
    this.#queue.add(stationId);
  }

  #asksFirstTime(station: Station): boolean {
    const now = `${station.connection?.sinceMs} ${station.record.lastBootAtMs}`;
    if (this.#asked.get(station.id) === now) return false;
    this.#asked.set(station.id, now);
    return true;
  }

  /** Accepted by rule: everything is read and set. What an operator said goes before. */
  async #consider(station: Station): Promise<void> {
    const { registrations } = this.#parts;
    if (registrations.policy !== 'configure') return;
    if (registrations.decision(station.id) !== undefined) return;
    if ((await this.waitsFor(station)).length > 0) return;
    await registrations.decide(station.id, 'Accepted', 'rule', 'Its device model is read and set.');
  }

  #retry(stationId: string): void {
    this.#parts.twin
      .change(stationId, (draft) => {
        retryAll(draft);
        return undefined;
      })
      .catch(this.#parts.onFailure);
  }
}
