import type { Ocpp21 } from '@northbound/protocol';
import type { AnyPeer, CallOutcome } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import { selectorToWire, type VariableSelector } from '../device-model/address.ts';
import { reasonOf } from '../device-model/apply.ts';
import { variablesOf16 } from '../device-model/configuration16.ts';
import { markGone, takeReported } from '../device-model/reported.ts';
import type { Twin } from '../device-model/twin.ts';
import { ask2, ask16, failureText } from '../stations/ask.ts';
import type { Station } from '../stations/station.ts';
import { BUSY, type ModelReports } from './model-reports.ts';
import { isWhole, type ModelReport, reportView } from './report.ts';
import type { ModelReportView } from './views.ts';

type BaseKind = Ocpp21.ReportBaseEnumType;

/** What a report shall tell of. */
export interface ReportRequest {
  /** All that can be set, all there is, or what is wrong: of stations of 2.x. */
  readonly base?: BaseKind;
  readonly componentCriteria?: readonly Ocpp21.ComponentCriterionEnumType[];
  readonly variables?: readonly VariableSelector[];
  /** Of a 1.6 station: these keys only. */
  readonly keys?: readonly string[];
}

interface ReportAnswer {
  readonly status: Ocpp21.GenericDeviceModelStatusEnumType;
  readonly statusInfo?: Ocpp21.StatusInfoType;
}

export interface AskParts {
  readonly core: Core;
  readonly twin: Twin;
  readonly reports: ModelReports;
}

/** Asks stations for reports of their device model (B07, B08), or for their configuration (1.6 edition 2, 5.8). */
export class AskReports {
  readonly #parts: AskParts;

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the station has answered the question; the pages come afterwards.
   *
   * @throws CommandError `unknownStation`; `conflict` when it is not connected or its version has no such question
   */
  async ask(stationId: string, request: ReportRequest, by: string): Promise<ModelReportView> {
    const station = this.#parts.core.stations.known(stationId);
    const peer = station.connection?.peer;
    if (peer === undefined) throw new CommandError('conflict', `${stationId} is not connected.`);
    const { base, keys, ...custom } = request;
    const isCustom = custom.componentCriteria !== undefined || custom.variables !== undefined;
    if (peer.version === '1.6') {
      if (base !== undefined || isCustom) {
        throw new CommandError('conflict', 'A 1.6 station has configuration keys only.');
      }
      return reportView(await this.#askConfiguration(station, peer, keys, by));
    }
    if (keys !== undefined) {
      throw new CommandError('conflict', `A station of ${peer.version} has no configuration keys.`);
    }
    return reportView(
      isCustom
        ? await this.#askCustom(station, peer, custom, by)
        : await this.#askBase(station, peer, base ?? 'FullInventory', by),
    );
  }

  /** All that there is, in whatever way the station can tell it. Nothing when it is not connected. */
  async askAll(station: Station, by: string): Promise<void> {
    const peer = station.connection?.peer;
    if (peer === undefined) return;
    if (peer.version === '1.6') {
      await this.#askConfiguration(station, peer, undefined, by);
      return;
    }
    const full = await this.#askBase(station, peer, 'FullInventory', by);
    if (full.status !== 'Refused' || full.reason === BUSY) return;
    await this.#askBase(station, peer, 'ConfigurationInventory', by);
  }

  async #askBase(
    station: Station,
    peer: Exclude<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
    reportBase: BaseKind,
    by: string,
  ): Promise<ModelReport> {
    const report = await this.#parts.reports.begin(station.id, reportBase, undefined, by);
    const outcome = await ask2(peer, 'GetBaseReport', { requestId: report.requestId, reportBase });
    return this.#answered(report, outcome);
  }

  async #askCustom(
    station: Station,
    peer: Exclude<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
    request: Pick<ReportRequest, 'componentCriteria' | 'variables'>,
    by: string,
  ): Promise<ModelReport> {
    const report = await this.#parts.reports.begin(station.id, 'Custom', request, by);
    const { componentCriteria, variables } = request;
    const outcome = await ask2(peer, 'GetReport', {
      requestId: report.requestId,
      ...(componentCriteria === undefined ? {} : { componentCriteria }),
      ...(variables === undefined ? {} : { componentVariable: variables.map(selectorToWire) }),
    });
    return this.#answered(report, outcome);
  }

  #answered(report: ModelReport, outcome: CallOutcome<ReportAnswer>): Promise<ModelReport> {
    const { reports } = this.#parts;
    return reportAnswered(reports, report, outcome);
  }

  async #askConfiguration(
    station: Station,
    peer: Extract<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
    keys: readonly string[] | undefined,
    by: string,
  ): Promise<ModelReport> {
    const { reports, twin } = this.#parts;
    const request = keys === undefined ? undefined : { keys };
    const report = await reports.begin(station.id, 'Configuration', request, by);
    const outcome = await ask16(peer, 'GetConfiguration', keys === undefined ? {} : { key: keys });
    if (outcome.outcome !== 'answered') {
      return reports.end(report, 'Failed', { reason: failureText(outcome) });
    }
    const { configurationKey = [], unknownKey = [] } = outcome.payload;
    const reason = unknownKey.length === 0 ? {} : { reason: `Not known: ${unknownKey.join(', ')}` };
    return reports.end(report, 'Complete', {
      ...reason,
      entries: configurationKey.length,
      store: (ended, progress) =>
        twin.change(station.id, (draft) => {
          takeReported(draft, variablesOf16(outcome.payload), {
            reportId: ended.id,
            bootedAtMs: station.record.lastBootAtMs,
          });
          if (isWhole(ended)) markGone(draft, ended);
          return progress;
        }),
    });
  }
}

/** What a station said to a question for pages (GenericDeviceModelStatusEnumType). */
export async function reportAnswered(
  reports: ModelReports,
  report: ModelReport,
  outcome: CallOutcome<ReportAnswer>,
): Promise<ModelReport> {
  const current = reports.current(report);
  // Pages say more than an answer that is late or wrong.
  if (current.status !== 'Asked') return current;
  if (outcome.outcome !== 'answered') {
    return reports.end(report, 'Failed', { reason: failureText(outcome) });
  }
  const { status, statusInfo } = outcome.payload;
  const info = statusInfo === undefined ? '' : ` (${reasonOf(statusInfo)})`;
  switch (status) {
    case 'Accepted':
      return current;
    case 'EmptyResultSet':
      return reports.end(report, 'Empty');
    case 'Rejected':
      return reports.end(report, 'Refused', { reason: BUSY });
    case 'NotSupported':
      return reports.end(report, 'Refused', {
        reason: `The station does not support this report${info}.`,
      });
  }
}
