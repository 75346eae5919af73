import { type Core, commit } from '../core.ts';
import type { PageRequest } from '../paging.ts';
import { type CommandRecord, isObject } from '../remote-control/command.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { CommandOutcome, Commands, Page, Timestamp } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import {
  findCompleted,
  findReport,
  findReportById,
  hasPart,
  type Report,
  savePart,
  saveReport,
  saveReportStatus,
  selectParts,
  selectReports,
} from './sql.ts';
import type { ReportDetailView, ReportView } from './views.ts';

/**
 * Questions that are answered in parts: the action of the parts, the status that says that there is nothing and no part
 * will come, and whether a question asks for everything.
 */
const QUESTIONS = {
  GetDisplayMessages: {
    answeredBy: 'NotifyDisplayMessages',
    nothing: 'Unknown',
    isWhole: (question) => Object.keys(question).length === 0,
  },
  GetChargingProfiles: {
    answeredBy: 'ReportChargingProfiles',
    nothing: 'NoProfiles',
    isWhole: (question) => JSON.stringify(question) === JSON.stringify({ chargingProfile: {} }),
  },
  CustomerInformation: {
    answeredBy: 'NotifyCustomerInformation',
    nothing: undefined,
    isWhole: () => false,
  },
  GetDERControl: {
    answeredBy: 'ReportDERControl',
    nothing: 'NotFound',
    isWhole: (question) => Object.keys(question).length === 0,
  },
} as const satisfies Record<
  string,
  {
    readonly answeredBy: string;
    readonly nothing: string | undefined;
    readonly isWhole: (question: object) => boolean;
  }
>;

export type Question = keyof typeof QUESTIONS;

export const QUESTION_ACTIONS: readonly Question[] = [
  'GetDisplayMessages',
  'GetChargingProfiles',
  'CustomerInformation',
  'GetDERControl',
];

function isQuestion(command: string): command is Question {
  return Object.hasOwn(QUESTIONS, command);
}

export interface ReportPart {
  readonly requestId: number;
  /** Whether more is to come. */
  readonly tbc?: boolean | undefined;
  /** Where the message has its own number, from 0. */
  readonly seqNo?: number;
}

export interface ReportFilter extends PageRequest {
  readonly action?: string;
}

interface CompleteReport<Payload> {
  readonly completedAt: Timestamp;
  readonly payloads: readonly Payload[];
}

/** A report that never ends is cut off here: no station has that much to say. */
const MAX_PARTS = 5_000;

/** Answers of stations that come in parts, put together. */
export class Reports {
  readonly #core: Core;
  readonly #commands: Commands;

  /** @param onFailure told of failures of work that nobody waits for */
  constructor(core: Core, commands: Commands, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#commands = commands;
    core.signals.on('commandSettled', ({ command }) => this.#adopt(command).catch(onFailure));
  }

  /**
   * Asks a station; the parts come later.
   *
   * @param payload without its `requestId`
   * @throws CommandError as `Commands.call`
   */
  async ask(
    stationId: string,
    question: Question,
    payload: object,
  ): Promise<{ readonly report: ReportView; readonly outcome: CommandOutcome }> {
    const { answeredBy, nothing, isWhole } = QUESTIONS[question];
    this.#core.stations.known(stationId);
    const id = this.#core.ids.next('reports');
    // Of the numbers of commands, so that it meets none that a command has.
    const requestId = this.#core.ids.next('commands');
    const request = { ...payload, requestId };
    const report: Report = {
      id,
      stationId,
      action: answeredBy,
      requestId,
      request,
      whole: isWhole(payload),
      askedAtMs: this.#core.clock.epochMs(),
      status: undefined,
      parts: 0,
      lastNumber: undefined,
      lastPartAtMs: undefined,
      completedAtMs: undefined,
    };
    // Before it is sent: the first part may overtake everything that would come after the answer.
    await this.#core.database.write([saveReport(report)]);
    const outcome = await this.#commands.call(stationId, question, request);
    const status = outcome.outcome === 'answered' ? statusIn(outcome.payload) : undefined;
    if (status === undefined) return { report: reportView(report), outcome };
    const completedAtMs = status === nothing ? this.#core.clock.epochMs() : undefined;
    await this.#core.database.write([saveReportStatus(id, status, completedAtMs)]);
    return { report: reportView({ ...report, status, completedAtMs }), outcome };
  }

  /** Stores one part. Resolves when it is on disk. */
  take(station: Station, action: string, part: ReportPart, payload: object): Promise<void> {
    return station.serially(async () => {
      const { database, clock } = this.#core;
      const known = await findReport(database, station.id, action, part.requestId);
      // An id that is used again after its report was complete begins another one, of which nobody here knows.
      const isOpen = known !== undefined && known.completedAtMs === undefined;
      const before = isOpen ? known : this.#stranger(station.id, action, part.requestId);
      const number = part.seqNo ?? before.parts;
      if (number >= MAX_PARTS) return;
      const nowMs = clock.epochMs();
      // A part whose answer was lost comes again.
      const isRepeated =
        part.seqNo !== undefined && isOpen && (await hasPart(database, before.id, number));
      const parts = before.parts + (isRepeated ? 0 : 1);
      const lastNumber = part.tbc === true ? before.lastNumber : number;
      const isComplete = lastNumber !== undefined && parts > lastNumber;
      const after: Report = {
        ...before,
        parts,
        lastNumber,
        lastPartAtMs: nowMs,
        completedAtMs: isComplete ? nowMs : undefined,
      };
      const statements = [saveReport(after), savePart(after.id, number, payload)];
      const stored = { statements, apply: () => undefined };
      const told = telling(this.#core, stored, 'report', station.id, () => ({
        type: 'report',
        at: timestampOf(nowMs),
        stationId: station.id,
        report: reportView(after),
      }));
      await commit(this.#core, told);
    });
  }

  /** Newest first. */
  list(stationId: string, { action, ...page }: ReportFilter): Promise<Page<ReportView>> {
    return selectReports(this.#core.database, { stationId, action }, page, reportView);
  }

  /** @returns undefined when the station has no such report */
  async get(stationId: string, id: number): Promise<ReportDetailView | undefined> {
    const report = await findReportById(this.#core.database, id);
    if (report?.stationId !== stationId) return undefined;
    const payloads = await selectParts(this.#core.database, report.id);
    return { ...reportView(report), payloads };
  }

  /** The newest complete answer to a question for everything there is; its payloads are as they were validated. */
  async latest<Payload extends object>(
    stationId: string,
    question: Question,
  ): Promise<CompleteReport<Payload> | undefined> {
    const { database } = this.#core;
    const report = await findCompleted(database, stationId, QUESTIONS[question].answeredBy);
    if (report?.completedAtMs === undefined) return undefined;
    const payloads = await selectParts<Payload>(database, report.id);
    return { completedAt: timestampOf(report.completedAtMs), payloads };
  }

  /** A question that was asked by a command of its own: its parts are known as that of nobody, or will come. */
  async #adopt({
    command,
    stationId,
    request,
    state,
    answer,
    requestedAtMs,
  }: CommandRecord): Promise<void> {
    const station = this.#core.stations.get(stationId);
    if (station === undefined || state !== 'answered' || !isQuestion(command)) return;
    if (!isObject(request) || typeof request.requestId !== 'number') return;
    const { requestId, ...payload } = request;
    const { answeredBy, nothing, isWhole } = QUESTIONS[command];
    await station.serially(async () => {
      const { database } = this.#core;
      const known = await findReport(database, stationId, answeredBy, requestId);
      if (known?.request !== undefined) return;
      const report: Report = {
        ...(known ?? this.#stranger(stationId, answeredBy, requestId)),
        request,
        whole: isWhole(payload),
        askedAtMs: requestedAtMs,
      };
      const status = statusIn(answer);
      const completedAtMs = status === nothing ? this.#core.clock.epochMs() : undefined;
      const told = status === undefined ? [] : [saveReportStatus(report.id, status, completedAtMs)];
      await database.write([saveReport(report), ...told]);
    });
  }

  #stranger(stationId: string, action: string, requestId: number): Report {
    return {
      id: this.#core.ids.next('reports'),
      stationId,
      action,
      requestId,
      request: undefined,
      whole: false,
      askedAtMs: undefined,
      status: undefined,
      parts: 0,
      lastNumber: undefined,
      lastPartAtMs: undefined,
      completedAtMs: undefined,
    };
  }
}

function statusIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('status' in payload)) return undefined;
  return typeof payload.status === 'string' ? payload.status : undefined;
}

function reportView(report: Report): ReportView {
  const { id, stationId, action, requestId, request, askedAtMs, status, parts } = report;
  return {
    id,
    stationId,
    action,
    requestId,
    ...(request === undefined ? {} : { request }),
    ...(askedAtMs === undefined ? {} : { askedAt: timestampOf(askedAtMs) }),
    ...(status === undefined ? {} : { status }),
    parts,
    ...(report.completedAtMs === undefined
      ? {}
      : { completedAt: timestampOf(report.completedAtMs) }),
  };
}
