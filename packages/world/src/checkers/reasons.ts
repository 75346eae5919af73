import type { TransactionView } from '@northbound/csms';
import { maxPowerW } from '@northbound/station';
import type { Act, Visit } from '../simulation/visits.ts';
import { CLOCK_MS, type Past, placeOf } from './past.ts';
import { RESOLUTION_WH } from './resolution.ts';
import type { Violation } from './violation.ts';

/** How long a station may give on while it asks whether a card may end the transaction. */
const ASKING_H = 180 / 3_600;

/** What a reason needs to have happened: to somebody who was there then, or to the station. */
interface Ground {
  readonly act?: Act['what'];
  /**
   * Which of them: one at the very register, one before it, or one so shortly before that only an answer can have been
   * waited for.
   */
  readonly when?: 'at' | 'before' | 'shortlyBefore';
  /** How often it happened to the station: each time for one transaction of an EVSE. */
  readonly times?: (past: Past, transaction: TransactionView) => number;
}

const hasFailed: Ground = { times: ({ faults = 0 }) => faults };
/** What no world does. */
const never: Ground = {};

const ENDINGS: ReadonlyMap<string, Ground> = new Map<string, Ground>([
  // A 1.6 station ends a transaction that is to be unlocked.
  ['Remote', { act: 'stopsFromAfar', when: 'before', times: ({ unlocks }) => unlocks }],
  ['Local', { act: 'shows', when: 'shortlyBefore', times: localsOf }],
  ['EVDisconnected', { act: 'plugsOut', when: 'at' }],
  ['StoppedByEV', { act: 'plugsIn', when: 'before' }],
  ['MasterPass', { times: ({ hadMasterPass = false }) => (hadMasterPass ? Infinity : 0) }],
  ['PowerLoss', { times: ({ machine, faults = 0 }) => machine.cuts + faults }],
  ['Reboot', { times: ({ machine, resets }) => machine.cuts + resets }],
  ['ImmediateReset', { times: ({ resets }) => resets }],
  ['EnergyLimitReached', { act: 'limits', when: 'before' }],
  ['TimeLimitReached', { act: 'limits', when: 'before' }],
  ['SOCLimitReached', never],
  ['LocalOutOfCredit', never],
  ['GroundFault', hasFailed],
  ['OvercurrentFault', hasFailed],
  ['EmergencyStop', hasFailed],
  ['PowerQuality', hasFailed],
  // Nobody plugged in, or not again.
  [
    'Timeout',
    {
      ...{ act: 'plugsOut', when: 'at' },
      times: (_, { energyWh = 0 }) => (energyWh <= RESOLUTION_WH ? Infinity : 0),
    },
  ],
  ['Other', { times: othersOf }],
]);

/** What a trigger of a Started needs; others begin nothing. */
const BEGINNINGS: ReadonlyMap<string, Ground> = new Map<string, Ground>([
  ['RemoteStart', { act: 'startsFromAfar', when: 'at' }],
  ['Authorized', { act: 'shows', when: 'at' }],
  ['CablePluggedIn', { act: 'plugsIn', when: 'before' }],
  ['ChargingStateChanged', { act: 'plugsIn', when: 'before' }],
  ['EVDetected', { times: (past) => always(past, 'Start') }],
]);

/** Whoever comes to, or leaves, a parking bay with a sensor begins or ends a transaction where the station is set so. */
function always({ machine }: Past, point: 'Start' | 'Stop'): number {
  const points = machine.board.config.variables?.[`TxCtrlr.Tx${point}Point`] ?? '';
  return points.includes('ParkingBayOccupancy') ? Infinity : 0;
}

/** 1.6 has no other word for what a vehicle ends, or a master pass, which is shown anywhere. */
function localsOf(past: Past, { version }: TransactionView): number {
  return version === '1.6' ? Number.POSITIVE_INFINITY : always(past, 'Stop');
}

/** Where a transaction ends when no power flows, whatever takes the power away ends it; 1.6 lacks words for much. */
function othersOf({ machine, faults = 0 }: Past, { version }: TransactionView): number {
  if (version === '1.6') return Number.POSITIVE_INFINITY;
  const points = machine.board.config.variables?.['TxCtrlr.TxStopPoint'] ?? '';
  return /EnergyTransfer|PowerPathClosed|DataSigned/.test(points) ? Infinity : faults;
}

/** What ended each transaction has happened, there and then. */
export function checkEndings(past: Past, booked: readonly TransactionView[]): Violation[] {
  return checkGrounds(past, booked, 'ended', ({ stoppedReason, meterLastWh, endedAt }) => {
    const ground = ENDINGS.get(stoppedReason ?? '');
    if (stoppedReason === undefined || ground === undefined) return undefined;
    return { name: stoppedReason, ground, atWh: meterLastWh, at: endedAt };
  });
}

/**
 * What began each transaction has happened, there and then.
 *
 * @param startedBy the trigger of each Started, by transaction
 */
export function checkBeginnings(
  past: Past,
  booked: readonly TransactionView[],
  startedBy: ReadonlyMap<string, string>,
): Violation[] {
  return checkGrounds(past, booked, 'begun', ({ transactionId, meterStartWh, startedAt }) => {
    const name = startedBy.get(transactionId);
    if (name === undefined) return undefined;
    return { name, ground: BEGINNINGS.get(name) ?? never, atWh: meterStartWh, at: startedAt };
  });
}

/** What is said of the begin, or the end, of a transaction. */
interface Said {
  readonly name: string;
  readonly ground: Ground;
  readonly atWh: number | undefined;
  readonly at: string | undefined;
}

/** Each transaction has a ground of its own. */
function checkGrounds(
  past: Past,
  booked: readonly TransactionView[],
  how: 'begun' | 'ended',
  saidOf: (transaction: TransactionView) => Said | undefined,
): Violation[] {
  const found: Violation[] = [];
  const used = new Map<string, number>();
  for (const transaction of booked) {
    const said = saidOf(transaction);
    if (said === undefined || actOf(past, transaction, said) !== undefined) continue;
    const { name, ground } = said;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const times = ground.times?.(past, transaction) ?? 0;
    if (count <= times) continue;
    const happened = times === 0 ? 'never happened then' : `happened ${times} times, to ${count}`;
    const what = `${how} by ${name} at ${said.atWh} Wh, which ${happened}`;
    found.push({ rule: 'reason', place: placeOf(past, transaction), what });
  }
  return found;
}

function actOf(past: Past, transaction: TransactionView, said: Said): Act | undefined {
  const { act, when = 'before' } = said.ground;
  if (act === undefined) return undefined;
  return visitsOf(past, transaction)
    .flatMap(({ acts }) => acts)
    .find((one) => one.what === act && liesRight(past, one, when, said));
}

function liesRight(
  { machine, evseId }: Past,
  act: Act,
  when: 'at' | 'before' | 'shortlyBefore',
  { atWh, at }: Said,
): boolean {
  const isBefore =
    machine.clockIsRight !== true ||
    act.atMs === undefined ||
    at === undefined ||
    act.atMs <= Date.parse(at) + CLOCK_MS;
  if (!isBefore) return false;
  if (act.atWh === undefined || atWh === undefined) return true;
  const sinceWh = atWh - act.atWh;
  if (sinceWh < -RESOLUTION_WH) return false;
  if (when === 'at') return sinceWh <= RESOLUTION_WH;
  const config = machine.board.evses[evseId - 1];
  if (when === 'before' || config === undefined) return true;
  return sinceWh <= RESOLUTION_WH + maxPowerW(config) * ASKING_H;
}

/** Who may have been there: all whose registers meet those of the transaction. */
function visitsOf({ visits }: Past, transaction: TransactionView): readonly Visit[] {
  const { meterStartWh = 0, meterLastWh = Number.POSITIVE_INFINITY } = transaction;
  return visits.filter(
    ({ fromWh, toWh }) =>
      meterStartWh <= toWh + RESOLUTION_WH && meterLastWh >= fromWh - RESOLUTION_WH,
  );
}
