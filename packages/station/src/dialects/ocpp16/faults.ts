import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { isMrec, MREC_VENDOR_ID, MRECS } from '@northbound/protocol/tables';
import type { CallOptions, CallOutcome, RpcPeer } from '@northbound/rpc';
import { type Fault, faultRule } from '../../faults/fault.ts';
import { isTakenBy } from '../../monitoring/notifier.ts';
import type { StationContext } from '../context.ts';
import { type MonitoringCsms, MonitoringWithoutStreams } from '../monitoring.ts';
import { connectorId16 } from './connectors.ts';
import type { ToldFault } from './memory.ts';

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

  /** What the CSMS may not have got counts as not told: the event comes again. */
  async #tell(event: Ocpp21.EventDataType): Promise<CallOutcome<unknown>> {
    const { techCode: code, techInfo, severity, component, timestamp, cleared } = event;
    // Of all events 1.6 knows faults only.
    if (code === undefined) return ANSWERED;
    const connectorId = this.#connectorId(component.evse);
    const told = this.#station.memory16.toldFaults(connectorId);
    if (cleared !== true) {
      if (told.has(code)) return ANSWERED;
      const rule = faultRule({ code, ...(severity !== undefined && { severity }) });
      const fault = { code, rule, ...(techInfo !== undefined && { techInfo }) };
      told.set(code, fault);
      const outcome = await this.#sendFault(connectorId, fault, timestamp);
      if (!isTakenBy(outcome)) told.delete(code);
      return outcome;
    }
    const over = told.get(code);
    if (over === undefined) return ANSWERED;
    told.delete(code);
    const outcome = await this.#sendOver(connectorId, code, timestamp);
    if (!isTakenBy(outcome)) told.set(code, over);
    return outcome;
  }

  /** NoError takes all of them back: those that stay are told once more. */
  async #sendOver(
    connectorId: number,
    code: string,
    timestamp: string,
  ): Promise<CallOutcome<unknown>> {
    const { memory16 } = this.#station;
    const info = `${code} resolved`.slice(0, 50);
    const status = memory16.reported.get(connectorId) ?? 'Available';
    const noError = { errorCode: 'NoError', info } as const;
    let outcome = await this.#send(connectorId, noError, timestamp, status);
    for (const other of [...memory16.toldFaults(connectorId).values()]) {
      if (!isTakenBy(outcome)) return outcome;
      outcome = await this.#sendFault(connectorId, other, timestamp);
    }
    return outcome;
  }

  /** A fault that was over before it could be told made the connector Faulted all the same. */
  #sendFault(
    connectorId: number,
    fault: ToldFault,
    timestamp: string,
  ): Promise<CallOutcome<unknown>> {
    const reported = this.#station.memory16.reported.get(connectorId) ?? 'Available';
    const status = fault.rule.blocks && connectorId > 0 ? 'Faulted' : reported;
    return this.#send(connectorId, errorOf(fault), timestamp, status);
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
