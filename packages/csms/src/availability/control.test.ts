import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';

type Subprotocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

async function stationThat(under: CsmsUnderTest, subprotocol: Subprotocol, answer = 'Accepted') {
  const station = await foreignStation(under.port, 'CS-1', subprotocol);
  const asked: unknown[] = [];
  const waiting: (() => void)[] = [];
  station.handle('ChangeAvailability', (payload) => {
    asked.push(payload);
    for (const wake of waiting.splice(0)) wake();
    return { status: answer };
  });
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  return {
    station,
    asked,
    /** Resolves with the next thing it is asked. */
    async next(): Promise<unknown> {
      if (asked.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return asked.shift();
    },
    [Symbol.asyncDispose]: () => station[Symbol.asyncDispose](),
  };
}

function status(subprotocol: Subprotocol, connectorStatus: 'Available' | 'Unavailable') {
  return subprotocol === 'ocpp1.6'
    ? { connectorId: 1, errorCode: 'NoError', status: connectorStatus, timestamp: at(1) }
    : { evseId: 1, connectorId: 1, connectorStatus, timestamp: at(1) };
}

describe('what operators want of a station', () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`is asked for, compared with reports, and asked for again after a boot over ${subprotocol}`, async () => {
      await using under = await csmsUnderTest();
      const { availability } = under.csms.blocks;
      await using bench = await stationThat(under, subprotocol);
      const out = { evseId: 1, operationalStatus: 'Inoperative' } as const;
      const wanted = await availability.put('CS-1', out, 'test');
      const command =
        subprotocol === 'ocpp1.6'
          ? { connectorId: 1, type: 'Inoperative' }
          : { evse: { id: 1 }, operationalStatus: 'Inoperative' };
      assert.deepEqual(await bench.next(), command);
      assert.deepEqual([wanted.answer, wanted.drift], ['Accepted', false]);
      await bench.station.call('StatusNotification', status(subprotocol, 'Available'));
      assert.equal(availability.list('CS-1')[0]?.drift, true);
      await bench.station.call('StatusNotification', status(subprotocol, 'Unavailable'));
      assert.equal(availability.list('CS-1')[0]?.drift, false);
      await bench.station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
      assert.deepEqual(await bench.next(), command);
      await availability.put('CS-1', { ...out, operationalStatus: 'Operative' }, 'test');
      assert.equal(JSON.stringify(await bench.next()).includes('"Operative"'), true);
      await bench.station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
      assert.deepEqual(bench.asked, []);
      await assert.rejects(availability.put('CS-9', out, 'test'), { code: 'unknownStation' });
    });
  }

  it('waits for a station that is away', async () => {
    await using under = await csmsUnderTest();
    const { availability } = under.csms.blocks;
    await (await stationThat(under, 'ocpp2.1'))[Symbol.asyncDispose]();
    const out = { evseId: 0, operationalStatus: 'Inoperative' } as const;
    const wanted = await availability.put('CS-1', out, 'test');
    assert.notEqual(wanted.answer, 'Accepted');
    await using bench = await stationThat(under, 'ocpp2.1');
    assert.deepEqual(await bench.next(), { operationalStatus: 'Inoperative' });
  });
});

describe('a maintenance window', () => {
  it('takes stations out when it begins and back when it ends', async () => {
    await using under = await csmsUnderTest();
    const { maintenanceWindows, availability } = under.csms.blocks;
    await using bench = await stationThat(under, 'ocpp2.1');
    const planned = await maintenanceWindows.plan({
      stationIds: ['CS-1'],
      startsAt: at(100),
      endsAt: at(200),
    });
    assert.equal(planned.state, 'Planned');
    assert.deepEqual(bench.asked, []);
    await under.clock.advance(100_000);
    assert.deepEqual(await bench.next(), { operationalStatus: 'Inoperative' });
    assert.equal(availability.list('CS-1')[0]?.window, planned.id);
    await under.clock.advance(100_000);
    assert.deepEqual(await bench.next(), { operationalStatus: 'Operative' });
    const { items } = await maintenanceWindows.list({ limit: 9 });
    assert.deepEqual(
      items.map(({ state }) => state),
      ['Closed'],
    );
  });

  it('leaves out what an operator has taken out, and ends early when it is cancelled', async () => {
    await using under = await csmsUnderTest();
    const { maintenanceWindows, availability } = under.csms.blocks;
    await using bench = await stationThat(under, 'ocpp2.0.1');
    const window = await maintenanceWindows.plan({
      stationIds: ['CS-1'],
      startsAt: at(0),
      endsAt: at(200),
    });
    assert.equal(window.state, 'Open');
    assert.deepEqual(await bench.next(), { operationalStatus: 'Inoperative' });
    const back = { evseId: 0, operationalStatus: 'Operative' } as const;
    assert.equal((await availability.put('CS-1', back, 'test')).desired, 'Inoperative');
    await bench.next();
    assert.equal((await maintenanceWindows.cancel(window.id)).state, 'Cancelled');
    assert.deepEqual(await bench.next(), { operationalStatus: 'Operative' });
    await assert.rejects(maintenanceWindows.cancel(window.id), { code: 'notFound' });
  });

  it('that makes no sense is refused', async () => {
    await using under = await csmsUnderTest();
    const { maintenanceWindows } = under.csms.blocks;
    const times = { startsAt: at(100), endsAt: at(200) };
    await assert.rejects(maintenanceWindows.plan(times), { code: 'conflict' });
    await assert.rejects(maintenanceWindows.plan({ ...times, group: 'G', endsAt: at(100) }), {
      code: 'conflict',
    });
    await assert.rejects(maintenanceWindows.plan({ ...times, stationIds: ['CS-9'] }), {
      code: 'unknownStation',
    });
  });
});
