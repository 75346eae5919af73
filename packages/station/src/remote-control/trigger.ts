import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { mainMeterValuesRequest, meterValuesRequest } from '../metering/on-demand.ts';

/** What a trigger can set off in the other blocks. */
export interface Triggers {
  /** @returns false when the boot is accepted already */
  boot(): boolean;
  heartbeat(): void;
  /** @param evseId 0 for the station as a whole, where the version has words for it */
  status(evseId: number, connectorId: number): void;
  /** What sends the message, or undefined where the station has nothing to report; here and in the next three. */
  firmwareStatus(): (() => void) | undefined;
  logStatus(): (() => void) | undefined;
  publishStatus(): (() => void) | undefined;
  /** For SignChargingStationCertificate. */
  certificate(): (() => void) | undefined;
}

const OF_AN_EVSE: ReadonlySet<Ocpp21.MessageTriggerEnumType> = new Set([
  'MeterValues',
  'StatusNotification',
  'TransactionEvent',
]);

/** TriggerMessage (2.1 part 2, F06): the answer first, then the message. */
export function triggerMessage(
  core: Core,
  triggers: Triggers,
  { requestedMessage, evse: target }: Ocpp21.TriggerMessageRequest,
): Ocpp21.TriggerMessageResponse {
  const evses = core.evses.filter(({ id }) => target === undefined || target.id === id);
  // F06.FR.03: to other messages an EVSE means nothing.
  if (evses.length === 0 && OF_AN_EVSE.has(requestedMessage)) {
    return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
  }
  const accept = (send: () => void): Ocpp21.TriggerMessageResponse => {
    core.after(0, send);
    return { status: 'Accepted' };
  };
  const acceptIf = (send: (() => void) | undefined): Ocpp21.TriggerMessageResponse =>
    send === undefined ? { status: 'NotImplemented' } : accept(send);
  switch (requestedMessage) {
    case 'BootNotification':
      return { status: triggers.boot() ? 'Accepted' : 'Rejected' };
    case 'Heartbeat':
      return accept(() => triggers.heartbeat());
    case 'StatusNotification': {
      const { connectorId } = target ?? {};
      // F06.FR.12: only for one connector.
      if (target === undefined || connectorId === undefined) return { status: 'Rejected' };
      if (evses[0]?.config.connectors[connectorId - 1] === undefined) {
        return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownConnectorId' } };
      }
      return accept(() => triggers.status(target.id, connectorId));
    }
    case 'MeterValues': {
      const requests = [
        ...(target === undefined ? [mainMeterValuesRequest(core, 'Trigger')] : []),
        ...evses.map(({ id }) => meterValuesRequest(core, id, 'Trigger')),
      ].filter((request) => request !== undefined);
      if (requests.length === 0) return { status: 'Rejected' };
      return accept(() => {
        for (const request of requests) void core.link?.meterValues(request);
      });
    }
    case 'TransactionEvent': {
      const active = evses.filter(({ transaction }) => transaction.running !== undefined);
      if (active.length === 0)
        return { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } };
      return accept(() => {
        for (const { transaction } of active) {
          transaction.sample('triggered', 'Trigger');
        }
      });
    }
    case 'FirmwareStatusNotification':
      return acceptIf(triggers.firmwareStatus());
    case 'LogStatusNotification':
      return acceptIf(triggers.logStatus());
    case 'PublishFirmwareStatusNotification':
      return acceptIf(triggers.publishStatus());
    case 'SignChargingStationCertificate':
      return acceptIf(triggers.certificate());
    default:
      return { status: 'NotImplemented' };
  }
}
