import type { TransactionView } from '@northbound/csms';
import { STRANGER } from '../simulation/cards.ts';
import type { Visit } from '../simulation/visits.ts';
import type { CheckedStation } from './checked-station.ts';
import type { Violation } from './violation.ts';

/** Registers of 1.6 are whole watt-hours. */
const RESOLUTION_WH = 1;

/** What an EVSE went through. */
export interface Past {
  readonly machine: CheckedStation;
  readonly evseId: number;
  readonly visits: readonly Visit[];
  /** How often an operator told the station to reset, and to unlock a connector. */
  readonly resets: number;
  readonly unlocks: number;
}

/** Energy went to those only who were there, showed what the books say, and were welcome. */
export function checkSessions(past: Past, booked: readonly TransactionView[]): Violation[] {
  return booked.flatMap((transaction) => [
    ...checkOwner(past, transaction),
    ...checkReason(past, transaction),
  ]);
}

function checkOwner({ machine, evseId, visits }: Past, transaction: TransactionView): Violation[] {
  const { transactionId, idToken, energyWh = 0, meterStartWh, meterLastWh } = transaction;
  if (energyWh <= RESOLUTION_WH || meterStartWh === undefined || meterLastWh === undefined) {
    return [];
  }
  const place = `${machine.identity} EVSE ${evseId} transaction ${transactionId}`;
  if (idToken === undefined) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for nobody` }];
  }
  const isUnknownWelcome =
    machine.board.config.variables?.['AuthCtrlr.OfflineTxForUnknownIdEnabled'] === 'true';
  if (idToken === STRANGER && !isUnknownWelcome) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for a stranger` }];
  }
  const own = visits.filter(({ tokens }) => tokens.has(idToken));
  // Whoever leaves while the station has no power cannot be told from whoever comes next.
  const isOwn = own.some(
    ({ fromWh, toWh, wasUnseen }) =>
      wasUnseen || (meterStartWh >= fromWh - RESOLUTION_WH && meterLastWh <= toWh + RESOLUTION_WH),
  );
  if (isOwn) return [];
  const range = `from ${meterStartWh} to ${meterLastWh} Wh`;
  return [{ rule: 'token', place, what: `bills ${idToken}, who was not there ${range}` }];
}

/** Reasons that need a cause which only some visits, or some stations, have. */
const CAUSES: Readonly<Record<string, (past: Past) => boolean>> = {
  // A 1.6 station ends a transaction that is to be unlocked.
  Remote: ({ visits, unlocks }) =>
    unlocks > 0 || visits.some(({ wasStoppedRemotely }) => wasStoppedRemotely),
  EVDisconnected: ({ visits }) => visits.some(({ wasPluggedOut }) => wasPluggedOut),
  PowerLoss: ({ machine }) => machine.cuts > 0,
  Reboot: ({ machine, resets }) => machine.cuts + resets > 0,
  ImmediateReset: ({ resets }) => resets > 0,
};

function checkReason(past: Past, { transactionId, stoppedReason }: TransactionView): Violation[] {
  const cause = stoppedReason === undefined ? undefined : CAUSES[stoppedReason];
  if (cause === undefined || cause(past)) return [];
  const place = `${past.machine.identity} EVSE ${past.evseId} transaction ${transactionId}`;
  return [{ rule: 'reason', place, what: `ended by ${stoppedReason}, which never happened` }];
}
