import type { Ocpp21 } from '@northbound/protocol';
import type { CallOptions, CallOutcome, Handlers, RpcPeer } from '@northbound/rpc';
import { clearCache } from '../authorization/cache.ts';
import { REPORTED } from '../availability/availability.ts';
import { dataTransfer } from '../data-transfer/data-transfer.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { listVersion, sendLocalList } from '../local-list/local-list.ts';
import type { QueuedEvent } from '../nvm/storage.ts';
import type { StationContext } from './context.ts';
import type { Csms, StatusReport } from './csms.ts';

type Peer21 = RpcPeer<'2.1', 'ChargingStation'>;

/** 2.1 on the wire: what the station's logic says, unchanged. */
export class Csms21 implements Csms {
  readonly version = '2.1';
  readonly #peer: Peer21;
  readonly #station: StationContext;

  constructor(peer: Peer21, station: StationContext) {
    this.#peer = peer;
    this.#station = station;
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

  meterValues(request: Ocpp21.MeterValuesRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('MeterValues', request, this.#options());
  }

  notifyReport(request: Ocpp21.NotifyReportRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyReport', request, this.#options());
  }

  transactionEvent({
    event,
    messageId,
  }: QueuedEvent): Promise<CallOutcome<Ocpp21.TransactionEventResponse>> {
    return this.#peer.tryCall('TransactionEvent', event, { ...this.#options(), messageId });
  }

  gaveUp(): void {
    // A gap in the seqNos tells the CSMS.
  }

  #options(): CallOptions {
    return { timeoutMs: this.#station.core.variables.integer(VARIABLE.messageTimeout) * 1000 };
  }
}

/** What a 2.1 CSMS may ask; everything else is NotSupported. */
export const HANDLERS_21: Handlers<'2.1', 'ChargingStation', StationContext> = {
  ChangeAvailability: (request, { commands }) => commands.changeAvailability(request),
  ClearCache: (_request, { core }) => clearCache(core),
  DataTransfer: dataTransfer,
  GetBaseReport: (request, { commands }) => commands.getBaseReport(request),
  GetLocalListVersion: (_request, { core }) => ({ versionNumber: listVersion(core) }),
  GetTransactionStatus: (request, { commands }) => commands.getTransactionStatus(request),
  GetVariables: (request, { commands }) => commands.getVariables(request),
  RequestStartTransaction: (request, { commands }) => commands.requestStart(request),
  RequestStopTransaction: (request, { commands }) => commands.requestStop(request),
  Reset: ({ type, evseId }, { commands }) => {
    // B11.FR.09; B13.FR.02: TxCtrlr has no ResumptionTimeout.
    if (evseId !== undefined || type === 'ImmediateAndResume') {
      return { status: 'Rejected', statusInfo: { reasonCode: 'UnsupportedParam' } };
    }
    return { status: commands.reset(type === 'OnIdle' ? 'onIdle' : 'soft') };
  },
  SendLocalList: (request, { core }) => sendLocalList(core, request),
  SetNetworkProfile: (request, { commands }) => commands.setNetworkProfile(request),
  SetVariables: (request, { commands }) => commands.setVariables(request),
  TriggerMessage: (request, { commands }) => commands.triggerMessage(request),
  UnlockConnector: (request, { commands }) => commands.unlockConnector(request),
};
