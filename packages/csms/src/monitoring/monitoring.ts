import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import { selectorToWire, type VariableSelector } from '../device-model/address.ts';
import { reasonOf } from '../device-model/apply.ts';
import { chunked } from '../device-model/chunks.ts';
import type { Twin } from '../device-model/twin.ts';
import { reportAnswered } from '../provisioning/ask-reports.ts';
import type { ModelReports } from '../provisioning/model-reports.ts';
import { type ModelReport, reportView } from '../provisioning/report.ts';
import type { ModelReportView } from '../provisioning/views.ts';
import { ask2, failureText, isFinal, type Peer2 } from '../stations/ask.ts';
import { Serial } from '../stations/serial.ts';
import { Settling } from '../stations/settling.ts';
import type { Station } from '../stations/station.ts';
import { StationQueue } from '../stations/station-queue.ts';
import { type DesiredMonitor, identityOf } from './monitor.ts';
import type { Monitors } from './monitors.ts';
import { isOf201, setMonitors, withResult } from './set-monitors.ts';
import type { DesiredMonitorInput, MonitoringView } from './views.ts';

export interface MonitoringParts {
  readonly core: Core;
  readonly twin: Twin;
  readonly monitors: Monitors;
  readonly reports: ModelReports;
  readonly onFailure: (error: unknown) => void;
}

/** Which monitors a report shall tell of; all when nothing is said. */
export interface MonitoringReportRequest {
  readonly criteria?: readonly Ocpp21.MonitoringCriterionEnumType[];
  readonly variables?: readonly VariableSelector[];
}

interface Acceptance {
  readonly status: string;
  readonly statusInfo?: Ocpp21.StatusInfoType;
}

/** Sets, clears and reads the monitors of stations of 2.x (2.1 part 2, N02 to N06), and sets them again when they are lost. */
export class Monitoring {
  readonly #parts: MonitoringParts;
  readonly #queue: StationQueue;
  readonly #serial = new Serial();
  readonly #settling: Settling;
  /** Stations that have booted and were not read since. */
  readonly #booted = new Set<string>();

  constructor(parts: MonitoringParts) {
    this.#parts = parts;
    this.#queue = new StationQueue((stationId) => this.#apply(stationId), parts.onFailure);
    const { core, monitors } = parts;
    const onFailure = parts.onFailure;
    this.#settling = new Settling(core, (stationId) => this.#settled(stationId));
    core.signals.on('connected', ({ station }) => {
      if (monitors.isCared(station.id)) this.#settling.start(station.id);
    });
    core.signals.on('booted', ({ station }) => {
      if (!monitors.isCared(station.id)) return;
      this.#booted.add(station.id);
      this.#settling.start(station.id);
    });
    core.signals.on('reportEnded', ({ station, report }) => {
      if (report.kind === 'Monitoring') this.#compare(station, report).catch(onFailure);
    });
  }

  async close(): Promise<void> {
    this.#settling.close();
    await this.#queue.close();
  }

  /**
   * Wants monitors of a station, and sets them when it can.
   *
   * @throws CommandError `unknownStation`; `conflict` of a 1.6 station
   */
  async want(
    stationId: string,
    inputs: readonly DesiredMonitorInput[],
    by: string,
  ): Promise<MonitoringView> {
    this.#station2(stationId);
    await this.#parts.monitors.want(stationId, inputs, by);
    await this.#apply(stationId);
    return this.#parts.monitors.view(stationId);
  }

  /** @throws CommandError `unknownStation`, `notFound` */
  async release(stationId: string, id: number): Promise<MonitoringView> {
    this.#station2(stationId);
    if (!(await this.#parts.monitors.release(stationId, id))) {
      throw new CommandError('notFound', `Nobody wants a monitor ${id} of ${stationId}.`);
    }
    await this.#apply(stationId);
    return this.#parts.monitors.view(stationId);
  }

  /**
   * Clears monitors by the numbers that the station gave them.
   *
   * @returns the status of each, in the station's words
   * @throws CommandError `unknownStation`; `conflict` when it is not connected or does not answer
   */
  async clear(
    stationId: string,
    ids: readonly number[],
  ): Promise<readonly { readonly id: number; readonly status: string }[]> {
    const peer = this.#peer2(stationId);
    const limits = await this.#parts.twin.messageLimits(stationId, 'ClearVariableMonitoring');
    const results: { readonly id: number; readonly status: string }[] = [];
    for (const chunk of chunked(ids, limits)) {
      const outcome = await ask2(peer, 'ClearVariableMonitoring', { id: chunk });
      if (outcome.outcome !== 'answered') throw new CommandError('conflict', failureText(outcome));
      for (const { id, status } of outcome.payload.clearMonitoringResult) {
        results.push({ id, status });
      }
    }
    const gone = results.filter(({ status }) => status !== 'Rejected').map(({ id }) => id);
    await this.#parts.monitors.cleared(stationId, new Set(gone));
    return results;
  }

  /** N03. What it drops is wanted no more. @throws CommandError as `clear` does, and `conflict` when it is refused */
  async setBase(
    stationId: string,
    monitoringBase: Ocpp21.MonitoringBaseEnumType,
    by: string,
  ): Promise<MonitoringView> {
    const { monitors } = this.#parts;
    const outcome = await ask2(this.#peer2(stationId), 'SetMonitoringBase', { monitoringBase });
    this.#mustAccept(outcome);
    await monitors.setSettings(stationId, { base: monitoringBase });
    if (monitoringBase !== 'All') await monitors.dropDesired(stationId);
    await this.report(stationId, {}, by);
    return monitors.view(stationId);
  }

  /** N05. @throws CommandError as `setBase` does */
  async setLevel(stationId: string, severity: number): Promise<MonitoringView> {
    const outcome = await ask2(this.#peer2(stationId), 'SetMonitoringLevel', { severity });
    this.#mustAccept(outcome);
    await this.#parts.monitors.setSettings(stationId, { level: severity });
    return this.#parts.monitors.view(stationId);
  }

  /** N02. Resolves when the station has answered; its pages come afterwards. @throws CommandError as `clear` does */
  async report(
    stationId: string,
    request: MonitoringReportRequest,
    by: string,
  ): Promise<ModelReportView> {
    return reportView(await this.#ask(stationId, this.#peer2(stationId), request, by));
  }

  async #ask(
    stationId: string,
    peer: Peer2,
    { criteria, variables }: MonitoringReportRequest,
    by: string,
  ): Promise<ModelReport> {
    const { reports } = this.#parts;
    const isAll = criteria === undefined && variables === undefined;
    const report = await reports.begin(
      stationId,
      'Monitoring',
      isAll ? undefined : { criteria, variables },
      by,
    );
    const outcome = await ask2(peer, 'GetMonitoringReport', {
      requestId: report.requestId,
      ...(criteria === undefined ? {} : { monitoringCriteria: criteria }),
      ...(variables === undefined ? {} : { componentVariable: variables.map(selectorToWire) }),
    });
    return reportAnswered(reports, report, outcome);
  }

  /** Monitors survive a reboot and their ids may not: they are read again, and what is missing is set again. */
  #settled(stationId: string): void {
    const station = this.#parts.core.stations.get(stationId);
    if (station?.record.registration !== 'Accepted') return;
    if (!this.#booted.delete(stationId)) this.#queue.add(stationId);
    else this.#readAgain(station).catch(this.#parts.onFailure);
  }

  async #readAgain({ id, connection }: Station): Promise<void> {
    const peer = connection?.peer;
    if (peer === undefined || peer.version === '1.6') return;
    await this.#ask(id, peer, {}, 'automatic');
  }

  /** After a report of all monitors: what is wanted and not there is set again. */
  async #compare({ id: stationId }: Station, report: ModelReport): Promise<void> {
    const { monitors } = this.#parts;
    const tellsAll = report.status === 'Complete' || report.status === 'Empty';
    if (!tellsAll || report.request !== undefined || !monitors.isCared(stationId)) return;
    const reported = report.status === 'Empty' ? [] : await monitors.reported(stationId);
    const byIdentity = new Map(reported.map((monitor) => [identityOf(monitor), monitor]));
    const changed = (await monitors.desired(stationId)).flatMap((desired): DesiredMonitor[] => {
      if (desired.status !== 'Accepted' && desired.status !== 'Duplicate') return [];
      const found = byIdentity.get(identityOf(desired));
      const isThere = found !== undefined && found.value === desired.value;
      if (isThere && found.monitorId === desired.monitorId) return [];
      return [
        {
          ...desired,
          monitorId: found?.monitorId,
          status: isThere ? 'Accepted' : 'Waiting',
          reason: isThere ? undefined : 'The station has lost it.',
        },
      ];
    });
    await monitors.settle(stationId, changed);
    this.#queue.add(stationId);
  }

  /** Clears what nobody wants any more, and sets what waits. What gets no answer waits on, for a while. */
  #apply(stationId: string): Promise<void> {
    return this.#serial.run(stationId, async () => {
      if (!(await this.#applyAll(stationId))) this.#settling.again(stationId);
    });
  }

  /** @returns false when the station gave no answer */
  async #applyAll(stationId: string): Promise<boolean> {
    const { monitors, core, twin } = this.#parts;
    const peer = core.stations.get(stationId)?.connection?.peer;
    if (peer === undefined || peer.version === '1.6') return true;
    const desired = await monitors.desired(stationId);
    const removing = desired.filter(({ status }) => status === 'Removing');
    const ids = removing.flatMap(({ monitorId }) => (monitorId === undefined ? [] : [monitorId]));
    const clearing = await twin.messageLimits(stationId, 'ClearVariableMonitoring');
    for (const chunk of chunked(ids, clearing)) {
      const outcome = await ask2(peer, 'ClearVariableMonitoring', { id: chunk });
      if (outcome.outcome !== 'answered' && !isFinal(outcome)) return false;
      // Whatever it says: hard-wired ones cannot be cleared, unknown ones are gone.
      const gone = removing.filter(({ monitorId }) => chunk.some((id) => id === monitorId));
      await monitors.settle(stationId, [], gone);
    }
    const waiting = desired.filter(({ status }) => status === 'Waiting');
    const limits = await twin.messageLimits(stationId, 'SetVariableMonitoring');
    for (const chunk of chunked(waiting, limits)) {
      const changed = await this.#set(peer, chunk);
      if (changed === undefined) return false;
      await monitors.settle(stationId, changed);
    }
    return true;
  }

  async #set(peer: Peer2, chunk: readonly DesiredMonitor[]): Promise<DesiredMonitor[] | undefined> {
    const known = chunk.filter(({ type }) => peer.version === '2.1' || isOf201(type));
    const unknown = chunk
      .filter((each) => !known.includes(each))
      .map((each): DesiredMonitor => ({ ...each, status: 'UnsupportedMonitorType' }));
    if (known.length === 0) return unknown;
    const outcome = await setMonitors(peer, known);
    if (outcome.outcome === 'answered') {
      const { setMonitoringResult } = outcome.payload;
      return [...unknown, ...known.map((each) => withResult(each, setMonitoringResult))];
    }
    if (!isFinal(outcome)) return undefined;
    const reason = failureText(outcome);
    return [
      ...unknown,
      ...known.map((each): DesiredMonitor => ({ ...each, status: 'Refused', reason })),
    ];
  }

  #mustAccept(outcome: CallOutcome<Acceptance>): void {
    if (outcome.outcome !== 'answered') throw new CommandError('conflict', failureText(outcome));
    const { status, statusInfo } = outcome.payload;
    if (status === 'Accepted') return;
    const why = statusInfo === undefined ? '' : ` (${reasonOf(statusInfo)})`;
    throw new CommandError('conflict', `The station answers ${status}${why}.`);
  }

  #station2(stationId: string): Station {
    const station = this.#parts.monitors.known(stationId);
    if ((station.connection?.peer.version ?? station.record.version) === '1.6') {
      throw new CommandError('conflict', 'OCPP 1.6 has no monitors.');
    }
    return station;
  }

  #peer2(stationId: string): Peer2 {
    const peer = this.#station2(stationId).connection?.peer;
    if (peer === undefined || peer.version === '1.6') {
      throw new CommandError('conflict', `${stationId} is not connected.`);
    }
    return peer;
  }
}
