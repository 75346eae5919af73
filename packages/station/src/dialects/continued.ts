import type { CallOutcome } from '@northbound/rpc';
import type { QueuedEvent } from '../nvm/storage.ts';
import type { StationContext } from './context.ts';
import { connectorAt } from './ocpp16/connectors.ts';
import { idTokenOf } from './ocpp16/id-tags.ts';
import { takeUp } from './ocpp16/transactions.ts';

/**
 * Sends an event to a 2.x CSMS for a station that may speak 1.6 at other times, and change in the
 * middle of a transaction. Who gets a transaction that began in 1.6 is told again where and by whom;
 * of one that began in 2.x the station remembers what a StartTransaction would need.
 */
export function sendContinued<Answer>(
  station: StationContext,
  message: QueuedEvent,
  send: (event: QueuedEvent['event']) => Promise<CallOutcome<Answer>>,
): Promise<CallOutcome<Answer>> {
  return station.core.config.versions.includes('1.6')
    ? sendRemembering(station, message, send)
    : send(message.event);
}

async function sendRemembering<Answer>(
  station: StationContext,
  message: QueuedEvent,
  send: (event: QueuedEvent['event']) => Promise<CallOutcome<Answer>>,
): Promise<CallOutcome<Answer>> {
  const { memory16 } = station;
  const { eventType, transactionInfo } = message.event;
  const outcome = await send(continued(station, message));
  if (outcome.outcome !== 'answered') return outcome;
  const { transactionId } = transactionInfo;
  const known = memory16.transaction(transactionId);
  if (eventType === 'Ended') memory16.forget(transactionId);
  else if (known.id !== undefined) memory16.keep(transactionId, { ...known, toldIn2: true });
  return outcome;
}

function continued(station: StationContext, { event, registerWh }: QueuedEvent) {
  const { core, memory16 } = station;
  const { transactionId } = event.transactionInfo;
  const known = memory16.transaction(transactionId);
  if (known.toldIn2 === true) return event;
  if (known.id === undefined) {
    const next = takeUp(station, event);
    if (event.evse !== undefined && next.began === undefined) {
      const { timestamp } = event;
      memory16.keep(transactionId, { ...next, began: { timestamp, registerWh } });
    }
    return event;
  }
  const place = connectorAt(core.evses, known.connectorId ?? 0);
  return {
    ...event,
    ...(place !== undefined && { evse: { id: place.evse.id, connectorId: place.connectorId } }),
    ...(known.idTag !== undefined &&
      event.idToken === undefined && { idToken: idTokenOf(known.idTag) }),
  };
}
