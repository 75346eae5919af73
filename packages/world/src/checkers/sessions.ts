import type { TransactionView } from '@northbound/csms';
import { UNWELCOME } from '../simulation/cards.ts';
import type { Visit } from '../simulation/visits.ts';
import type { CheckedStation } from './checked-station.ts';
import { RESOLUTION_WH } from './resolution.ts';
import type { Violation } from './violation.ts';

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
  return [
    ...booked.flatMap((transaction) => checkOwner(past, transaction)),
    ...checkEndings(past, booked),
  ];
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
  const isOwn = visits.some((visit, index) => {
    if (!visit.tokens.has(idToken)) return false;
    const { fromWh, toWh } = indistinctRange(visits, index);
    return meterStartWh >= fromWh - RESOLUTION_WH && meterLastWh <= toWh + RESOLUTION_WH;
  });
  if (isOwn) return [];
  const range = `from ${meterStartWh} to ${meterLastWh} Wh`;
  return [{ rule: 'token', place, what: `bills ${idToken}, who was not there ${range}` }];
}

/**
 * The registers of a visit. Whoever came or left while the station had no power cannot be told from who was there before
 * him or came next: then theirs, too.
 */
function indistinctRange(visits: readonly Visit[], index: number): Pick<Visit, 'fromWh' | 'toWh'> {
  let [first, last] = [index, index];
  while (visits[first]?.wasUnseen === true && first > 0) first -= 1;
  while (visits[last]?.wasUnseen === true && last < visits.length - 1) last += 1;
  return { fromWh: visits[first]?.fromWh ?? 0, toWh: visits[last]?.toWh ?? 0 };
}

/** What a reason needs to have happened: to somebody who was there then, or to the station. */
interface Ground {
  readonly visit?: (visit: Visit) => boolean;
  /** How often it happened to the station: each time for one transaction of an EVSE. */
  readonly times?: (past: Past) => number;
}

const hasFailed: Ground = { times: ({ faults = 0 }) => faults };
/** What no world does. */
const never: Ground = {};

const ENDINGS: ReadonlyMap<string, Ground> = new Map([
  // A 1.6 station ends a transaction that is to be unlocked.
  ['Remote', { visit: (visit) => visit.wasStoppedRemotely, times: ({ unlocks }) => unlocks }],
  ['Local', { visit: (visit) => visit.tokens.size > 0, times: (past) => always(past, 'Stop') }],
  ['EVDisconnected', { visit: (visit) => visit.wasPluggedOut }],
  ['StoppedByEV', { visit: (visit) => visit.wasPluggedIn }],
  ['MasterPass', { times: ({ hadMasterPass = false }) => (hadMasterPass ? Infinity : 0) }],
  ['PowerLoss', { times: ({ machine, faults = 0 }) => machine.cuts + faults }],
  ['Reboot', { times: ({ machine, resets }) => machine.cuts + resets }],
  ['ImmediateReset', { times: ({ resets }) => resets }],
  ['EnergyLimitReached', { visit: (visit) => visit.wasLimited }],
  ['TimeLimitReached', { visit: (visit) => visit.wasLimited }],
  ['SOCLimitReached', never],
  ['LocalOutOfCredit', never],
  ['GroundFault', hasFailed],
  ['OvercurrentFault', hasFailed],
  ['EmergencyStop', hasFailed],
  ['PowerQuality', hasFailed],
]);

/** What a trigger of a Started needs; others begin nothing. */
const BEGINNINGS: ReadonlyMap<string, Ground> = new Map([
  ['RemoteStart', { visit: (visit) => visit.wasStartedRemotely }],
  ['Authorized', { visit: (visit) => visit.tokens.size > 0 }],
  ['CablePluggedIn', { visit: (visit) => visit.wasPluggedIn }],
  ['ChargingStateChanged', { visit: (visit) => visit.wasPluggedIn }],
  ['EVDetected', { times: (past) => always(past, 'Start') }],
]);

/** Whoever comes to, or leaves, a parking bay with a sensor begins or ends a transaction where the station is set so. */
function always({ machine }: Past, point: 'Start' | 'Stop'): number {
  const points = machine.board.config.variables?.[`TxCtrlr.Tx${point}Point`] ?? '';
  return points.includes('ParkingBayOccupancy') ? Infinity : 0;
}

function checkEndings(past: Past, booked: readonly TransactionView[]): Violation[] {
  return checkGrounds(past, booked, 'ended', ({ stoppedReason }) =>
    // A reason that the world cannot know, such as Other, needs none.
    stoppedReason === undefined ? undefined : [stoppedReason, ENDINGS.get(stoppedReason)],
  );
}

/** @param startedBy the trigger of each Started, by transaction */
export function checkBeginnings(
  past: Past,
  booked: readonly TransactionView[],
  startedBy: ReadonlyMap<string, string>,
): Violation[] {
  return checkGrounds(past, booked, 'begun', ({ transactionId }) => {
    const trigger = startedBy.get(transactionId);
    return trigger === undefined ? undefined : [trigger, BEGINNINGS.get(trigger) ?? never];
  });
}

/** Each transaction has a ground of its own. */
function checkGrounds(
  past: Past,
  booked: readonly TransactionView[],
  how: 'begun' | 'ended',
  groundOf: (
    transaction: TransactionView,
  ) => readonly [name: string, ground: Ground | undefined] | undefined,
): Violation[] {
  const found: Violation[] = [];
  const used = new Map<string, number>();
  for (const transaction of booked) {
    const [name, ground] = groundOf(transaction) ?? [];
    if (name === undefined || ground === undefined) continue;
    if (ground.visit !== undefined && visitsOf(past, transaction).some(ground.visit)) continue;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const times = ground.times?.(past) ?? 0;
    if (count <= times) continue;
    const happened = times === 0 ? 'never happened' : `happened ${times} times, to ${count}`;
    const what = `${how} by ${name}, which ${happened}`;
    found.push({ rule: 'reason', place: placeOf(past, transaction), what });
  }
  return found;
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
