import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
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
import { installedCertificates201 } from './certificates.ts';
import type { StationContext } from './context.ts';
import { sendContinued } from './continued.ts';
import type { Csms, StatusReport } from './csms.ts';
import { clearDisplayMessage201, displayMessages201, setDisplayMessage201 } from './display201.ts';
import { Monitoring201, setMonitoring201 } from './monitoring.ts';
import {
  clearChargingProfile,
  getChargingProfiles201,
  getCompositeSchedule201,
  SmartCharging201,
  setChargingProfile201,
} from './smart-charging.ts';
import { idToken201, meterValues201, stoppedReason201, triggerReason201 } from './words201.ts';

type Peer201 = RpcPeer<'2.0.1', 'ChargingStation'>;

/** 2.0.1 on the wire: 2.1 without its new words, and with StatusNotification. */
export class Csms201 implements Csms {
  readonly version = '2.0.1';
  readonly monitoring: Monitoring201;
  readonly smartCharging: SmartCharging201;
  readonly #peer: Peer201;
  readonly #station: StationContext;

  constructor(peer: Peer201, station: StationContext) {
    this.#peer = peer;
    this.#station = station;
    this.monitoring = new Monitoring201(peer, () => this.#options());
    this.smartCharging = new SmartCharging201(peer, (messageId) => this.#options(messageId));
  }

  bootNotification({
    reason,
    chargingStation,
  }: Ocpp21.BootNotificationRequest): Promise<CallOutcome<Ocpp201.BootNotificationResponse>> {
    return this.#peer.tryCall('BootNotification', { reason, chargingStation }, this.#options());
  }

  heartbeat(): Promise<CallOutcome<Ocpp201.HeartbeatResponse>> {
    return this.#peer.tryCall('Heartbeat', {}, this.#options());
  }

  authorize({ idToken }: Ocpp21.AuthorizeRequest): Promise<CallOutcome<Ocpp201.AuthorizeResponse>> {
    return this.#peer.tryCall('Authorize', { idToken: idToken201(idToken) }, this.#options());
  }

  async reportLocalListConflict(): Promise<void> {
    // The answer to the next differential update tells as much.
  }

  statusWord(evse: Evse | undefined, connectorId: number): string | undefined {
    return evse && REPORTED[evse.availability(connectorId)];
  }

  async reportStatus(reports: readonly StatusReport[]): Promise<boolean> {
    const outcomes = await Promise.all(
      reports.map(({ evse, connectorId, timestamp }) =>
        this.#peer.tryCall(
          'StatusNotification',
          {
            timestamp,
            connectorStatus: REPORTED[evse?.availability(connectorId) ?? 'Unavailable'],
            evseId: evse?.id ?? 0,
            connectorId,
          },
          this.#options(),
        ),
      ),
    );
    return outcomes.every(({ outcome }) => outcome === 'answered');
  }

  meterValues({
    evseId,
    meterValue,
  }: Ocpp21.MeterValuesRequest): Promise<CallOutcome<Ocpp201.MeterValuesResponse>> {
    return this.#peer.tryCall(
      'MeterValues',
      { evseId, meterValue: meterValues201(meterValue) },
      this.#options(),
    );
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
  ): Promise<CallOutcome<Ocpp201.DataTransferResponse>> {
    return this.#peer.tryCall('DataTransfer', request, this.#options());
  }

  signCertificate({
    csr,
  }: Ocpp21.SignCertificateRequest): Promise<CallOutcome<Ocpp201.SignCertificateResponse>> {
    const request = { csr, certificateType: 'ChargingStationCertificate' as const };
    return this.#peer.tryCall('SignCertificate', request, this.#options());
  }

  firmwareStatus(
    { status, requestId }: Ocpp21.FirmwareStatusNotificationRequest,
    _extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall(
      'FirmwareStatusNotification',
      { status, ...(requestId !== undefined && { requestId }) },
      this.#options(messageId),
    );
  }

  publishFirmwareStatus(
    { status, requestId, location }: Ocpp21.PublishFirmwareStatusNotificationRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall(
      'PublishFirmwareStatusNotification',
      {
        status,
        ...(requestId !== undefined && { requestId }),
        ...(location !== undefined && { location }),
      },
      this.#options(messageId),
    );
  }

  logStatus(
    { status, requestId }: Ocpp21.LogStatusNotificationRequest,
    _extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall(
      'LogStatusNotification',
      { status, ...(requestId !== undefined && { requestId }) },
      this.#options(messageId),
    );
  }

  notifyCustomerInformation(
    request: Ocpp21.NotifyCustomerInformationRequest,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyCustomerInformation', request, this.#options());
  }

  notifyDisplayMessages({
    requestId,
    tbc,
    messageInfo = [],
  }: Ocpp21.NotifyDisplayMessagesRequest): Promise<CallOutcome<unknown>> {
    const request = {
      requestId,
      messageInfo: displayMessages201(messageInfo),
      ...(tbc !== undefined && { tbc }),
    };
    return this.#peer.tryCall('NotifyDisplayMessages', request, this.#options());
  }

  notifyReport(
    request: Ocpp21.NotifyReportRequest,
  ): Promise<CallOutcome<Ocpp201.NotifyReportResponse>> {
    return this.#peer.tryCall('NotifyReport', request, this.#options());
  }

  async reservationStatusUpdate(
    { reservationId, reservationUpdateStatus }: Ocpp21.ReservationStatusUpdateRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    if (reservationUpdateStatus === 'NoTransaction') return { outcome: 'answered', payload: {} };
    const request = { reservationId, reservationUpdateStatus };
    return this.#peer.tryCall('ReservationStatusUpdate', request, this.#options(messageId));
  }

  transactionEvent(message: QueuedEvent): Promise<CallOutcome<Ocpp201.TransactionEventResponse>> {
    const { messageId } = message;
    return sendContinued(this.#station, message, (event) =>
      this.#peer.tryCall('TransactionEvent', transactionEvent201(event), this.#options(messageId)),
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

function transactionEvent201(
  event: Ocpp21.TransactionEventRequest,
): Ocpp201.TransactionEventRequest {
  const { eventType, timestamp, seqNo, offline, numberOfPhasesUsed, evse } = event;
  const { transactionId, chargingState, stoppedReason, remoteStartId } = event.transactionInfo;
  const meterValue = meterValues201(event.meterValue ?? []);
  return {
    eventType,
    timestamp,
    triggerReason: triggerReason201(event.triggerReason),
    seqNo,
    transactionInfo: {
      transactionId,
      ...(chargingState !== undefined && { chargingState }),
      ...(stoppedReason !== undefined && { stoppedReason: stoppedReason201(stoppedReason) }),
      ...(remoteStartId !== undefined && { remoteStartId }),
    },
    ...(offline !== undefined && { offline }),
    ...(numberOfPhasesUsed !== undefined && { numberOfPhasesUsed }),
    ...(evse !== undefined && { evse }),
    ...(event.idToken !== undefined && { idToken: idToken201(event.idToken) }),
    ...(event.reservationId !== undefined && { reservationId: event.reservationId }),
    ...(meterValue.length > 0 && { meterValue }),
  };
}

/** What a 2.0.1 CSMS may ask; everything else is NotSupported. */
export const HANDLERS_201: Handlers<'2.0.1', 'ChargingStation', StationContext> = {
  CancelReservation: (request, { core }) => core.reservations.cancel(request),
  ChangeAvailability: (request, { commands }) => commands.changeAvailability(request),
  CertificateSigned: (request, { core }) => core.certificates.signed(request),
  ClearCache: (_request, { core }) => clearCache(core),
  ClearChargingProfile: (request, { core }) =>
    clearChargingProfile(core.smartCharging, '2.0.1', request),
  ClearDisplayMessage: ({ id }, { commands }) => clearDisplayMessage201(commands.display, id),
  CostUpdated: (request, { commands }) => commands.costUpdated(request),
  CustomerInformation: (request, { maintenance }) => maintenance.customers.answer(request),
  DataTransfer: (request, { maintenance }) => dataTransfer(maintenance.vendors, request),
  ClearVariableMonitoring: (request, { supervision }) => supervision.monitors.clear(request),
  DeleteCertificate: (request, { core }) => core.certificates.delete(request),
  GetChargingProfiles: (request, { core }) => getChargingProfiles201(core.smartCharging, request),
  GetCompositeSchedule: (request, { core }) => getCompositeSchedule201(core.smartCharging, request),
  GetBaseReport: (request, { commands }) => commands.getBaseReport(request),
  GetMonitoringReport: (request, { core, supervision }) =>
    getMonitoringReport(core, supervision.monitors.active, request),
  GetReport: (request, { core }) => getReport(core, request),
  GetDisplayMessages: (request, { commands }) => commands.display.get(request),
  GetInstalledCertificateIds: ({ certificateType }, { core }) =>
    installedCertificates201(core.certificates, certificateType),
  GetLog: (request, { maintenance }) => maintenance.logUpload.getLog(request),
  GetLocalListVersion: (_request, { core }) => ({ versionNumber: listVersion(core) }),
  GetTransactionStatus: (request, { commands }) => commands.getTransactionStatus(request),
  GetVariables: (request, { commands }) => commands.getVariables(request),
  InstallCertificate: (request, { core }) => core.certificates.install(request),
  PublishFirmware: (request, { maintenance }) => maintenance.publication.publish(request),
  RequestStartTransaction: (
    { chargingProfile, evseId, groupIdToken, idToken, remoteStartId },
    { commands },
  ) =>
    commands.requestStart({
      idToken,
      remoteStartId,
      ...(evseId !== undefined && { evseId }),
      ...(groupIdToken !== undefined && { groupIdToken }),
      ...(chargingProfile !== undefined && { chargingProfile }),
    }),
  RequestStopTransaction: (request, { commands }) => commands.requestStop(request),
  ReserveNow: (request, { core }) => core.reservations.reserve(request),
  Reset: (request, { commands }) => commands.resets.request(request),
  SetChargingProfile: (request, { core }) => setChargingProfile201(core.smartCharging, request),
  SetMonitoringBase: (request, { supervision }) => supervision.monitors.setBase(request),
  SetMonitoringLevel: (request, { supervision }) => supervision.monitors.setLevel(request),
  SetVariableMonitoring: (request, { supervision }) =>
    setMonitoring201(supervision.monitors, request),
  SendLocalList: (request, { core }) => sendLocalList(core, request),
  SetNetworkProfile: (request, { commands }) => commands.setNetworkProfile(request),
  SetDisplayMessage: ({ message }, { commands }) => setDisplayMessage201(commands.display, message),
  SetVariables: (request, { commands }) => commands.setVariables(request),
  TriggerMessage: (request, { commands }) => commands.triggerMessage(request),
  UnpublishFirmware: (request, { maintenance }) => maintenance.publication.unpublish(request),
  UpdateFirmware: (request, { maintenance }) => maintenance.firmware.update(request),
  UnlockConnector: (request, { commands }) => commands.unlockConnector(request),
};
