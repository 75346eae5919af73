import { timestampOf } from '../timestamps.ts';
import { endedAtMs, startedAtMs, type Transaction } from '../transactions/domain.ts';
import { doubtsOf } from '../transactions/doubts.ts';
import { energyOf } from '../transactions/energy.ts';
import { signatureView } from '../transactions/view.ts';
import type { CdrContent } from './views.ts';

/**
 * Counts how ledgers are read: raised whenever the same ledger gives other energies, times, tokens or doubts. A record
 * says by which it was made, so that nobody takes an improvement for a forgery.
 */
export const READING_RULES = 2;

/** The record of a transaction that is over. Pure: the same ledger gives the same record. */
export function cdrContent(
  transaction: Transaction,
  number: number,
  supersedes: number | undefined,
): CdrContent {
  const { evseId, connectorId, idToken, ended, closed, signed } = transaction;
  const { stoppedReason, registers } = transaction;
  const startMs = startedAtMs(transaction);
  const endMs = endedAtMs(transaction) ?? transaction.latestAtMs;
  const imported = energyOf(registers, 'import');
  const exported = energyOf(registers, 'export');
  return {
    format: 'northbound-cdr-1',
    rules: READING_RULES,
    number,
    ...(supersedes === undefined ? {} : { supersedes }),
    stationId: transaction.stationId,
    transactionId: transaction.transactionId,
    transaction: transaction.key,
    version: transaction.version,
    ...(evseId === undefined ? {} : { evseId: evseId.value }),
    ...(connectorId === undefined ? {} : { connectorId: connectorId.value }),
    ...(idToken === undefined
      ? {}
      : { idToken: idToken.value.idToken, idTokenType: idToken.value.type }),
    startedAt: timestampOf(startMs),
    endedAt: timestampOf(endMs),
    // One that ends before it starts took no time.
    durationS: Math.max(0, Math.round((endMs - startMs) / 1000)),
    ...(stoppedReason === undefined ? {} : { stoppedReason: stoppedReason.value }),
    ...(closed === undefined || ended !== undefined ? {} : { closedBy: closed.rule }),
    ...(imported !== undefined && {
      meterStartWh: imported.start.value,
      meterEndWh: imported.end.value,
      energyWh: imported.energyWh,
    }),
    ...(exported !== undefined && { exportedWh: exported.energyWh }),
    ...(signed === undefined ? {} : { signatures: signatureView(signed) }),
    ledger: { events: transaction.eventCount, decisions: transaction.decisionCount },
    lostSeqNos: transaction.gaps,
    doubts: doubtsOf(transaction),
  };
}
