import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { TransactionEventView, TransactionView } from '../views.ts';
import { endedAtMs, isActive, startedAtMs, type Transaction } from './domain.ts';
import { doubtsOf } from './doubts.ts';
import { energyOf } from './energy.ts';
import type { LedgerEntry } from './events-sql.ts';
import { momentOf } from './moments.ts';

export function transactionView(transaction: Transaction): TransactionView {
  const { evseId, connectorId, idToken, ended, closed, lost, sealed } = transaction;
  const { chargingState, stoppedReason, powerW, socPercent, registers } = transaction;
  const endMs = endedAtMs(transaction);
  const imported = energyOf(registers, 'import');
  const exported = energyOf(registers, 'export');
  const doubts = doubtsOf(transaction);
  return {
    id: transaction.key,
    stationId: transaction.stationId,
    transactionId: transaction.transactionId,
    version: transaction.version,
    ...(evseId === undefined ? {} : { evseId: evseId.value }),
    ...(connectorId === undefined ? {} : { connectorId: connectorId.value }),
    ...(idToken === undefined
      ? {}
      : { idToken: idToken.value.idToken, idTokenType: idToken.value.type }),
    startedAt: timestampOf(startedAtMs(transaction)),
    ...(endMs === undefined ? {} : { endedAt: timestampOf(endMs) }),
    ...(closed === undefined || ended !== undefined ? {} : closingView(closed)),
    // After a power cut a station ends what it had begun and need not say again what it was doing.
    ...(chargingState === undefined ||
    (!isActive(transaction) && chargingState.value === 'Charging')
      ? {}
      : { chargingState: chargingState.value }),
    ...(stoppedReason === undefined ? {} : { stoppedReason: stoppedReason.value }),
    ...(imported !== undefined && {
      meterStartWh: imported.start.value,
      meterLastWh: imported.end.value,
      energyWh: imported.energyWh,
    }),
    ...(exported !== undefined && { exportedWh: exported.energyWh }),
    ...(transaction.signed === undefined ? {} : { signatures: signatureView(transaction.signed) }),
    // A transaction that is over draws nothing, whatever its last sample said.
    ...(powerW === undefined || !isActive(transaction) ? {} : { powerW: powerW.value }),
    ...(socPercent === undefined ? {} : { socPercent: socPercent.value }),
    lastEventAt: timestampOf(transaction.latestAtMs),
    eventCount: transaction.eventCount,
    missingSeqNos: transaction.gaps,
    ...(lost === undefined ? {} : { lostSeqNos: lost.seqNos }),
    ...(doubts.length === 0 ? {} : { doubts }),
    ...(sealed === undefined ? {} : { cdr: sealed.cdr }),
  };
}

function closingView({ rule, by }: NonNullable<Transaction['closed']>) {
  return { closedBy: rule, ...(by === undefined ? {} : { supersededBy: by }) };
}

/** One bad signature spoils the whole, and one that nobody could check leaves it open. */
export function signatureView({ count, verified, invalid }: NonNullable<Transaction['signed']>) {
  const state = invalid > 0 ? 'invalid' : verified === count ? 'verified' : 'notVerifiable';
  return { state, count, verified, invalid } as const;
}

export function eventView({
  seqNo,
  receivedAtMs,
  event,
  inference,
  signatures,
}: LedgerEntry): TransactionEventView {
  const { chargingState } = event.transactionInfo;
  const { isFarOff } = momentOf(event.timestamp, receivedAtMs);
  return {
    seqNo,
    eventType: event.eventType,
    triggerReason: event.triggerReason,
    timestamp: timestampOf(epochMsOf(event.timestamp)),
    receivedAt: timestampOf(receivedAtMs),
    ...(isFarOff ? { clockFarOff: true } : {}),
    offline: event.offline ?? false,
    ...(chargingState === undefined ? {} : { chargingState }),
    event,
    ...(signatures === undefined ? {} : { signatures }),
    ...(inference === undefined ? {} : { inference }),
  };
}
