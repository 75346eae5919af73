import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { TransactionEventView, TransactionView } from '../views.ts';
import { energyWh, isActive, startedAtMs, type Transaction } from './domain.ts';
import type { LedgerEntry } from './sql.ts';

export function transactionView(transaction: Transaction): TransactionView {
  const { evseId, connectorId, idToken, ended, chargingState, stoppedReason } = transaction;
  const isLost = ended === undefined && transaction.supersededBy !== undefined;
  const endedAtMs = isLost ? transaction.latestAtMs : ended?.value;
  const { meterStart, meterLast, powerW, socPercent } = transaction;
  const energy = energyWh(transaction);
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
    ...(endedAtMs === undefined ? {} : { endedAt: timestampOf(endedAtMs) }),
    ...(isLost ? { supersededBy: transaction.supersededBy } : {}),
    ...(chargingState === undefined ? {} : { chargingState: chargingState.value }),
    ...(stoppedReason === undefined ? {} : { stoppedReason: stoppedReason.value }),
    ...(meterStart === undefined ? {} : { meterStartWh: meterStart.value }),
    ...(meterLast === undefined ? {} : { meterLastWh: meterLast.value }),
    ...(energy === undefined ? {} : { energyWh: energy }),
    // A transaction that is over draws nothing, whatever its last sample said.
    ...(powerW === undefined || !isActive(transaction) ? {} : { powerW: powerW.value }),
    ...(socPercent === undefined ? {} : { socPercent: socPercent.value }),
    lastEventAt: timestampOf(transaction.latestAtMs),
    eventCount: transaction.eventCount,
    missingSeqNos: transaction.gaps,
  };
}

export function eventView({
  seqNo,
  receivedAtMs,
  event,
  inference,
}: LedgerEntry): TransactionEventView {
  const { chargingState } = event.transactionInfo;
  return {
    seqNo,
    eventType: event.eventType,
    triggerReason: event.triggerReason,
    timestamp: timestampOf(epochMsOf(event.timestamp)),
    receivedAt: timestampOf(receivedAtMs),
    offline: event.offline ?? false,
    ...(chargingState === undefined ? {} : { chargingState }),
    event,
    ...(inference === undefined ? {} : { inference }),
  };
}
