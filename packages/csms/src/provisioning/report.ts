import { timestampOf } from '../timestamps.ts';
import { PageSet } from './page-set.ts';
import type { ModelReportView } from './views.ts';

/** What a report is about: three base reports, one of some variables, 1.6's configuration, or the monitors. */
export type ReportKind =
  | 'FullInventory'
  | 'ConfigurationInventory'
  | 'SummaryInventory'
  | 'Custom'
  | 'Configuration'
  | 'Monitoring';

export type ReportStatus =
  /** No page has come. */
  | 'Asked'
  /** Some pages have come. */
  | 'Receiving'
  | 'Complete'
  /** Pages are missing, and nothing has come for too long. */
  | 'Incomplete'
  /** The station has nothing to report. */
  | 'Empty'
  | 'Refused'
  /** The question did not reach the station, or it did not answer. */
  | 'Failed';

export interface ModelReport {
  readonly id: number;
  readonly stationId: string;
  readonly kind: ReportKind;
  /** As on the wire. */
  readonly requestId: number;
  readonly request: unknown;
  /** Undefined when pages came that nobody had asked for here. */
  readonly askedBy: string | undefined;
  readonly startedAtMs: number;
  readonly status: ReportStatus;
  readonly reason: string | undefined;
  readonly pages: PageSet;
  /** The number of the page that says that it is the last. */
  readonly lastPage: number | undefined;
  readonly lastPageAtMs: number | undefined;
  /** Variables, keys or monitors in it. */
  readonly entries: number;
  readonly endedAtMs: number | undefined;
}

/** How much is known of a station's device model, and since when. */
export interface Inventory {
  readonly reportId: number;
  /** How the last attempt to read all of it ended. */
  readonly status: ReportStatus;
  readonly version: string | undefined;
  readonly firmwareVersion: string | undefined;
  readonly atMs: number;
}

/** Whether a report of this kind tells all that the station has: what it does not name is not there. */
export function isWhole({ kind, request }: Pick<ModelReport, 'kind' | 'request'>): boolean {
  return kind === 'FullInventory' || (kind === 'Configuration' && request === undefined);
}

/** Pages of one report; the largest real ones have some hundred. */
const MOST_PAGES = 10_000;

/** Why a report is given up that would fill the store. */
export const ENDLESS = 'The station numbers its pages without end.';

/** One page of a report, of whatever it is about. */
export interface ReportPage {
  readonly kind: 'Custom' | 'Monitoring';
  readonly requestId: number;
  readonly seqNo: number;
  readonly isLast: boolean;
  readonly entries: number;
}

/** The report with one more page. */
export function withPage(
  report: ModelReport,
  { seqNo, isLast, entries }: ReportPage,
  nowMs: number,
): ModelReport {
  const pages = new PageSet(report.pages.runs);
  const hasRoom = pages.add(seqNo) && seqNo < MOST_PAGES;
  const lastPage = isLast ? Math.max(seqNo, report.lastPage ?? 0) : report.lastPage;
  const isComplete = lastPage !== undefined && pages.hasAllUpTo(lastPage);
  return {
    ...report,
    pages,
    lastPage,
    lastPageAtMs: nowMs,
    entries: report.entries + entries,
    status: isComplete ? 'Complete' : hasRoom ? 'Receiving' : 'Incomplete',
    reason: isComplete || hasRoom ? undefined : ENDLESS,
    endedAtMs: isComplete || !hasRoom ? nowMs : undefined,
  };
}

export function reportView(report: ModelReport): ModelReportView {
  const { id, stationId, kind, requestId, request, askedBy, status, reason, pages } = report;
  return {
    id,
    stationId,
    kind,
    requestId,
    ...(request === undefined ? {} : { request }),
    ...(askedBy === undefined ? {} : { askedBy }),
    startedAt: timestampOf(report.startedAtMs),
    status,
    ...(reason === undefined ? {} : { reason }),
    pages: pages.runs.reduce((sum, [from, to]) => sum + to - from + 1, 0),
    missingPages: status === 'Complete' ? [] : pages.missing(report.lastPage),
    entries: report.entries,
    ...(report.endedAtMs === undefined ? {} : { endedAt: timestampOf(report.endedAtMs) }),
  };
}
