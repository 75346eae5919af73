import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import type { CallOptions, CallOutcome, RpcPeer } from '@northbound/rpc';
import { VARIABLE } from '../../device-model/names.ts';
import type { Evse } from '../../evse/evse.ts';
import type { QueuedEvent } from '../../nvm/storage.ts';
import type { SecurityEntry } from '../../security/log.ts';
import type { StationContext } from '../context.ts';
import type { Csms, StatusReport } from '../csms.ts';
import { SMART_CHARGING_16 } from '../smart-charging.ts';
import { connectorId16 } from './connectors.ts';
import { type ErrorFields, errorOf, Monitoring16 } from './faults.ts';
import { idTokenInfo } from './id-tags.ts';
import { firmwareStatus16, logStatus16, securityEvent16 } from './maintenance.ts';
import { meterValues16 } from './meter-values.ts';
import { chargePointStatus16, connectorStatus16, wayTo16 } from './status.ts';
import { deliver16, gaveUp16 } from './transactions.ts';

type Peer16 = RpcPeer<'1.6', 'ChargingStation'>;

/** 1.6 on the wire. */
export class Csms16 implements Csms {
  readonly version = '1.6';
  readonly monitoring: Monitoring16;
  readonly smartCharging = SMART_CHARGING_16;
  readonly #peer: Peer16;
  readonly #station: StationContext;

  constructor(peer: Peer16, station: StationContext) {
    this.#peer = peer;
    this.#station = station;
    this.monitoring = new Monitoring16(peer, station, () => this.#options());
  }

  bootNotification({
    chargingStation,
  }: Ocpp21.BootNotificationRequest): Promise<CallOutcome<Ocpp16.BootNotificationResponse>> {
    const { vendorName, model, serialNumber, firmwareVersion } = chargingStation;
    // 1.6 has shorter fields; a name that was cut is better than no boot.
    const request = {
      chargePointVendor: vendorName.slice(0, 20),
      chargePointModel: model.slice(0, 20),
      ...(serialNumber !== undefined && { chargePointSerialNumber: serialNumber.slice(0, 25) }),
      ...(firmwareVersion !== undefined && { firmwareVersion: firmwareVersion.slice(0, 50) }),
    };
    return this.#peer.tryCall('BootNotification', request, this.#options());
  }

  heartbeat(): Promise<CallOutcome<Ocpp16.HeartbeatResponse>> {
    return this.#peer.tryCall('Heartbeat', {}, this.#options());
  }

  async authorize({
    idToken,
  }: Ocpp21.AuthorizeRequest): Promise<CallOutcome<Ocpp21.AuthorizeResponse>> {
    const request = { idTag: idToken.idToken };
    const outcome = await this.#peer.tryCall('Authorize', request, this.#options());
    if (outcome.outcome !== 'answered') return outcome;
    return {
      outcome: 'answered',
      payload: { idTokenInfo: idTokenInfo(outcome.payload.idTagInfo) },
    };
  }

  /** 1.6 edition 2, 3.5.2. */
  reportLocalListConflict(): Promise<CallOutcome<unknown>> {
    const request = {
      connectorId: 0,
      errorCode: 'LocalListConflict' as const,
      status: this.#status(undefined, 0),
      timestamp: this.#station.core.clock.timestamp(),
    };
    return this.#peer.tryCall('StatusNotification', request, this.#options());
  }

  statusWord(evse: Evse | undefined, connectorId: number): string | undefined {
    return this.#status(evse, connectorId);
  }

  async reportStatus(reports: readonly StatusReport[]): Promise<boolean> {
    const answers = await Promise.all(reports.map((report) => this.#reportOne(report)));
    return answers.every((isAnswered) => isAnswered);
  }

  async #reportOne({ evse, connectorId, timestamp }: StatusReport): Promise<boolean> {
    const { core, memory16 } = this.#station;
    const id = evse === undefined ? 0 : connectorId16(core.evses, evse.id, connectorId);
    const before = memory16.reported.get(id);
    const status = this.#status(evse, connectorId);
    memory16.reported.set(id, status);
    const error = this.#errorOf(id, evse);
    const outcomes = await Promise.all(
      wayTo16(before, status).map((step) =>
        this.#peer.tryCall(
          'StatusNotification',
          { connectorId: id, status: step, timestamp, ...error },
          this.#options(),
        ),
      ),
    );
    // What never left does not count as the step before the next one.
    const neverLeft = outcomes.some(
      (result) => result.outcome === 'queueFull' || ('sent' in result && !result.sent),
    );
    if (neverLeft && memory16.reported.get(id) === status) memory16.restoreReported(id, before);
    return outcomes.every(({ outcome }) => outcome === 'answered');
  }

  meterValues(
    { evseId, meterValue }: Ocpp21.MeterValuesRequest,
    connectorId?: number,
  ): Promise<CallOutcome<Ocpp16.MeterValuesResponse>> {
    const { core, memory16 } = this.#station;
    const evse = core.evses[evseId - 1];
    const connector = connectorId ?? (evse?.connectorId || 1);
    const running = evse?.transaction.running;
    const transactionId = running && memory16.transaction(running.transactionId).id;
    const request = {
      // 0 is the main meter.
      connectorId: evseId === 0 ? 0 : connectorId16(core.evses, evseId, connector),
      meterValue: meterValues16(meterValue),
      ...(transactionId !== undefined && { transactionId }),
    };
    return this.#peer.tryCall('MeterValues', request, this.#options());
  }

  securityEvent(entry: SecurityEntry, messageId?: string): Promise<CallOutcome<unknown>> {
    return securityEvent16(this.#peer, this.#station.core, entry, this.#options(messageId));
  }

  dataTransfer({
    vendorId,
    messageId,
    data,
  }: Ocpp21.DataTransferRequest): Promise<CallOutcome<Ocpp16.DataTransferResponse>> {
    const request = {
      vendorId,
      ...(messageId !== undefined && { messageId }),
      ...(data !== undefined && { data: typeof data === 'string' ? data : JSON.stringify(data) }),
    };
    return this.#peer.tryCall('DataTransfer', request, this.#options());
  }

  signCertificate({
    csr,
  }: Ocpp21.SignCertificateRequest): Promise<CallOutcome<Ocpp16.SignCertificateResponse>> {
    return this.#peer.tryCall('SignCertificate', { csr }, this.#options());
  }

  firmwareStatus(
    request: Ocpp21.FirmwareStatusNotificationRequest,
    extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return firmwareStatus16(this.#peer, request, extended, this.#options(messageId));
  }

  logStatus(
    request: Ocpp21.LogStatusNotificationRequest,
    extended: boolean,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return logStatus16(this.#peer, request, extended, this.#options(messageId));
  }

  async publishFirmwareStatus(): Promise<CallOutcome<unknown>> {
    // Nobody can ask a Local Controller of 1.6 to publish.
    return { outcome: 'answered', payload: {} };
  }

  async notifyCustomerInformation(): Promise<CallOutcome<unknown>> {
    // Nor for what it knows of a customer.
    return { outcome: 'answered', payload: {} };
  }

  async notifyDisplayMessages(): Promise<CallOutcome<unknown>> {
    // Nor for what stands on the display.
    return { outcome: 'answered', payload: {} };
  }

  async reservationStatusUpdate(): Promise<CallOutcome<unknown>> {
    // StatusNotification tells 1.6 that a connector is free again.
    return { outcome: 'answered', payload: {} };
  }

  async notifyReport(): Promise<CallOutcome<unknown>> {
    // Nobody can ask for a report in 1.6.
    return { outcome: 'closed', sent: false };
  }

  transactionEvent(message: QueuedEvent): Promise<CallOutcome<Ocpp21.TransactionEventResponse>> {
    return deliver16(this.#peer, this.#station, message, this.#options());
  }

  gaveUp(message: QueuedEvent): string {
    return gaveUp16(this.#station, message);
  }

  /** The status tells one fault; others have a StatusNotification each. */
  #errorOf(id: number, evse: Evse | undefined): ErrorFields {
    const { memory16, supervision } = this.#station;
    const [first] = supervision.faults.at(evse?.id ?? 0);
    const told = memory16.toldFaults(id);
    if (first === undefined) {
      told.clear();
      return { errorCode: 'NoError' };
    }
    told.set(first.code, first);
    return errorOf(first);
  }

  #status(evse: Evse | undefined, connectorId: number): Ocpp16.StatusNotificationStatus {
    return evse === undefined
      ? chargePointStatus16(this.#station.core.evses)
      : connectorStatus16(evse, connectorId);
  }

  #options(messageId?: string): CallOptions {
    const { variables } = this.#station.core;
    return {
      timeoutMs: variables.integer(VARIABLE.messageTimeout) * 1000,
      ...(messageId !== undefined && { messageId }),
    };
  }
}
