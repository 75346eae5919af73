import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { PageRequest } from '../paging.ts';
import type { Station } from '../stations/station.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { PageSet } from './page-set.ts';
import {
  ENDLESS,
  type Inventory,
  isWhole,
  type ModelReport,
  type ReportKind,
  type ReportPage,
  type ReportStatus,
  reportView,
  withPage,
} from './report.ts';
import {
  findReport,
  findReportCommand,
  loadInventories,
  loadOpenReports,
  saveInventory,
  saveReport,
  selectReports,
} from './report-sql.ts';
import type { ModelReportView } from './views.ts';

/** A report is declared incomplete when no page has come for this long. */
const SILENCE_MS = 300_000;

/** Reports of one station that are open at once. More than that nobody asked for. */
const MOST_OPEN = 8;

/** Stores what a page says together with how far the report has come. */
export type StorePage = (report: ModelReport, progress: readonly Statement[]) => Promise<void>;

/** The reports that stations give of their device models and monitors, put together from their pages (B07, B08, N02). */
export class ModelReports {
  readonly #core: Core;
  /** Those that have not ended, of each station by their ids. */
  readonly #open = new Map<string, Map<number, ModelReport>>();
  readonly #timers = new Map<number, Timer>();
  readonly #inventories: Map<string, Inventory>;
  readonly #onFailure: (error: unknown) => void;

  private constructor(
    core: Core,
    inventories: Map<string, Inventory>,
    onFailure: (error: unknown) => void,
  ) {
    this.#core = core;
    this.#inventories = inventories;
    this.#onFailure = onFailure;
    core.signals.on('removed', ({ station }) => this.#inventories.delete(station.id));
  }

  static async load(core: Core, onFailure: (error: unknown) => void): Promise<ModelReports> {
    const inventories = await loadInventories(core.database);
    const reports = new ModelReports(core, inventories, onFailure);
    for (const report of await loadOpenReports(core.database)) reports.#keep(report);
    return reports;
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
  }

  /** How much is known of the whole device model of a station. */
  inventory(stationId: string): Inventory | undefined {
    return this.#inventories.get(stationId);
  }

  /** Whether the whole of it should be read: it never was, or by another firmware, or not to its end (B07.FR.14). */
  needsInventory({ id, record }: Station): boolean {
    const known = this.#inventories.get(id);
    if (known === undefined || known.status === 'Incomplete') return true;
    return known.version !== record.version || known.firmwareVersion !== record.firmwareVersion;
  }

  isReadingAll(stationId: string): boolean {
    return this.#openOf(stationId).some(isWhole);
  }

  page(stationId: string, page: PageRequest): Promise<Page<ModelReportView>> {
    return selectReports(this.#core.database, stationId, page, reportView);
  }

  /** A question that is about to be asked. Its `requestId` is none that a command has. */
  async begin(
    stationId: string,
    kind: ReportKind,
    request: unknown,
    askedBy: string,
  ): Promise<ModelReport> {
    const requestId = this.#core.ids.next('commands');
    const report = this.#fresh({ stationId, kind, requestId, request, askedBy });
    await this.#core.database.write([saveReport(report)]);
    this.#keep(report);
    return report;
  }

  /** The state a report is in now, or ended in when it did. */
  current(report: ModelReport): ModelReport {
    return this.#openReport(report) ?? report;
  }

  /**
   * Ends a report in another way than by its last page.
   *
   * @param store what to store with it; its statements alone when absent
   * @returns the report as it ended
   */
  async end(
    report: ModelReport,
    status: ReportStatus,
    more: { readonly reason?: string; readonly entries?: number; readonly store?: StorePage } = {},
  ): Promise<ModelReport> {
    const open = this.#openReport(report);
    // Its pages were quicker than the answer that announces them.
    if (open === undefined) return report;
    const ended: ModelReport = {
      ...open,
      status,
      reason: more.reason,
      endedAtMs: this.#core.clock.epochMs(),
      ...(more.entries === undefined ? {} : { entries: more.entries }),
    };
    const store: StorePage =
      more.store ?? ((_report, progress) => this.#core.database.write(progress));
    await this.#store(ended, store);
    return ended;
  }

  /** Takes a page, in whatever order it comes. Resolves when it is stored. */
  async take(
    station: Station,
    page: ReportPage,
    messageId: string,
    store: StorePage,
  ): Promise<void> {
    const { requestId, seqNo } = page;
    const remark = (text: string) => this.#core.remark(station, messageId, text);
    const known = await this.#reportOf(station.id, page);
    if (known?.reason === ENDLESS) {
      remark(`page ${seqNo} of a report that does not end: not stored`);
      return;
    }
    const isRepeated = known?.pages.has(seqNo) === true;
    if (isRepeated && known?.status === 'Complete') {
      remark(`page ${seqNo} of a report that is complete, again`);
      return;
    }
    if (isRepeated) remark(`page ${seqNo} came before; the later one counts`);
    const report = known ?? (await this.#unknown(station.id, page));
    if (report.askedBy === undefined && known === undefined) {
      remark(`nobody asked for a report ${requestId}; taken all the same`);
    }
    const next = withPage(report, page, this.#core.clock.epochMs());
    if (next.reason === ENDLESS) remark('the report does not end: the rest of it is not stored');
    await this.#store(next, store);
  }

  /** The report that a page belongs to: one that is open, or one that was given up too early. */
  async #reportOf(
    stationId: string,
    { requestId, kind, seqNo }: ReportPage,
  ): Promise<ModelReport | undefined> {
    const isOfKind = (report: ModelReport) =>
      (report.kind === 'Monitoring') === (kind === 'Monitoring');
    const open = this.#openOf(stationId).findLast(
      (report) => report.requestId === requestId && isOfKind(report),
    );
    if (open !== undefined) return open;
    const earlier = await findReport(this.#core.database, stationId, requestId);
    if (earlier === undefined || !isOfKind(earlier)) return undefined;
    const wasGivenUp = earlier.status === 'Incomplete' || earlier.status === 'Failed';
    // A number that the station uses again, for other pages, is of another report.
    return wasGivenUp || earlier.pages.has(seqNo) ? earlier : undefined;
  }

  async #store(report: ModelReport, store: StorePage): Promise<void> {
    const inventory = this.#inventoryOf(report);
    const progress = [saveReport(report)];
    if (inventory !== undefined) progress.push(saveInventory(report.stationId, inventory));
    await store(report, progress);
    if (inventory !== undefined) this.#inventories.set(report.stationId, inventory);
    this.#keep(report);
    this.#announce(report);
    const station = this.#core.stations.get(report.stationId);
    if (report.endedAtMs !== undefined && station !== undefined) {
      this.#core.signals.emit('reportEnded', { station, report });
    }
  }

  /** A busy station, or one that is away, has said nothing of its device model: it is asked again. */
  #inventoryOf(report: ModelReport): Inventory | undefined {
    if (report.endedAtMs === undefined || !isWhole(report)) return undefined;
    if (report.status === 'Failed' || report.reason === BUSY) return undefined;
    const record = this.#core.stations.get(report.stationId)?.record;
    return {
      reportId: report.id,
      status: report.status,
      version: record?.version,
      firmwareVersion: record?.firmwareVersion,
      atMs: report.endedAtMs,
    };
  }

  /** A report that was asked for by a command of its own, or by nobody. */
  async #unknown(stationId: string, { kind, requestId }: ReportPage): Promise<ModelReport> {
    const command = await findReportCommand(this.#core.database, stationId, requestId);
    const isOfKind = (command?.kind === 'Monitoring') === (kind === 'Monitoring');
    return command === undefined || !isOfKind
      ? this.#fresh({ stationId, kind, requestId, request: undefined, askedBy: undefined })
      : this.#fresh({ stationId, requestId, ...command });
  }

  #fresh(
    asked: Pick<ModelReport, 'stationId' | 'kind' | 'requestId' | 'request' | 'askedBy'>,
  ): ModelReport {
    return {
      ...asked,
      id: this.#core.ids.next('model_reports'),
      startedAtMs: this.#core.clock.epochMs(),
      status: 'Asked',
      reason: undefined,
      pages: new PageSet(),
      lastPage: undefined,
      lastPageAtMs: undefined,
      entries: 0,
      endedAtMs: undefined,
    };
  }

  #openOf(stationId: string): ModelReport[] {
    return [...(this.#open.get(stationId)?.values() ?? [])];
  }

  #openReport({ stationId, id }: ModelReport): ModelReport | undefined {
    return this.#open.get(stationId)?.get(id);
  }

  #keep(report: ModelReport): void {
    this.#timers.get(report.id)?.cancel();
    this.#timers.delete(report.id);
    if (report.endedAtMs !== undefined) {
      const open = this.#open.get(report.stationId);
      open?.delete(report.id);
      if (open?.size === 0) this.#open.delete(report.stationId);
      return;
    }
    const open = this.#open.get(report.stationId) ?? new Map<number, ModelReport>();
    this.#open.set(report.stationId, open.set(report.id, report));
    const silentSinceMs = report.lastPageAtMs ?? report.startedAtMs;
    const leftMs = silentSinceMs + SILENCE_MS - this.#core.clock.epochMs();
    const giveUp = () => {
      this.#giveUp(report).catch(this.#onFailure);
    };
    this.#timers.set(report.id, this.#core.clock.after(Math.max(0, leftMs), giveUp));
    const [oldest, ...others] = this.#openOf(report.stationId);
    if (oldest !== undefined && others.length >= MOST_OPEN) {
      this.#giveUp(oldest).catch(this.#onFailure);
    }
  }

  async #giveUp(report: ModelReport): Promise<void> {
    await this.end(report, 'Incomplete', { reason: 'No further page came in time.' });
  }

  #announce(report: ModelReport): void {
    const { bus, clock } = this.#core;
    if (!bus.wants('modelReport', report.stationId)) return;
    bus.publish({
      type: 'modelReport',
      at: timestampOf(clock.epochMs()),
      stationId: report.stationId,
      report: reportView(report),
    });
  }
}

/** 2.1 part 2, B07.FR.13: for now. */
export const BUSY = 'The station cannot give a report now.';
