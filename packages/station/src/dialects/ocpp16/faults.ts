import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { isMrec, MREC_VENDOR_ID, MRECS } from '@northbound/protocol/tables';
import type { CallOptions, CallOutcome, RpcPeer } from '@northbound/rpc';
import type { Fault } from '../../faults/fault.ts';
import type { StationContext } from '../context.ts';
import { type MonitoringCsms, MonitoringWithoutStreams } from '../monitoring.ts';
import { connectorId16 } from './connectors.ts';

export type ErrorFields = Pick<
  Ocpp16.StatusNotificationRequest,
  'errorCode' | 'info' | 'vendorErrorCode' | 'vendorId'
>;

const ERROR_CODES: readonly Ocpp16.StatusNotificationErrorCode[] = [
  'ConnectorLockFailure',
  'EVCommunicationError',
  'GroundFailure',
  'HighTemperature',
  'InternalError',
  'OverCurrentFailure',
  'OverVoltage',
  'PowerMeterFailure',
  'PowerSwitchFailure',
  'ReaderFailure',
  'ResetFailure',
  'UnderVoltage',
  'WeakSignal',
];

const ANSWERED = { outcome: 'answered', payload: {} } as const;

/** How 1.6 words a fault: its own code where it has one, else OtherError with the vendor's. */
export function errorOf({ code, techInfo }: Pick<Fault, 'code' | 'techInfo'>): ErrorFields {
  const info = techInfo === undefined ? {} : { info: techInfo.slice(0, 50) };
  if (isMrec(code)) {
    const errorCode = ERROR_CODES.find((known) => known === MRECS[code].errorCode16);
    return {
      errorCode: errorCode ?? 'OtherError',
      ...info,
      vendorErrorCode: code,
      vendorId: MREC_VENDOR_ID,
    };
  }
  const errorCode = ERROR_CODES.find((known) => known === code);
  return errorCode === undefined
    ? { errorCode: 'OtherError', ...info, vendorErrorCode: code.slice(0, 50) }
    : { errorCode, ...info };
}

/**
 * Faults in 1.6: one StatusNotification for each code, and NoError when it is over. What the
 * connector's own status has told already is not told twice.
 */
export class Monitoring16 extends MonitoringWithoutStreams implements MonitoringCsms {
  readonly #peer: RpcPeer<'1.6', 'ChargingStation'>;
  readonly #station: StationContext;
  readonly #options: () => CallOptions;

  constructor(
    peer: RpcPeer<'1.6', 'ChargingStation'>,
    station: StationContext,
    options: () => CallOptions,
  ) {
    super();
    this.#peer = peer;
    this.#station = station;
    this.#options = options;
  }

  async notifyEvent({ eventData }: Ocpp21.NotifyEventRequest): Promise<CallOutcome<unknown>> {
    // The connector's status changes in the same step as the fault comes.
    await Promise.resolve();
    for (const event of eventData) {
      const outcome = await this.#tell(event);
      if (outcome.outcome !== 'answered') return outcome;
    }
    return ANSWERED;
  }

  /** Nobody can ask for it in 1.6. */
  async notifyMonitoringReport(): Promise<CallOutcome<unknown>> {
    return ANSWERED;
  }

  async #tell(event: Ocpp21.EventDataType): Promise<CallOutcome<unknown>> {
    const { techCode: code, techInfo, component, timestamp, cleared } = event;
    // Of all events 1.6 knows faults only.
    if (code === undefined) return ANSWERED;
    const connectorId = this.#connectorId(component.evse);
    const told = this.#station.memory16.toldFaults(connectorId);
    const fault = { code, ...(techInfo !== undefined && { techInfo }) };
    if (cleared !== true) {
      if (told.has(code)) return ANSWERED;
      told.set(code, fault);
      return this.#send(connectorId, errorOf(fault), timestamp, this.#status(connectorId, fault));
    }
    if (!told.delete(code)) return ANSWERED;
    const status = this.#status(connectorId);
    const info = `${code} resolved`.slice(0, 50);
    const outcome = await this.#send(
      connectorId,
      { errorCode: 'NoError', info },
      timestamp,
      status,
    );
    // NoError takes all of them back.
    for (const other of told.values()) {
      await this.#send(connectorId, errorOf(other), timestamp, this.#status(connectorId, other));
    }
    return outcome;
  }

  /** A fault that was over before it could be told made the connector Faulted all the same. */
  #status(connectorId: number, fault?: Pick<Fault, 'code'>): Ocpp16.StatusNotificationStatus {
    const { memory16, supervision } = this.#station;
    const status = memory16.reported.get(connectorId) ?? 'Available';
    return fault !== undefined && supervision.faults.blocks(fault.code) && connectorId > 0
      ? 'Faulted'
      : status;
  }

  #send(
    connectorId: number,
    error: ErrorFields,
    timestamp: string,
    status: Ocpp16.StatusNotificationStatus,
  ): Promise<CallOutcome<unknown>> {
    const request = { connectorId, status, timestamp, ...error };
    return this.#peer.tryCall('StatusNotification', request, this.#options());
  }

  #connectorId(evse: Ocpp21.EVSEType | undefined): number {
    if (evse === undefined) return 0;
    const { evses } = this.#station.core;
    const connectorId = evse.connectorId ?? (evses[evse.id - 1]?.connectorId || 1);
    return connectorId16(evses, evse.id, connectorId);
  }
}
