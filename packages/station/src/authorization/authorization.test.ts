import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationEvent } from '../events.ts';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const OTHER = { idToken: 'CC33DD44', type: 'ISO14443' } as const;

const refused = (event: StationEvent) =>
  event.type === 'authorization' && event.result === 'refused';

/** Tokens and their groups, as a CSMS of 2.x knows them. */
function knows(groups: Readonly<Record<string, string>>) {
  return {
    prepare: (csms: Bench['csms']) => {
      csms.answers.set('Authorize', ({ idToken }) => {
        const group = groups[String(Object(idToken).idToken)];
        if (group === undefined) return { idTokenInfo: { status: 'Unknown' } };
        const groupIdToken = { idToken: group, type: 'Central' };
        return { idTokenInfo: { status: 'Accepted', groupIdToken } };
      });
    },
  };
}

test('TC_C_39_CS: a token of the same group stops the transaction', async () => {
  await using bench = await startBench('2.1', knows({ AA11BB22: 'G', CC33DD44: 'G' }));
  await startSession(bench);
  bench.station.swipe(OTHER, 1);
  await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
  const last = eventsOf(bench).at(-1);
  assert.equal(last?.triggerReason, 'StopAuthorized');
  assert.deepEqual(last?.idToken, OTHER);
});

test('TC_C_42_CS, TC_C_04_CS: a token of another group, and an unknown one, stop nothing', async () => {
  for (const groups of [{ AA11BB22: 'G', CC33DD44: 'H' }, { AA11BB22: 'G' }]) {
    await using bench = await startBench('2.1', knows(groups));
    await startSession(bench);
    bench.station.swipe(OTHER, 1);
    await bench.heard(refused);
    assert.equal(bench.hardware.evse(1).closed, true);
  }
});

test('1.6 TC_069_CS: a token with the same parent stops the transaction', async () => {
  await using bench = await startBench('1.6', {
    prepare: (csms) => {
      csms.answers.set('Authorize', () => ({
        idTagInfo: { status: 'Accepted', parentIdTag: 'PARENT' },
      }));
    },
  });
  await startSession(bench);
  await bench.answered();
  bench.station.swipe(OTHER, 1);
  const { payload } = await bench.csms.next('StopTransaction');
  assert.equal(payload.idTag, OTHER.idToken);
});

for (const status of ['Invalid', 'Blocked', 'Expired', 'Unknown', 'NoCredit']) {
  test(`TC_C_02_CS, TC_C_06_CS, TC_C_07_CS, TC_C_56_CS: ${status} charges nothing`, async () => {
    await using bench = await startBench('2.1', {
      prepare: (csms) => {
        csms.answers.set('Authorize', () => ({ idTokenInfo: { status } }));
      },
    });
    await started(bench);
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.heard(refused);
    const event = bench.events.find(refused);
    assert.ok(event?.type === 'authorization' && event.reason === status);
    assert.equal(bench.hardware.evse(1).closed, false);
    assert.deepEqual(eventsOf(bench), []);
  });
}

test('C15: without a link OfflineTxForUnknownIdEnabled decides', async () => {
  for (const trusts of [true, false]) {
    await using bench = await startBench('2.1', {
      variables: { 'AuthCtrlr.OfflineTxForUnknownIdEnabled': String(trusts) },
    });
    await started(bench);
    bench.station.disconnect();
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.heard(trusts ? ({ type }) => type === 'transaction' : refused);
    assert.equal(eventsOf(bench)[0]?.offline, trusts ? true : undefined);
  }
});

test('C07: NoAuthorization asks nobody', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  bench.station.plugIn(1);
  bench.station.swipe({ idToken: '', type: 'NoAuthorization' }, 1);
  await bench.authorized();
  assert.deepEqual(bench.csms.all('Authorize'), []);
});

test('one reader for two EVSEs: it is the vehicle that waits, and later the one that charges', async () => {
  await using bench = await startBench('2.1', { evses: 2 });
  await started(bench);
  const { station, hardware, clock } = bench;
  station.plugIn(2);
  station.swipe(CARD);
  while (!hardware.evse(2).closed) await clock.settle();
  station.swipe(CARD);
  assert.equal(hardware.evse(2).closed, false);
  assert.equal(eventsOf(bench).at(-1)?.eventType, 'Ended');
});

test('a boot that is not accepted yet authorizes nobody, with TxBeforeAcceptedEnabled it does', async () => {
  for (const before of [true, false]) {
    await using bench = await startBench('2.1', {
      variables: {
        'TxCtrlr.TxBeforeAcceptedEnabled': String(before),
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
      },
    });
    bench.station.disconnect();
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.heard(before ? ({ type }) => type === 'transaction' : refused);
    bench.station.connect();
    if (before) await bench.csms.next('TransactionEvent');
    else await started(bench);
  }
});

test('C01.FR.01: AuthCtrlr.Enabled = false lets in who waits, and nobody who is done', async () => {
  const at = new VirtualBench('2.1', { evses: 2 });
  await at.begin();
  for (const evseId of [1, 2]) at.station.plugIn(evseId);
  for (let times = 0; times < 2; times++) {
    at.station.swipe(CARD, 2);
    await at.pass(2_000);
  }
  const states = () => at.station.state().evses.map(({ chargingState }) => chargingState);
  assert.deepEqual(states(), ['EVConnected', 'EVConnected']);
  at.station.setVariable('AuthCtrlr.Enabled', 'false');
  await at.pass(2_000);
  assert.deepEqual(states(), ['Charging', 'EVConnected']);
  await at.end();
});

test('C01.FR.21: who was let in without a question charges only where the CSMS says', async () => {
  const at = new VirtualBench('2.1', { evses: 2 });
  at.answers.set('TransactionEvent', ({ idToken }) =>
    idToken === undefined ? {} : { idTokenInfo: { status: 'Accepted', evseId: [2] } },
  );
  await at.begin();
  for (const evseId of [1, 2]) {
    at.station.plugIn(evseId);
    const idToken = { ...CARD, idToken: `CARD-${evseId}` };
    await at.ask('RequestStartTransaction', { evseId, idToken, remoteStartId: evseId });
    await at.pass(5_000);
  }
  const states = at.station.state().evses.map(({ chargingState }) => chargingState);
  assert.deepEqual(states, ['EVConnected', 'Charging']);
  const ended = at.got('TransactionEvent').find(({ eventType }) => eventType === 'Ended');
  assert.equal(ended?.triggerReason, 'Deauthorized');
  await at.end();
});
