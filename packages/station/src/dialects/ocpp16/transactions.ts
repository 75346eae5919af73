import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import type { CallOptions, CallOutcome, RpcPeer } from '@northbound/rpc';
import type { QueuedEvent } from '../../nvm/storage.ts';
import type { Cause } from '../../transactions/causes.ts';
import type { StationContext } from '../context.ts';
import { connectorId16 } from './connectors.ts';
import { idTokenInfo } from './id-tags.ts';
import { NO_TRANSACTION_ID, type Transaction16, transaction16Of } from './memory.ts';
import { meterValues16 } from './meter-values.ts';

type Outcome = CallOutcome<Ocpp21.TransactionEventResponse>;

const NOTHING_TO_SAY: Outcome = { outcome: 'answered', payload: {} };

/** Reasons that 1.6 has no word for are Other. */
const REASONS: Partial<Record<Ocpp21.ReasonEnumType, Ocpp16.StopTransactionReason>> = {
  DeAuthorized: 'DeAuthorized',
  EmergencyStop: 'EmergencyStop',
  EVDisconnected: 'EVDisconnected',
  Local: 'Local',
  MasterPass: 'Local',
  PowerLoss: 'PowerLoss',
  Reboot: 'Reboot',
  Remote: 'Remote',
  StoppedByEV: 'Local',
};

/** Causes for which 1.6 has a finer word than 2.1. */
const REASONS_OF_CAUSES: Partial<Record<Cause, Ocpp16.StopTransactionReason>> = {
  resetSoftly: 'SoftReset',
  resetHard: 'HardReset',
  unlocked: 'UnlockCommand',
};

/** Says a transaction event in 1.6, for the first time or after it had been given up. */
export async function deliver16(
  peer: RpcPeer<'1.6', 'ChargingStation'>,
  station: StationContext,
  message: QueuedEvent,
  options: CallOptions,
): Promise<Outcome> {
  const outcome = await say16(peer, station, message, options);
  if (outcome.outcome === 'answered' && message.remembered !== undefined) {
    forgetIfOver(station, message);
  }
  return outcome;
}

/**
 * The first one with a token and a connector is StartTransaction, the last one StopTransaction, one that carries the meter
 * MeterValues, all others nothing.
 */
async function say16(
  peer: RpcPeer<'1.6', 'ChargingStation'>,
  station: StationContext,
  message: QueuedEvent,
  options: CallOptions,
): Promise<Outcome> {
  const { event, messageId } = message;
  const { transactionId } = event.transactionInfo;
  const known = takeUp(station, event, message.remembered);
  // The power went between the answer and the end of its place in the queue.
  if (known.startedBy === messageId) return NOTHING_TO_SAY;
  if ((known.id === undefined || isStartAgain(known, message)) && event.eventType !== 'Ended') {
    const request = startRequest(known, message);
    if (request === undefined) return NOTHING_TO_SAY;
    const outcome = await peer.tryCall('StartTransaction', request, {
      ...options,
      messageId,
    });
    if (outcome.outcome !== 'answered') return outcome;
    const { transactionId: id } = outcome.payload;
    station.memory16.keep(transactionId, { ...known, id, startedBy: messageId });
    return {
      outcome: 'answered',
      payload: { idTokenInfo: idTokenInfo(outcome.payload.idTagInfo) },
    };
  }
  if (event.eventType === 'Ended') {
    const id = known.id ?? (await startLate(peer, station, message, known, options));
    // It never came to a StartTransaction: for 1.6 nothing has happened.
    if (id === undefined) {
      station.memory16.forget(transactionId);
      return NOTHING_TO_SAY;
    }
    if (typeof id !== 'number') return id;
    const stop = { ...options, messageId: messageIdFor(id, message) };
    const outcome = await peer.tryCall('StopTransaction', stopRequest(id, message), stop);
    if (outcome.outcome !== 'answered') return outcome;
    station.memory16.forget(transactionId);
    const { idTagInfo } = outcome.payload;
    if (idTagInfo === undefined) return NOTHING_TO_SAY;
    return { outcome: 'answered', payload: { idTokenInfo: idTokenInfo(idTagInfo) } };
  }
  const meterValue = meterValues16(event.meterValue ?? []);
  if (meterValue.length === 0) return NOTHING_TO_SAY;
  const number = known.id ?? NO_TRANSACTION_ID;
  const outcome = await peer.tryCall(
    'MeterValues',
    { connectorId: known.connectorId ?? 0, transactionId: number, meterValue },
    { ...options, messageId: messageIdFor(number, message) },
  );
  return outcome.outcome === 'answered' ? NOTHING_TO_SAY : outcome;
}

/** A transaction that began in 2.x and ends in 1.6, which has not heard of it yet. */
async function startLate(
  peer: RpcPeer<'1.6', 'ChargingStation'>,
  { memory16 }: StationContext,
  message: QueuedEvent,
  known: Transaction16,
  options: CallOptions,
): Promise<number | Outcome | undefined> {
  const request = known.began && startRequest(known, message);
  if (request === undefined) return undefined;
  // The same in every attempt: should its answer be lost, the CSMS knows it again.
  const messageId = message.event.transactionInfo.transactionId;
  const outcome = await peer.tryCall('StartTransaction', request, { ...options, messageId });
  if (outcome.outcome !== 'answered') return outcome;
  const { transactionId: id } = outcome.payload;
  memory16.keep(message.event.transactionInfo.transactionId, { ...known, id });
  return id;
}

/**
 * When its StartTransaction was not processed what follows has to do without a number.
 * @returns what is to be known to say it once more
 */
export function gaveUp16(station: StationContext, message: QueuedEvent): string {
  const { memory16 } = station;
  const { transactionId } = message.event.transactionInfo;
  const known = memory16.transaction(transactionId);
  if (known.id === undefined && message.event.eventType !== 'Ended') {
    memory16.keep(transactionId, { ...known, id: NO_TRANSACTION_ID });
  }
  forgetIfOver(station, message);
  return JSON.stringify(known);
}

/**
 * What is said once more has the id that it had, as long as it says the same. Under another number it says something
 * else: that has another id, the same in each attempt.
 */
function messageIdFor(id: number, { messageId, remembered }: QueuedEvent): string {
  const before = remembered === undefined ? undefined : transaction16Of(remembered).id;
  return before === undefined || before === id ? messageId : [...messageId].reverse().join('');
}

/** What was given up before there was a number is what would have brought one. */
function isStartAgain({ id }: Transaction16, { remembered }: QueuedEvent): boolean {
  if (id !== NO_TRANSACTION_ID || remembered === undefined) return false;
  return transaction16Of(remembered).id === undefined;
}

/** Whoever else has something to say of the transaction needs what is known of it. */
function forgetIfOver({ core, memory16 }: StationContext, message: QueuedEvent): void {
  const { transactionId } = message.event.transactionInfo;
  const { queue } = core.storage;
  const isRunning = queue.running().some((running) => running.transactionId === transactionId);
  if (!isRunning && !queue.holds(transactionId, message.messageId)) {
    memory16.forget(transactionId);
  }
}

/** Remembers the token and the connector: 2.1 says each once, in different events at times. */
export function takeUp(
  { core, memory16 }: StationContext,
  { transactionInfo, triggerReason, idToken, evse, reservationId }: Ocpp21.TransactionEventRequest,
  remembered?: string,
): Transaction16 {
  const stored = memory16.transaction(transactionInfo.transactionId);
  const isForgotten = Object.keys(stored).length === 0;
  const known = isForgotten && remembered !== undefined ? transaction16Of(remembered) : stored;
  const isStart = idToken !== undefined && triggerReason !== 'StopAuthorized';
  if (!isStart && evse === undefined && reservationId === undefined) return known;
  const next = {
    ...known,
    ...(isStart && { idTag: idToken.idToken }),
    ...(reservationId !== undefined && { reservationId }),
    ...(evse !== undefined && {
      connectorId: connectorId16(core.evses, evse.id, evse.connectorId ?? 1),
    }),
  };
  memory16.keep(transactionInfo.transactionId, next);
  return next;
}

function startRequest(
  { idTag, connectorId, reservationId, began }: Transaction16,
  { event, registerWh }: QueuedEvent,
): Ocpp16.StartTransactionRequest | undefined {
  if (idTag === undefined || connectorId === undefined) return undefined;
  return {
    connectorId,
    idTag,
    meterStart: Math.round(began?.registerWh ?? registerWh),
    timestamp: began?.timestamp ?? event.timestamp,
    ...(reservationId !== undefined && { reservationId }),
  };
}

function stopRequest(
  transactionId: number,
  { event, cause, registerWh }: QueuedEvent,
): Ocpp16.StopTransactionRequest {
  const { stoppedReason = 'Local' } = event.transactionInfo;
  const transactionData = meterValues16(event.meterValue ?? []);
  return {
    transactionId,
    meterStop: Math.round(registerWh),
    timestamp: event.timestamp,
    reason: REASONS_OF_CAUSES[cause] ?? REASONS[stoppedReason] ?? 'Other',
    ...(event.idToken !== undefined && { idTag: event.idToken.idToken }),
    ...(transactionData.length > 0 && { transactionData }),
  };
}
