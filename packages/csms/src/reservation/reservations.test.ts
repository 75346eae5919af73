import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { csmsUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';

const wish = {
  evseId: 1,
  idToken: 'DRIVER',
  idTokenType: 'ISO14443',
  groupIdToken: 'FLEET',
  expiresAt: at(600),
};

async function bench(subprotocol: 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1', answer = 'Accepted') {
  const under = await csmsUnderTest();
  const station = await foreignStation(under.port, 'CS-1', subprotocol);
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  const asked: unknown[] = [];
  station.handle('ReserveNow', (payload) => {
    asked.push(payload);
    return { status: answer };
  });
  station.handle('CancelReservation', (payload) => {
    asked.push(payload);
    return { status: answer };
  });
  return {
    under,
    station,
    asked,
    reservations: under.csms.blocks.reservations,
    async [Symbol.asyncDispose]() {
      await station[Symbol.asyncDispose]();
      await under[Symbol.asyncDispose]();
    },
  };
}

describe('a reservation', () => {
  for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`is held, and ends as its station says: TC_H_01_CSMS, TC_H_20_CSMS over ${subprotocol}`, async () => {
      await using under = await bench(subprotocol);
      const { reservations, station, asked } = under;
      const held = await reservations.reserve('CS-1', wish, 'test');
      assert.equal(held.state, 'Active');
      assert.deepEqual(asked, [
        {
          id: held.id,
          expiryDateTime: at(600),
          idToken: { idToken: 'DRIVER', type: 'ISO14443' },
          evseId: 1,
          groupIdToken: { idToken: 'FLEET', type: 'Central' },
        },
      ]);
      for (const [reservationUpdateStatus, state] of [
        ['Expired', 'Expired'],
        ['Removed', 'Removed'],
      ] as const) {
        await station.call('ReservationStatusUpdate', {
          reservationId: held.id,
          reservationUpdateStatus,
        });
        assert.equal((await reservations.get(held.id)).state, state);
      }
      const { items } = await reservations.list({ stationId: 'CS-1', state: 'Removed', limit: 9 });
      assert.deepEqual(
        items.map(({ id }) => id),
        [held.id],
      );
    });
  }

  it('is cancelled: TC_H_17_CSMS', async () => {
    await using under = await bench('ocpp2.0.1');
    const held = await under.reservations.reserve('CS-1', wish, 'test');
    assert.equal((await under.reservations.cancel(held.id, 'test')).state, 'Cancelled');
    assert.deepEqual(under.asked.at(-1), { reservationId: held.id });
    assert.equal((await under.reservations.cancel(held.id, 'test')).state, 'Cancelled');
    assert.equal(under.asked.length, 2);
    await assert.rejects(under.reservations.cancel(99, 'test'), { code: 'notFound' });
    await assert.rejects(under.reservations.reserve('CS-9', wish, 'test'), {
      code: 'unknownStation',
    });
  });

  it('is refused', async () => {
    await using under = await bench('ocpp2.1', 'Occupied');
    const refused = await under.reservations.reserve('CS-1', wish, 'test');
    assert.deepEqual([refused.state, refused.status], ['Refused', 'Occupied']);
    await under.under.csms.commands.putStation('CS-2', {});
    const away = await under.reservations.reserve('CS-2', wish, 'test');
    assert.equal(away.state, 'Refused');
    assert.ok(away.status !== undefined && away.status.length > 10);
  });

  it('is not asked for when its end is over', async () => {
    await using under = await bench('ocpp2.1');
    const { reservations, asked } = under;
    for (const expiresAt of ['2020-01-01T00:00:00Z', at(0)]) {
      const late = reservations.reserve('CS-1', { ...wish, expiresAt }, 'test');
      await assert.rejects(late, { code: 'invalidValue' });
    }
    assert.deepEqual([asked, (await reservations.list({ limit: 9 })).items], [[], []]);
  });

  it('may be held by a station whose answer says nothing: it can be cancelled', async () => {
    await using under = await bench('ocpp2.1');
    const { reservations, station, asked } = under;
    station.handle('ReserveNow', () => ({ status: 'Accepted', extra: 1 }));
    const doubtful = await reservations.reserve('CS-1', wish, 'test');
    assert.equal(doubtful.state, 'Requested');
    assert.ok(doubtful.status !== undefined);
    assert.equal((await reservations.cancel(doubtful.id, 'test')).state, 'Cancelled');
    assert.deepEqual(asked, [{ reservationId: doubtful.id }]);
  });

  it('was used when a station tells so that was offline at its end', async () => {
    await using under = await bench('ocpp2.1');
    const { reservations, station } = under;
    const held = await reservations.reserve('CS-1', wish, 'test');
    await under.under.clock.advance(7_200_000);
    assert.equal((await reservations.get(held.id)).state, 'Expired');
    const started = { offline: true, reservationId: held.id };
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started', started));
    await under.under.clock.settle();
    const used = await reservations.get(held.id);
    assert.deepEqual([used.state, used.transaction], ['Used', 1]);
    // Nothing that it has kept for later takes that back.
    const expired = { reservationId: held.id, reservationUpdateStatus: 'Expired' };
    await station.call('ReservationStatusUpdate', expired);
    assert.equal((await reservations.get(held.id)).state, 'Used');
    // A number of somebody else's reservation says nothing of ours.
    const other = await reservations.reserve('CS-1', { ...wish, expiresAt: at(9_000) }, 'test');
    await using stranger = await foreignStation(under.under.port, 'CS-2', 'ocpp2.1');
    await stranger.call('BootNotification', boot2);
    const foreign = transactionEvent('T', 0, 'Started', { reservationId: other.id });
    await stranger.call('TransactionEvent', foreign);
    await under.under.clock.settle();
    assert.equal((await reservations.get(other.id)).state, 'Active');
  });

  it('of 1.6 is used by the transaction that names it, or expires by the clock', async () => {
    await using under = await bench('ocpp1.6');
    const { reservations, station } = under;
    const used = await reservations.reserve('CS-1', wish, 'test');
    assert.deepEqual(under.asked, [
      {
        connectorId: 1,
        expiryDate: at(600),
        idTag: 'DRIVER',
        parentIdTag: 'FLEET',
        reservationId: used.id,
      },
    ]);
    await station.call('StartTransaction', {
      connectorId: 1,
      idTag: 'DRIVER',
      meterStart: 0,
      timestamp: at(1),
      reservationId: used.id,
    });
    const view = await reservations.get(used.id);
    assert.deepEqual([view.state, view.transaction], ['Used', 1]);

    const forgotten = await reservations.reserve('CS-1', wish, 'test');
    await under.under.clock.advance(600_000);
    assert.equal((await reservations.get(forgotten.id)).state, 'Active');
    await under.under.clock.advance(60_000);
    assert.equal((await reservations.get(forgotten.id)).state, 'Expired');
  });

  it('expires also when the disk is full at its end', async () => {
    const disk = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
    const logic = await logicUnderTest({ database: disk });
    const { reservations } = logic.csms.blocks;
    await new LinkedStations(logic).boot('CS-1', '2.1');
    const { id } = await reservations.reserve('CS-1', wish, 'test');
    disk.become('full');
    disk.writes = [];
    await logic.clock.advance(720_000);
    assert.equal((await reservations.get(id)).state, 'Active');
    assert.ok(disk.writes.length <= 8, `${disk.writes.length} tries in a minute`);
    disk.become('normal');
    await logic.clock.advance(10_000);
    assert.equal((await reservations.get(id)).state, 'Expired');
  });

  it('of 2.x is used by the transaction that names it', async () => {
    await using under = await bench('ocpp2.1');
    const { id } = await under.reservations.reserve('CS-1', wish, 'test');
    const started = transactionEvent('T', 0, 'Started', { reservationId: id });
    await under.station.call('TransactionEvent', started);
    assert.equal((await under.reservations.get(id)).state, 'Used');
  });
});

describe('a ReserveNow that was sent past the table', () => {
  it('may have its answer late', async () => {
    const logic = await logicUnderTest();
    const { csms, clock, failures } = logic;
    const station = await new LinkedStations(logic).boot('CS-1', '2.1');
    station.answer = () => undefined;
    const request = {
      id: 559_385,
      expiryDateTime: at(600),
      idToken: { idToken: 'DRIVER', type: 'ISO14443' },
    };
    const options = { by: 'test', timeoutS: 5 };
    const sending = csms.blocks.outbox.send('CS-1', 'ReserveNow', request, options);
    await clock.advance(6_000);
    assert.equal((await sending).state, 'timedOut');
    station.answerLate({ status: 'Accepted' });
    await clock.settle();
    assert.deepEqual(failures, []);
    assert.deepEqual((await csms.blocks.reservations.list({ limit: 9 })).items, []);
  });
});
