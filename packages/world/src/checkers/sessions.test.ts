import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionView } from '@northbound/csms';
import { cardsOf, STRANGER } from '../simulation/cards.ts';
import { type Act, newVisit, type Visit } from '../simulation/visits.ts';
import type { CheckedStation } from './checked-station.ts';
import type { Past } from './past.ts';
import { checkBeginnings, checkEndings } from './reasons.ts';
import { checkSessions } from './sessions.ts';
import type { Violation } from './violation.ts';

/** Each is shown a world that is right, and the same with one thing wrong. */
const rules = (violations: readonly Violation[]) => violations.map(({ rule }) => rule);

const [CARD, OTHER] = cardsOf('CS-1', 1);
const TEN = Date.UTC(2026, 0, 5, 10);
const HOUR_MS = 3_600_000;
const timeText = (hour: number) => new Date(TEN + hour * HOUR_MS).toISOString();

/** From 100 to 600 Wh, in the hour from ten o'clock. */
function transaction(change: Partial<TransactionView> = {}): TransactionView {
  return {
    ...{ id: 1, stationId: 'CS-1', transactionId: 'T', version: '2.1', evseId: 1, idToken: CARD },
    ...{ startedAt: timeText(0), endedAt: timeText(1), lastEventAt: timeText(1), eventCount: 3 },
    ...{ missingSeqNos: [], meterStartWh: 100, meterLastWh: 600, energyWh: 500 },
    ...{ stoppedReason: 'EVDisconnected', ...change },
  };
}

const EVSE = {
  connectors: [{ type: 'cType2' }],
  maxCurrentA: 16,
  phases: 1,
  voltageV: 230,
} as const;

const MACHINE: CheckedStation = {
  identity: 'CS-1',
  station: undefined,
  hardware: { readMeter: () => ({ registerWh: 600 }) },
  board: { evses: [EVSE], config: {} },
  ...{ cuts: 0, shedEvents: 0, isRotten: false, clockIsRight: true },
};

function act(what: Act['what'], atWh: number, hour: number, idToken?: string): Act {
  const atMs = TEN + hour * HOUR_MS;
  return { what, atWh, atMs, ...(idToken !== undefined && { idToken }) };
}

const SHOWN = act('shows', 100, 0, CARD);
const GONE = act('plugsOut', 600, 1);

/** Somebody showed his card at ten o'clock, at 100 Wh, and left an hour later. */
function visit(acts: readonly Act[] = [SHOWN, GONE], change: Partial<Visit> = {}): Visit {
  const times = { fromMs: TEN, toMs: TEN + HOUR_MS };
  return { ...newVisit(100), toWh: 600, ...times, acts: [...acts], ...change };
}

function past(visits: readonly Visit[] = [visit()], change: Partial<Past> = {}): Past {
  return { machine: MACHINE, evseId: 1, visits, resets: 0, unlocks: 0, ...change };
}

test('token, authorization: energy for who was there, and welcome', () => {
  assert.deepEqual(checkSessions(past(), [transaction()]), []);
  const wrong: readonly (readonly [Partial<TransactionView>, string])[] = [
    [{ idToken: 'SOMEBODY' }, 'token'],
    [{ meterLastWh: 700 }, 'token'],
    [{ idToken: STRANGER }, 'authorization'],
    [{ idToken: 'BLOCKED' }, 'authorization'],
  ];
  for (const [change, rule] of wrong) {
    assert.deepEqual(rules(checkSessions(past(), [transaction(change)])), [rule]);
  }
  const { idToken: _nobody, ...forNobody } = transaction();
  assert.deepEqual(rules(checkSessions(past(), [forNobody])), ['authorization']);
});

test('token: who shows his card when another one charges does not pay for him', () => {
  const relative = act('shows', 350, 0.5, OTHER);
  const acts = [SHOWN, relative, GONE];
  assert.deepEqual(checkSessions(past([visit(acts)]), [transaction()]), []);
  const wrong = transaction({ idToken: OTHER ?? '' });
  assert.deepEqual(rules(checkSessions(past([visit(acts)]), [wrong])), ['token']);
  const later = transaction({ idToken: OTHER ?? '', meterStartWh: 350 });
  assert.deepEqual(checkSessions(past([visit(acts)]), [later]), []);
});

test('token: who came or left unseen may be billed for his neighbours, and for nobody else', () => {
  const own = visit([SHOWN], { wasUnseen: true });
  const next = { ...newVisit(600), toWh: 900 };
  const later = { ...newVisit(900), toWh: 1_000 };
  const upTo = (meterLastWh: number) => transaction({ meterLastWh });
  assert.deepEqual(checkSessions(past([own, next, later]), [upTo(900)]), []);
  assert.deepEqual(rules(checkSessions(past([own, next, later]), [upTo(950)])), ['token']);
  const onAndOn = [own, { ...next, wasUnseen: true }, later];
  assert.deepEqual(checkSessions(past(onAndOn), [upTo(950)]), []);
});

test('time: a transaction is of the time when who pays was there, where the clock is right', () => {
  const late = [transaction({ startedAt: timeText(2), endedAt: timeText(3) })];
  assert.deepEqual(rules(checkSessions(past(), late)), ['time', 'time']);
  assert.deepEqual(rules(checkSessions(past(), [transaction({ endedAt: timeText(2) })])), ['time']);
  const { clockIsRight: _, ...withoutClock } = MACHINE;
  assert.deepEqual(checkSessions(past([visit()], { machine: withoutClock }), late), []);
  // What the power ended is told at the next boot.
  const cut = { machine: { ...MACHINE, cuts: 1 } };
  assert.deepEqual(
    checkSessions(past([visit()], cut), [transaction({ endedAt: timeText(2) })]),
    [],
  );
});

test('reason: what ended a transaction has happened, there and then', () => {
  const people: readonly (readonly [string, Act])[] = [
    ['Local', act('shows', 598, 1, OTHER)],
    ['Remote', act('stopsFromAfar', 300, 0.5)],
    ['EnergyLimitReached', act('limits', 100, 0)],
    ['StoppedByEV', act('plugsIn', 100, 0)],
    ['EVDisconnected', GONE],
  ];
  for (const [stoppedReason, what] of people) {
    const booked = [transaction({ stoppedReason })];
    assert.deepEqual(checkEndings(past([visit([SHOWN, what])]), booked), []);
    assert.deepEqual(rules(checkEndings(past([visit([SHOWN])]), booked)), ['reason']);
    // It happened later: at another register, or to the same register hours afterwards.
    for (const later of [{ atWh: 700 }, { atMs: TEN + 2 * HOUR_MS }]) {
      const acts = [SHOWN, { ...what, ...later }];
      assert.deepEqual(rules(checkEndings(past([visit(acts)]), booked)), ['reason']);
    }
  }
  const stations: readonly (readonly [string, Partial<Past>])[] = [
    ['ImmediateReset', { resets: 1 }],
    ['MasterPass', { hadMasterPass: true }],
    ['GroundFault', { faults: 1 }],
    ['PowerLoss', { faults: 1 }],
    ['Other', { faults: 1 }],
    ['PowerLoss', { machine: { ...MACHINE, cuts: 1 } }],
  ];
  for (const [stoppedReason, change] of stations) {
    const booked = [transaction({ stoppedReason })];
    assert.deepEqual(checkEndings(past([visit()], change), booked), []);
    assert.deepEqual(rules(checkEndings(past(), booked)), ['reason']);
  }
  // One power cut ends one transaction of an EVSE.
  const cutOnce = past([visit()], { machine: { ...MACHINE, cuts: 1 } });
  const cut = transaction({ stoppedReason: 'PowerLoss' });
  assert.deepEqual(rules(checkEndings(cutOnce, [cut, cut])), ['reason']);
});

test('reason: a card ends a transaction soon, the plug at once, a time-out what is unplugged or has not charged', () => {
  const ended = (stoppedReason: string, what: Act) =>
    rules(checkEndings(past([visit([what])]), [transaction({ stoppedReason })]));
  // 3,680 W are 184 Wh in three minutes.
  assert.deepEqual(ended('Local', act('shows', 430, 0.7, CARD)), []);
  assert.deepEqual(ended('Local', act('shows', 400, 0.7, CARD)), ['reason']);
  assert.deepEqual(ended('EVDisconnected', act('plugsOut', 597, 0.9)), ['reason']);
  assert.deepEqual(ended('Timeout', GONE), []);
  assert.deepEqual(ended('Timeout', act('plugsOut', 500, 0.9)), ['reason']);
  const nothing = transaction({ stoppedReason: 'Timeout', meterLastWh: 100, energyWh: 0 });
  assert.deepEqual(checkEndings(past(), [nothing]), []);
});

test('reason: a bay with a sensor ends a transaction by itself, where the station is set so', () => {
  const booked = [transaction({ stoppedReason: 'Local', meterLastWh: 100, energyWh: 0 })];
  const nobody = past([visit([])]);
  assert.deepEqual(rules(checkEndings(nobody, booked)), ['reason']);
  const variables = { 'TxCtrlr.TxStopPoint': 'ParkingBayOccupancy' };
  const machine = { ...MACHINE, board: { evses: [EVSE], config: { variables } } };
  assert.deepEqual(checkEndings({ ...nobody, machine }, booked), []);
  // 1.6 says so of a vehicle, too.
  const [first] = booked;
  assert.deepEqual(checkEndings(nobody, first ? [{ ...first, version: '1.6' }] : []), []);
});

test('reason: what began a transaction has happened, there and then', () => {
  const byMeter = new Map([['T', 'MeterValuePeriodic']]);
  assert.deepEqual(rules(checkBeginnings(past(), [transaction()], byMeter)), ['reason']);
  const begins: readonly (readonly [string, Act])[] = [
    ['RemoteStart', act('startsFromAfar', 100, 0, CARD)],
    ['Authorized', SHOWN],
    ['CablePluggedIn', act('plugsIn', 90, 0)],
  ];
  for (const [trigger, what] of begins) {
    const startedBy = new Map([['T', trigger]]);
    const begun = (one: Act) =>
      rules(checkBeginnings(past([visit([one])]), [transaction()], startedBy));
    assert.deepEqual(begun(what), []);
    assert.deepEqual(begun({ ...what, atWh: 102 }), ['reason']);
    assert.deepEqual(begun({ ...what, atMs: TEN + HOUR_MS }), ['reason']);
  }
});
