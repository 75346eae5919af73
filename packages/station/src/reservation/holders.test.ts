import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

async function reserved(...reservations: readonly object[]): Promise<VirtualBench> {
  const bench = new VirtualBench('2.1', {
    evses: 2,
    variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'true' },
  });
  await bench.begin();
  const expiryDateTime = new Date(bench.clock.epochMs() + 3_600_000).toISOString();
  for (const reservation of reservations) {
    const request = { expiryDateTime, idToken: CARD, ...reservation };
    assert.deepEqual(await bench.ask('ReserveNow', request), { status: 'Accepted' });
  }
  return bench;
}

test('H03.FR.09: of two reservations of one holder the one that names the EVSE is used first', async () => {
  const bench = await reserved({ id: 1 }, { id: 2, evseId: 1 });
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  const used = bench.got('TransactionEvent').flatMap(({ reservationId = [] }) => reservationId);
  assert.deepEqual(used, [2]);
  await bench.end();
});

test('F01.FR.22: a group that is told is not asked about, and has to be that of the reservation', async () => {
  const bench = await reserved({
    id: 1,
    evseId: 1,
    groupIdToken: { idToken: 'FLEET', type: 'Central' },
  });
  const start = (group: string, remoteStartId: number) =>
    bench.ask('RequestStartTransaction', {
      evseId: 1,
      remoteStartId,
      idToken: { idToken: 'GUEST', type: 'ISO14443' },
      groupIdToken: { idToken: group, type: 'Central' },
    });
  assert.deepEqual(await start('OTHERS', 1), {
    status: 'Rejected',
    statusInfo: { reasonCode: 'Unspecified' },
  });
  assert.deepEqual(await start('FLEET', 2), { status: 'Accepted' });
  await bench.end();
});

test('H01.FR.11, .12, .14: what keeps all EVSEs from being reserved, where it is not the same for each', async () => {
  const bench = await reserved();
  const reserve = async () => {
    const expiryDateTime = new Date(bench.clock.epochMs() + 3_600_000).toISOString();
    const answer = await bench.ask('ReserveNow', { id: 1, expiryDateTime, idToken: CARD });
    return Object(answer).status;
  };
  bench.station.fault(1, 'GroundFailure');
  await bench.ask('ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 2 } });
  await bench.pass(1_000);
  assert.equal(await reserve(), 'Unavailable');
  bench.station.fault(2, 'GroundFailure');
  assert.equal(await reserve(), 'Faulted');
  bench.station.clearFault(2);
  await bench.ask('ChangeAvailability', { operationalStatus: 'Operative', evse: { id: 2 } });
  bench.station.plugIn(2);
  await bench.pass(1_000);
  assert.equal(await reserve(), 'Occupied');
  await bench.end();
});
