import type { Ocpp21 } from '@northbound/protocol';
import type { CallOptions, CallOutcome, Handlers, RpcPeer } from '@northbound/rpc';
import { clearCache } from '../authorization/cache.ts';
import { REPORTED } from '../availability/availability.ts';
import { dataTransfer } from '../data-transfer/data-transfer.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { listVersion, sendLocalList } from '../local-list/local-list.ts';
import { getMonitoringReport } from '../monitoring/report.ts';
import type { QueuedEvent } from '../nvm/storage.ts';
import { getReport } from '../provisioning/get-report.ts';
import type { SecurityEntry } from '../security/log.ts';
import type { StationContext } from './context.ts';
import { sendContinued } from './continued.ts';
import type { Csms, StatusReport } from './csms.ts';
import { Monitoring21 } from './monitoring.ts';
import {
  clearChargingProfile,
  getChargingProfiles21,
  getCompositeSchedule21,
  SmartCharging21,
  setChargingProfile21,
  updateDynamicSchedule,
  usePriorityCharging,
} from './smart-charging.ts';

type Peer21 = RpcPeer<'2.1', 'ChargingStation'>;

/** 2.1 on the wire: what the station's logic says, unchanged. */
export class Csms21 implements Csms {
  readonly version = '2.1';
  readonly monitoring: Monitoring21;
  readonly smartCharging: SmartCharging21;
  readonly #peer: Peer21;
  readonly #station: StationContext;

  constructor(peer: Peer21, station: StationContext) {
    this.#peer = peer;
    this.#station = station;
    this.monitoring = new Monitoring21(peer, () => this.#options());
    this.smartCharging = new SmartCharging21(peer, (messageId) => this.#options(messageId));
  }

  bootNotification(
    request: Ocpp21.BootNotificationRequest,
  ): Promise<CallOutcome<Ocpp21.BootNotificationResponse>> {
    return this.#peer.tryCall('BootNotification', request, this.#options());
  }

  heartbeat(): Promise<CallOutcome<Ocpp21.HeartbeatResponse>> {
    return this.#peer.tryCall('Heartbeat', {}, this.#options());
  }

  authorize(request: Ocpp21.AuthorizeRequest): Promise<CallOutcome<Ocpp21.AuthorizeResponse>> {
    return this.#peer.tryCall('Authorize', request, this.#options());
  }

  async reportLocalListConflict(): Promise<void> {
    // The answer to the next differential update tells as much.
  }

  statusWord(evse: Evse | undefined, connectorId: number): string | undefined {
    return evse && REPORTED[evse.availability(connectorId)];
  }

  /** 2.1 deprecates StatusNotification: a connector's state is an event of its device model (G01). */
  async reportStatus(reports: readonly StatusReport[]): Promise<boolean> {
    const request = {
      generatedAt: this.#station.core.clock.timestamp(),
      seqNo: 0,
      eventData: reports.map(({ evse, connectorId, word, timestamp }) => ({
        eventId: this.#station.nextEventId(),
        ...this.#causeOf(evse, word),
        timestamp,
        trigger: 'Delta' as const,
        actualValue: word,
        eventNotificationType: 'HardWiredNotification' as const,
        component: { name: 'Connector', evse: { id: evse?.id ?? 0, connectorId } },
        variable: { name: 'AvailabilityState' },
      })),
    };
    const outcome = await this.#peer.tryCall('NotifyEvent', request, this.#options());
    return outcome.outcome === 'answered';
  }

  /** A connector is Faulted because of an event that was told before. */
  #causeOf(evse: Evse | undefined, word: string): { readonly cause?: number } {
    if (evse === undefined || word !== 'Faulted') return {};
    const cause = this.#station.supervision.faults.blockingEventId(evse.id);
    return cause === undefined ? {} : { cause };
  }

  meterValues(request: Ocpp21.MeterValuesRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('MeterValues', request, this.#options());
  }

  securityEvent(entry: SecurityEntry, messageId?: string): Promise<CallOutcome<unknown>> {
    const { type, epochMs, techInfo } = entry;
    const timestamp = new Date(epochMs).toISOString();
    return this.#peer.tryCall(
      'SecurityEventNotification',
      { type, timestamp, ...(techInfo !== undefined && { techInfo }) },
      this.#options(messageId),
    );
  }

  dataTransfer(
    request: Ocpp21.DataTransferRequest,
  ): Promise<CallOutcome<Ocpp21.DataTransferResponse>> {
    return this.#peer.tryCall('DataTransfer', request, this.#options());
  }

  signCertificate(
    request: Ocpp21.SignCertificateRequest,
  ): Promise<CallOutcome<Ocpp21.SignCertificateResponse>> {
    return this.#peer.tryCall('SignCertificate', request, this.#options());
  }

  firmwareStatus(
    request: Ocpp21.FirmwareStatusNotificationRequest,
    _extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('FirmwareStatusNotification', request, this.#options(messageId));
  }

  publishFirmwareStatus(
    request: Ocpp21.PublishFirmwareStatusNotificationRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    const options = this.#options(messageId);
    return this.#peer.tryCall('PublishFirmwareStatusNotification', request, options);
  }

  logStatus(
    request: Ocpp21.LogStatusNotificationRequest,
    _extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('LogStatusNotification', request, this.#options(messageId));
  }

  notifyCustomerInformation(
    request: Ocpp21.NotifyCustomerInformationRequest,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyCustomerInformation', request, this.#options());
  }

  notifyDisplayMessages(
    request: Ocpp21.NotifyDisplayMessagesRequest,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyDisplayMessages', request, this.#options());
  }

  notifyReport(request: Ocpp21.NotifyReportRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyReport', request, this.#options());
  }

  reservationStatusUpdate(
    request: Ocpp21.ReservationStatusUpdateRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('ReservationStatusUpdate', request, this.#options(messageId));
  }

  transactionEvent(message: QueuedEvent): Promise<CallOutcome<Ocpp21.TransactionEventResponse>> {
    const { messageId } = message;
    return sendContinued(this.#station, message, (event) =>
      this.#peer.tryCall('TransactionEvent', event, this.#options(messageId)),
    );
  }

  gaveUp(): undefined {
    // A gap in the seqNos tells the CSMS.
  }

  #options(messageId?: string): CallOptions {
    const { variables } = this.#station.core;
    return {
      timeoutMs: variables.integer(VARIABLE.messageTimeout) * 1000,
      ...(messageId !== undefined && { messageId }),
    };
  }
}

/** What a 2.1 CSMS may ask; everything else is NotSupported. */
export const HANDLERS_21: Handlers<'2.1', 'ChargingStation', StationContext> = {
  AdjustPeriodicEventStream: (request, { supervision }) => supervision.streams.adjust(request),
  CancelReservation: (request, { core }) => core.reservations.cancel(request),
  ChangeAvailability: (request, { commands }) => commands.changeAvailability(request),
  CertificateSigned: (request, { core }) => core.certificates.signed(request),
  ClearCache: (_request, { core }) => clearCache(core),
  ClearChargingProfile: (request, { core }) =>
    clearChargingProfile(core.smartCharging, '2.1', request),
  ClearDisplayMessage: (request, { commands }) => commands.display.clear(request),
  CostUpdated: (request, { commands }) => commands.costUpdated(request),
  CustomerInformation: (request, { maintenance }) => maintenance.customers.answer(request),
  DataTransfer: (request, { maintenance }) => dataTransfer(maintenance.vendors, request),
  ClearVariableMonitoring: (request, { supervision }) => supervision.monitors.clear(request),
  DeleteCertificate: (request, { core }) => core.certificates.delete(request),
  GetChargingProfiles: (request, { core }) => getChargingProfiles21(core.smartCharging, request),
  GetCompositeSchedule: (request, { core }) => getCompositeSchedule21(core.smartCharging, request),
  GetBaseReport: (request, { commands }) => commands.getBaseReport(request),
  GetMonitoringReport: (request, { core, supervision }) =>
    getMonitoringReport(core, supervision.monitors.active, request),
  GetPeriodicEventStream: (_request, { supervision }) => supervision.streams.list(),
  GetReport: (request, { core }) => getReport(core, request),
  GetDisplayMessages: (request, { commands }) => commands.display.get(request),
  GetInstalledCertificateIds: ({ certificateType }, { core }) =>
    core.certificates.installed(certificateType),
  GetLog: (request, { maintenance }) => maintenance.logUpload.getLog(request),
  GetLocalListVersion: (_request, { core }) => ({ versionNumber: listVersion(core) }),
  GetTransactionStatus: (request, { commands }) => commands.getTransactionStatus(request),
  GetVariables: (request, { commands }) => commands.getVariables(request),
  InstallCertificate: (request, { core }) => core.certificates.install(request),
  PublishFirmware: (request, { maintenance }) => maintenance.publication.publish(request),
  RequestStartTransaction: (request, { commands }) => commands.requestStart(request),
  RequestStopTransaction: (request, { commands }) => commands.requestStop(request),
  ReserveNow: (request, { core }) => core.reservations.reserve(request),
  Reset: (request, { commands }) => commands.resets.request(request),
  SetChargingProfile: (request, { core }) => setChargingProfile21(core.smartCharging, request),
  SetMonitoringBase: (request, { supervision }) => supervision.monitors.setBase(request),
  SetMonitoringLevel: (request, { supervision }) => supervision.monitors.setLevel(request),
  SetVariableMonitoring: (request, { supervision }) => supervision.monitors.set(request),
  SendLocalList: (request, { core }) => sendLocalList(core, request),
  SetNetworkProfile: (request, { commands }) => commands.setNetworkProfile(request),
  SetDisplayMessage: ({ message }, { commands }) => commands.display.set(message, true),
  SetVariables: (request, { commands }) => commands.setVariables(request),
  TriggerMessage: (request, { commands }) => commands.triggerMessage(request),
  UnpublishFirmware: (request, { maintenance }) => maintenance.publication.unpublish(request),
  UpdateDynamicSchedule: (request, { core }) => updateDynamicSchedule(core.smartCharging, request),
  UsePriorityCharging: (request, { core }) => usePriorityCharging(core.smartCharging, request),
  UpdateFirmware: (request, { maintenance }) => maintenance.firmware.update(request),
  UnlockConnector: (request, { commands }) => commands.unlockConnector(request),
};
