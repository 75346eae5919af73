import type { Ocpp21, Version } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import type { Evse } from '../evse/evse.ts';
import type { QueuedEvent } from '../nvm/storage.ts';
import type { SecurityEntry } from '../security/log.ts';
import type { MonitoringCsms } from './monitoring.ts';
import type { SmartChargingCsms } from './smart-charging.ts';

/** What one connector (or with `connectorId` 0 the station) is to be reported as. */
export interface StatusReport {
  readonly evse: Evse | undefined;
  readonly connectorId: number;
  /** The word of {@link Csms.statusWord}. */
  readonly word: string;
  readonly timestamp: string;
}

/**
 * The CSMS as the station's logic sees it: the words of OCPP 2.1, whatever the wire speaks. One
 * object for each connection.
 */
export interface Csms {
  readonly version: Version;
  readonly monitoring: MonitoringCsms;
  readonly smartCharging: SmartChargingCsms;
  bootNotification(
    request: Ocpp21.BootNotificationRequest,
  ): Promise<CallOutcome<Ocpp21.BootNotificationResponse>>;
  heartbeat(): Promise<CallOutcome<Ocpp21.HeartbeatResponse>>;
  authorize(request: Ocpp21.AuthorizeRequest): Promise<CallOutcome<Ocpp21.AuthorizeResponse>>;
  /** The local list contradicts what the CSMS said about a token. Only 1.6 has words for it. */
  reportLocalListConflict(): Promise<unknown>;
  /**
   * How this version names the state of a connector (of the station with connector 0), or
   * undefined where it has no name for it. A connector is reported when its word changes.
   */
  statusWord(evse: Evse | undefined, connectorId: number): string | undefined;
  /** @returns whether the CSMS knows now */
  reportStatus(reports: readonly StatusReport[]): Promise<boolean>;
  /** @param connectorId for 1.6, where it is not the one that was used last */
  meterValues(
    request: Ocpp21.MeterValuesRequest,
    connectorId?: number,
  ): Promise<CallOutcome<unknown>>;
  /**
   * An event that this version does not tell its CSMS counts as answered.
   * @param messageId of the first attempt; a new one when absent, as below
   */
  securityEvent(entry: SecurityEntry, messageId?: string): Promise<CallOutcome<unknown>>;
  /** A vendor's message; 1.6 has text only, so what is not text travels as JSON there. */
  dataTransfer(
    request: Ocpp21.DataTransferRequest,
  ): Promise<CallOutcome<Ocpp21.DataTransferResponse>>;
  signCertificate(
    request: Ocpp21.SignCertificateRequest,
  ): Promise<CallOutcome<Ocpp21.SignCertificateResponse>>;
  /** @param extended 1.6: whether it is about an update of the security extension */
  firmwareStatus(
    request: Ocpp21.FirmwareStatusNotificationRequest,
    extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  publishFirmwareStatus(
    request: Ocpp21.PublishFirmwareStatusNotificationRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  /** @param extended 1.6: whether it is about a GetLog of the security extension */
  logStatus(
    request: Ocpp21.LogStatusNotificationRequest,
    extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  notifyCustomerInformation(
    request: Ocpp21.NotifyCustomerInformationRequest,
  ): Promise<CallOutcome<unknown>>;
  notifyDisplayMessages(
    request: Ocpp21.NotifyDisplayMessagesRequest,
  ): Promise<CallOutcome<unknown>>;
  /** An end that this version has no word for counts as answered. */
  reservationStatusUpdate(
    request: Ocpp21.ReservationStatusUpdateRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  notifyReport(request: Ocpp21.NotifyReportRequest): Promise<CallOutcome<unknown>>;
  /** An event that this version has no message for counts as answered. */
  transactionEvent(message: QueuedEvent): Promise<CallOutcome<Ocpp21.TransactionEventResponse>>;
  /**
   * The CSMS did not process this event in all attempts; others of its transaction follow.
   * @returns what this version has to know to say the event once more, when all else has forgotten its transaction
   */
  gaveUp(message: QueuedEvent): string | undefined;
}
