import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionView } from '@northbound/csms';
import { cardsOf } from '../simulation/cards.ts';
import { KnownSetting } from '../simulation/settings.ts';
import { AnswerWatch } from './answer-watch.ts';
import { checkBounds, checkBuffered } from './bounds.ts';
import { checkDoubled } from './doubled.ts';
import { IntervalWatch } from './interval-watch.ts';
import { GRACE_MS, KnownLimit } from './known-limit.ts';
import { OfferLimit } from './offer-limit.ts';
import { OutputWatch } from './output-watch.ts';
import { RefusalWatch } from './refusal-watch.ts';
import type { Violation } from './violation.ts';
import { type Refused, WireWatch } from './wire-watch.ts';

/** A checker that cannot fail checks nothing: each is shown a world that is right, and the same with one thing wrong. */
const rules = (violations: readonly Violation[]) => violations.map(({ rule }) => rule);

const AT = '2026-01-05T10:00:00.000Z';
const [CARD] = cardsOf('CS-1', 1);

function transaction(change: Partial<TransactionView> = {}): TransactionView {
  return {
    ...{ id: 1, stationId: 'CS-1', transactionId: 'T', version: '2.1', evseId: 1, idToken: CARD },
    ...{ startedAt: AT, endedAt: AT, lastEventAt: AT, eventCount: 3, missingSeqNos: [] },
    ...{ meterStartWh: 100, meterLastWh: 600, energyWh: 500, stoppedReason: 'Local' },
    ...change,
  };
}

test('twice: a transaction under two numbers, and a command that leaves twice', () => {
  const start = transaction({ version: '1.6' });
  const other = transaction({ version: '1.6', id: 2, meterStartWh: 600 });
  assert.deepEqual(checkDoubled([start, other]), []);
  assert.deepEqual(rules(checkDoubled([start, { ...start, id: 2 }])), ['twice']);
  const watch = new WireWatch();
  const command = (id: string, start: number) =>
    watch.sent('CS-1', 'csms', `[2,"${id}","RequestStartTransaction",{"remoteStartId":${start}}]`);
  command('a', 1);
  command('b', 2);
  assert.deepEqual(watch.violations, []);
  command('b', 3);
  command('c', 1);
  assert.deepEqual(rules(watch.violations), ['twice', 'twice']);
});

test('retry: who repeats a message repeats it word for word', () => {
  const watch = new WireWatch();
  const event = (seqNo: number) => `[2,"a","TransactionEvent",{"seqNo":${seqNo}}]`;
  watch.sent('CS-1', 'station', event(1));
  watch.sent('CS-1', 'station', event(1));
  assert.deepEqual(watch.violations, []);
  watch.sent('CS-1', 'station', event(2));
  assert.deepEqual(rules(watch.violations), ['retry']);
  const forgetful = new WireWatch(() => true);
  for (const seqNo of [1, 2]) forgetful.sent('CS-1', 'station', event(seqNo));
  assert.deepEqual(forgetful.violations, []);
});

test('late: an answer, or none, after its time; not where nobody could hear it, or the store was slow', () => {
  const watch = new AnswerWatch();
  const alive = { isAlive: true };
  const broken = { isAlive: false };
  const call = (id: string) => `[2,"${id}","Reset",{}]`;
  watch.taken('CS-1', alive, 'station', call('a'), 0);
  watch.sent('CS-1', alive, 'station', '[3,"a",{}]', 59_000);
  watch.taken('CS-1', broken, 'station', call('b'), 0);
  watch.look(300_000);
  watch.excuse(400_000);
  watch.taken('CS-1', alive, 'csms', call('c'), 350_000);
  watch.sent('CS-1', alive, 'csms', '[3,"c",{}]', 450_000);
  assert.deepEqual(watch.violations, []);
  watch.taken('CS-1', alive, 'station', call('d'), 500_000);
  watch.sent('CS-1', alive, 'station', '[4,"d","SecurityError","",{}]', 570_000);
  watch.taken('CS-1', alive, 'csms', call('e'), 600_000);
  watch.look(700_000);
  assert.deepEqual(
    watch.violations.map(({ rule, place }) => [rule, place]),
    [
      ['late', 'CS-1'],
      ['late', 'CSMS to CS-1'],
    ],
  );
});

test('bound: more than a lane, the memory, or a connection may hold', () => {
  const lane = { messages: 1, usedBytes: 10, quotaBytes: 10, dropped: 0, unreadable: 0 };
  const deadLetters = { messages: 0, usedBytes: 0, quotaBytes: 10, parked: 0, lost: 0 };
  const status = { transactions: lane, security: lane, other: lane, deadLetters };
  const right = { ...status, ramBytes: 5, ramBudgetBytes: 5 };
  assert.deepEqual(checkBounds('CS-1', right), []);
  const full = { ...right, ramBytes: 6, other: { ...lane, usedBytes: 11 } };
  assert.deepEqual(rules(checkBounds('CS-1', full)), ['bound', 'bound']);
  assert.deepEqual(checkBuffered('CS-1', 1_000), []);
  assert.deepEqual(rules(checkBuffered('CS-1', 3_000_000)), ['bound']);
});

test('limit, dark, unbilled: what a contactor does, as long as it does it', () => {
  const limits = new OfferLimit();
  const limit = limits.usual;
  const ofStation = new KnownLimit();
  const look = (
    change: { runs?: boolean; transactionId?: string; offeredA?: number },
    atMs: number,
  ) => {
    const { runs = true, transactionId = 'T', offeredA = 16 } = change;
    const state = { evses: [{ ...(transactionId !== '' && { transactionId }) }] };
    const watch = new OutputWatch();
    const machine = {
      identity: 'CS-1',
      isRotten: false,
      board: { evses: [{ connectors: [], maxCurrentA: 16, phases: 1, voltageV: 230 } as const] },
      hardware: {
        outputAt: () => ({ closed: true, offeredA, offeredW: offeredA * 230 }),
        readMeter: () => ({ powerW: 3_680 }),
      },
      station: runs ? { state: () => state } : undefined,
    };
    watch.look(machine, [limits], [ofStation], atMs);
    return rules(watch.violations);
  };
  assert.deepEqual(look({}, 0), []);
  assert.deepEqual(look({ runs: false }, 0), ['dark']);
  assert.deepEqual(look({ transactionId: '' }, 0), ['unbilled']);
  const [fromMs = 0] = limit.accepted(10, 0);
  assert.deepEqual(look({}, fromMs - 1), []);
  assert.deepEqual(look({}, fromMs), ['limit']);
  assert.deepEqual(look({ offeredA: 10 }, fromMs), []);
  limits.ofTransaction('T').accepted(16, -GRACE_MS);
  assert.deepEqual([look({}, fromMs), look({ transactionId: 'U' }, fromMs)], [[], ['limit']]);
  limits.ofTransaction('T').accepted(8, -GRACE_MS);
  // Nobody knows whether the higher one came.
  limit.asked(16);
  assert.deepEqual([look({}, fromMs), look({ transactionId: 'U' }, fromMs)], [['limit'], []]);
  limits.ofTransaction('T').lift();
  // The meter counts 3,680 W, whatever is offered.
  const [ofAllMs = 0] = ofStation.accepted(3_679, 0);
  assert.deepEqual(look({}, ofAllMs - 1), []);
  assert.deepEqual(look({}, ofAllMs), []);
  ofStation.accepted(3_600, 0);
  assert.deepEqual(look({}, ofAllMs), ['limit']);
});

test('refused: energy for a token after the answer that refuses it, or beyond what it may still have', () => {
  let registerWh = 0;
  const watched = (stops: boolean) => ({
    identity: 'CS-1',
    isRotten: false,
    board: {
      evses: [{ connectors: [], maxCurrentA: 16, phases: 1, voltageV: 230 } as const],
      config: {
        variables: {
          'TxCtrlr.StopTxOnInvalidId': String(stops),
          'TxCtrlr.MaxEnergyOnInvalidId': '500',
        },
      },
    },
    hardware: { readMeter: () => ({ registerWh }) },
    station: {
      state: () => ({ evses: [{ evseId: 1, transactionId: 'T', idToken: { idToken: 'A' } }] }),
    },
  });
  const after = (
    stops: boolean,
    wh: number,
    between?: (watch: RefusalWatch) => void,
    refused: Refused = { transactionId: 'T', idToken: 'A' },
  ) => {
    const watch = new RefusalWatch();
    const machine = watched(stops);
    registerWh = 100;
    watch.event(machine, 1, 'T', 0);
    registerWh = 150;
    watch.answered(machine, refused);
    between?.(watch);
    registerWh = wh;
    watch.look(machine, 0);
    return rules(watch.violations);
  };
  assert.deepEqual(after(true, 155), []);
  assert.deepEqual(after(true, 300), ['refused']);
  assert.deepEqual(after(false, 605), []);
  assert.deepEqual(after(false, 700), ['refused']);
  // Somebody who is welcome, or the next transaction.
  assert.deepEqual(
    after(true, 300, (watch) => watch.authorized(watched(true), 1)),
    [],
  );
  assert.deepEqual(
    after(true, 300, (watch) => watch.event(watched(true), 1, 'U', 0)),
    [],
  );
  // 1.6 knows it by where it began: what began at another register, or elsewhere, was not refused.
  const of16 = { idToken: 'A', evseId: 1, meterStartWh: 100 };
  assert.deepEqual(after(true, 300, undefined, of16), ['refused']);
  assert.deepEqual(after(true, 300, undefined, { ...of16, meterStartWh: 50 }), []);
  assert.deepEqual(after(true, 300, undefined, { ...of16, evseId: 2 }), []);
});

test('refused: which answers refuse whose token', () => {
  const watch = new WireWatch();
  const event = {
    triggerReason: 'Authorized',
    transactionInfo: { transactionId: 'T' },
    idToken: { idToken: 'A', type: 'ISO14443' },
  };
  const call = (id: string, trigger: string, nowMs: number) => {
    const payload = JSON.stringify({ ...event, triggerReason: trigger });
    const text = `[2,"${id}","TransactionEvent",${payload}]`;
    watch.sent('CS-1', 'station', text);
    watch.waits('CS-1', text, nowMs);
  };
  const answer = (id: string, status: string) =>
    `[3,"${id}",{"idTokenInfo":{"status":"${status}"}}]`;
  const refusal = { transactionId: 'T', idToken: 'A' };
  call('a', 'Authorized', 0);
  assert.equal(watch.refusedBy('CS-1', answer('a', 'Accepted'), 0), undefined);
  assert.equal(watch.refusedBy('CS-1', '[3,"a",{}]', 0), undefined);
  assert.deepEqual(watch.refusedBy('CS-1', answer('a', 'Blocked'), 0), refusal);
  assert.equal(watch.refusedBy('CS-2', answer('a', 'Blocked'), 0), undefined);
  // What was cut says nothing, not even that it is not Accepted.
  const accepted = answer('a', 'Accepted');
  for (let length = 0; length < accepted.length; length++) {
    assert.equal(watch.refusedBy('CS-1', accepted.slice(0, length), 0), undefined);
  }
  // After the time-out it is an answer to nothing, until the message is sent again.
  assert.deepEqual(watch.refusedBy('CS-1', answer('a', 'Blocked'), 29_999), refusal);
  assert.equal(watch.refusedBy('CS-1', answer('a', 'Blocked'), 30_000), undefined);
  call('a', 'Authorized', 40_000);
  assert.deepEqual(watch.refusedBy('CS-1', answer('a', 'Blocked'), 41_000), refusal);
  // Whoever sends another CALL waits no more for the answer to this one; answers it may give meanwhile.
  watch.waits('CS-1', '[3,"z",{}]', 42_000);
  assert.deepEqual(watch.refusedBy('CS-1', answer('a', 'Blocked'), 43_000), refusal);
  watch.waits('CS-1', '[2,"h","Heartbeat",{}]', 44_000);
  assert.equal(watch.refusedBy('CS-1', answer('a', 'Blocked'), 45_000), undefined);
  const start =
    '[2,"s","StartTransaction",{"connectorId":2,"idTag":"A","meterStart":70,"timestamp":""}]';
  watch.sent('CS-1', 'station', start);
  watch.waits('CS-1', start, 46_000);
  const refused16 = '[3,"s",{"transactionId":7,"idTagInfo":{"status":"Blocked"}}]';
  const expected16 = { idToken: 'A', evseId: 2, meterStartWh: 70 };
  assert.deepEqual(watch.refusedBy('CS-1', refused16, 46_000), expected16);
  const stop = '[2,"t","StopTransaction",{"transactionId":7,"idTag":"A"}]';
  watch.sent('CS-1', 'station', stop);
  watch.waits('CS-1', stop, 47_000);
  assert.equal(watch.refusedBy('CS-1', refused16.replace('"s"', '"t"'), 47_000), undefined);
  call('b', 'StopAuthorized', 50_000);
  assert.equal(watch.refusedBy('CS-1', answer('b', 'Blocked'), 50_000), undefined);
});

test('interval: a transaction that delivers and is not heard of in time', () => {
  const place = (powerW: number, isRotten = false) => ({
    ...{ identity: 'CS-1', isRotten, board: { evses: [{}] } },
    hardware: { readMeter: () => ({ powerW }) },
  });
  const look = (powerW: number, atMs: number, between?: (watch: IntervalWatch) => void) => {
    const watch = new IntervalWatch();
    watch.heard(place(powerW), 1, 'Started', 60, 0);
    between?.(watch);
    watch.look(place(powerW), 300, atMs);
    // It is told once.
    watch.look(place(powerW), 300, atMs);
    return rules(watch.violations);
  };
  const heard = (type: string, intervalS: number, atMs: number) => (watch: IntervalWatch) =>
    watch.heard(place(1), 1, type, intervalS, atMs);
  assert.deepEqual(look(1, 700_000, heard('Updated', 60, 150_000)), []);
  assert.deepEqual(look(1, 700_000), ['interval']);
  assert.deepEqual(look(0, 700_000), []);
  // An event that comes too late is seen when it comes.
  assert.deepEqual(look(1, 800_000, heard('Updated', 60, 700_000)), ['interval']);
  // What is over tells nothing more, nor does what is without power, nor what may have forgotten its interval.
  assert.deepEqual(look(1, 700_000, heard('Ended', 60, 100_000)), []);
  assert.deepEqual(
    look(1, 700_000, (watch) => watch.forget(place(1))),
    [],
  );
  const rotten = new IntervalWatch();
  rotten.heard(place(1, true), 1, 'Started', 60, 0);
  rotten.look(place(1, true), 60, 700_000);
  assert.deepEqual(rotten.violations, []);
  // It was set from 900 s to 300 s in between.
  assert.deepEqual(look(1, 700_000, heard('Updated', 900, 0)), []);
});

test('kept: a setting has the value that was accepted last, or one that may have come since', () => {
  const setting = new KnownSetting('TxCtrlr', 'EVConnectionTimeOut', ['30', '60']);
  assert.equal(setting.mayBe('30'), true);
  setting.asked('60');
  setting.accepted('60');
  assert.deepEqual([setting.mayBe('60'), setting.mayBe('30')], [true, false]);
  setting.asked('30');
  assert.equal(setting.mayBe('30'), true);
});
