import type { TransactionView } from '@northbound/csms';
import { UNWELCOME } from '../simulation/cards.ts';
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
  /** How often something of the station failed; never when absent. */
  readonly faults?: number;
  /** Whether a master pass was shown at any EVSE of the station. */
  readonly hadMasterPass?: boolean;
}

/** Energy went to those only who were there, showed what the books say, and were welcome. */
export function checkSessions(past: Past, booked: readonly TransactionView[]): Violation[] {
  return booked.flatMap((transaction) => [
    ...checkOwner(past, transaction),
    ...checkReason(past, transaction),
  ]);
}

function checkOwner(past: Past, transaction: TransactionView): Violation[] {
  const { machine, visits } = past;
  const { idToken, energyWh = 0, meterStartWh, meterLastWh } = transaction;
  if (energyWh <= RESOLUTION_WH || meterStartWh === undefined || meterLastWh === undefined) {
    return [];
  }
  const place = placeOf(past, transaction);
  if (idToken === undefined) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for nobody` }];
  }
  const isUnknownWelcome =
    machine.board.config.variables?.['AuthCtrlr.OfflineTxForUnknownIdEnabled'] === 'true';
  if (UNWELCOME.includes(idToken) && !isUnknownWelcome) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for ${idToken}` }];
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

/** What a reason to end needs to have happened: to somebody who was there then, or to the station. */
interface Ground {
  readonly visit?: (visit: Visit) => boolean;
  readonly station?: (past: Past) => boolean;
}

const hasFailed: Ground = { station: ({ faults = 0 }) => faults > 0 };

const ENDINGS: ReadonlyMap<string, Ground> = new Map([
  // A 1.6 station ends a transaction that is to be unlocked.
  ['Remote', { visit: (visit) => visit.wasStoppedRemotely, station: ({ unlocks }) => unlocks > 0 }],
  ['EVDisconnected', { visit: (visit) => visit.wasPluggedOut }],
  ['MasterPass', { station: ({ hadMasterPass = false }) => hadMasterPass }],
  ['PowerLoss', { station: ({ machine, faults = 0 }) => machine.cuts + faults > 0 }],
  ['Reboot', { station: ({ machine, resets }) => machine.cuts + resets > 0 }],
  ['ImmediateReset', { station: ({ resets }) => resets > 0 }],
  ['EnergyLimitReached', { visit: (visit) => visit.wasLimited }],
  ['TimeLimitReached', { visit: (visit) => visit.wasLimited }],
  ['GroundFault', hasFailed],
  ['OvercurrentFault', hasFailed],
  ['EmergencyStop', hasFailed],
  ['PowerQuality', hasFailed],
]);

/** What a trigger of a Started needs. */
const BEGINNINGS: ReadonlyMap<string, Ground> = new Map([
  ['RemoteStart', { visit: (visit) => visit.wasStartedRemotely }],
  ['Authorized', { visit: (visit) => visit.tokens.size > 0 }],
  ['CablePluggedIn', { visit: (visit) => visit.wasPluggedIn }],
  ['ChargingStateChanged', { visit: (visit) => visit.wasPluggedIn }],
]);

function checkReason(past: Past, transaction: TransactionView): Violation[] {
  const { stoppedReason } = transaction;
  const ground = stoppedReason === undefined ? undefined : ENDINGS.get(stoppedReason);
  if (ground === undefined || isGiven(ground, past, transaction)) return [];
  const what = `ended by ${stoppedReason}, which never happened`;
  return [{ rule: 'reason', place: placeOf(past, transaction), what }];
}

/** @param startedBy the trigger of each Started, by transaction */
export function checkBeginnings(
  past: Past,
  booked: readonly TransactionView[],
  startedBy: ReadonlyMap<string, string>,
): Violation[] {
  return booked.flatMap((transaction) => {
    const trigger = startedBy.get(transaction.transactionId);
    const ground = trigger === undefined ? undefined : BEGINNINGS.get(trigger);
    if (ground === undefined || isGiven(ground, past, transaction)) return [];
    const what = `begun by ${trigger}, which never happened`;
    return [{ rule: 'reason', place: placeOf(past, transaction), what }];
  });
}

function isGiven({ visit, station }: Ground, past: Past, transaction: TransactionView): boolean {
  if (station?.(past) === true) return true;
  return visit !== undefined && visitsOf(past, transaction).some(visit);
}

/** Who may have been there: all whose registers meet those of the transaction. */
function visitsOf({ visits }: Past, transaction: TransactionView): readonly Visit[] {
  const { meterStartWh = 0, meterLastWh = Number.POSITIVE_INFINITY } = transaction;
  return visits.filter(
    ({ fromWh, toWh }) =>
      meterStartWh <= toWh + RESOLUTION_WH && meterLastWh >= fromWh - RESOLUTION_WH,
  );
}

function placeOf({ machine, evseId }: Past, { transactionId }: TransactionView): string {
  return `${machine.identity} EVSE ${evseId} transaction ${transactionId}`;
}
