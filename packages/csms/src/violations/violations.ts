import type { Version } from '@northbound/protocol';
import type { SessionReport, Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { PageRequest } from '../paging.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { isRule, RULES, type RuleName, ruleOfRemark, ruleOfReport } from './rules.ts';
import {
  addViolation,
  selectViolations,
  sumViolations,
  type Violation,
  type ViolationSum,
} from './sql.ts';
import type { ViolationSummaryView, ViolationView } from './views.ts';

export interface ViolationFilter extends PageRequest {
  readonly stationId?: string;
  readonly rule?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
}

/** How long counts may wait for others to be stored with: they are evidence, not money. */
const FLUSH_AFTER_MS = 1_000;

/** Longer details are cut. */
const MAX_DETAIL = 500;

type Count = { -readonly [Key in keyof Violation]: Violation[Key] };

/** What stations do wrong, counted by station, rule and firmware; the frames themselves are the evidence. */
export class Violations {
  readonly #core: Core;
  readonly #onFailure: (error: unknown) => void;
  #waiting = new Map<string, Count>();
  #timer: Timer | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(core: Core, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#onFailure = onFailure;
  }

  /** @param frameId the frame that it is about, or the note */
  report(
    station: Station,
    version: Version,
    report: SessionReport,
    verdict: string,
    frameId: number | undefined,
  ): void {
    const rule = ruleOfReport(report, version);
    const action = 'action' in report ? report.action : undefined;
    if (rule !== undefined) this.#count(station, version, rule, action, verdict, frameId);
  }

  /** What a block remarked on a message that it took. */
  remark(station: Station, remark: string, frameId: number | undefined): void {
    const rule = ruleOfRemark(remark);
    const { version } = station.record;
    if (rule === undefined || version === undefined) return;
    this.#count(station, version, rule, undefined, remark, frameId);
  }

  async list({
    stationId,
    rule,
    model,
    firmwareVersion,
    ...page
  }: ViolationFilter): Promise<Page<ViolationView>> {
    await this.flush();
    const selection = { stationId, rule, model, firmwareVersion };
    return selectViolations(this.#core.database, selection, page, violationView);
  }

  /** By model and firmware, the most frequent first. */
  async summary(limit: number): Promise<readonly ViolationSummaryView[]> {
    await this.flush();
    return (await sumViolations(this.#core.database, limit)).map(summaryView);
  }

  /** Resolves when everything counted so far is stored, or could not be. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#waiting.size === 0) return this.#flushing;
    const statements = [...this.#waiting.values()].map(addViolation);
    this.#waiting = new Map();
    this.#flushing = this.#core.database.write(statements).catch(this.#onFailure);
    return this.#flushing;
  }

  #count(
    station: Station,
    version: Version,
    rule: RuleName,
    action: string | undefined,
    detail: string,
    frameId: number | undefined,
  ): void {
    const { vendor = '', model = '', firmwareVersion = '' } = station.record;
    const nowMs = this.#core.clock.epochMs();
    // Names that nobody knows are the station's own: they must not make a row each.
    const known = rule === 'unknown-action' ? '' : (action ?? '');
    const key = JSON.stringify([station.id, rule, known, firmwareVersion]);
    const cut = detail.slice(0, MAX_DETAIL);
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#waiting.set(key, {
        id: this.#core.ids.next('violations'),
        stationId: station.id,
        rule,
        action: known,
        firmwareVersion,
        version,
        vendor,
        model,
        times: 1,
        firstAtMs: nowMs,
        lastAtMs: nowMs,
        frameId,
        detail: cut,
      });
    } else
      Object.assign(waiting, { times: waiting.times + 1, lastAtMs: nowMs, frameId, detail: cut });
    this.#timer ??= this.#core.clock.after(FLUSH_AFTER_MS, () => void this.flush());
  }
}

function violationView(violation: Violation): ViolationView {
  const { id, stationId, rule, version, action, vendor, model, firmwareVersion } = violation;
  const { frameId, detail } = violation;
  const known = isRule(rule) ? RULES[rule] : undefined;
  return {
    id,
    stationId,
    rule,
    title: known?.title ?? rule,
    place: known?.place(version, action === '' ? undefined : action) ?? '',
    version,
    ...(action === '' ? {} : { action }),
    ...(vendor === '' ? {} : { vendor }),
    ...(model === '' ? {} : { model }),
    ...(firmwareVersion === '' ? {} : { firmwareVersion }),
    count: violation.times,
    firstAt: timestampOf(violation.firstAtMs),
    lastAt: timestampOf(violation.lastAtMs),
    ...(frameId === undefined ? {} : { frameId }),
    detail,
  };
}

function summaryView(sum: ViolationSum): ViolationSummaryView {
  const { vendor, model, firmware_version: firmwareVersion, rule, stations, times } = sum;
  return {
    ...(vendor === '' ? {} : { vendor }),
    ...(model === '' ? {} : { model }),
    ...(firmwareVersion === '' ? {} : { firmwareVersion }),
    rule,
    title: isRule(rule) ? RULES[rule].title : rule,
    stations,
    count: times,
  };
}
