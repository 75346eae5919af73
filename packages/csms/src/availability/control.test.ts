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

  it('is asked of a station that comes back without a boot, but not before it could have booted', async () => {
    await using under = await csmsUnderTest();
    const { availability } = under.csms.blocks;
    await (await stationThat(under, 'ocpp2.1'))[Symbol.asyncDispose]();
    const out = { evseId: 1, operationalStatus: 'Inoperative' } as const;
    await availability.put('CS-1', out, 'test');
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.1');
    const asked: unknown[] = [];
    station.handle('ChangeAvailability', (payload) => {
      asked.push(payload);
      return { status: 'Accepted' };
    });
    await under.clock.advance(4_000);
    assert.deepEqual(asked, []);
    await under.clock.advance(2_000);
    assert.deepEqual(asked, [{ evse: { id: 1 }, operationalStatus: 'Inoperative' }]);
  });

  it('of a connector names its EVSE', async () => {
    await using under = await csmsUnderTest();
    const { availability } = under.csms.blocks;
    await using bench = await stationThat(under, 'ocpp2.1');
    const wish = { evseId: 0, connectorId: 2, operationalStatus: 'Inoperative' } as const;
    await assert.rejects(availability.put('CS-1', wish, 'test'), { code: 'conflict' });
    assert.deepEqual([bench.asked, availability.list('CS-1')], [[], []]);
    await availability.put('CS-1', { ...wish, evseId: 1 }, 'test');
    const evse = { id: 1, connectorId: 2 };
    assert.deepEqual(bench.asked, [{ evse, operationalStatus: 'Inoperative' }]);
  });

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

/** Two EVSEs, as each version says: in 1.6 connector 0 is all of them (5.2), in 2.x each keeps its own state (G03). */
class TwoEvses {
  readonly #own = new Map<number, unknown>();
  /** What it was asked since the last look: EVSE and status. */
  asked: string[] = [];

  take(payload: unknown): { status: string } {
    const { connectorId, type, evse, operationalStatus } = Object(payload);
    const evseId = connectorId ?? Object(evse).id ?? 0;
    const status = type ?? operationalStatus;
    this.asked.push(`${evseId} ${status}`);
    this.#own.set(evseId, status);
    if (connectorId === 0) for (const id of [1, 2]) this.#own.set(id, status);
    return { status: 'Accepted' };
  }

  /** The EVSEs that are out. */
  get out(): number[] {
    const isOut = (id: number) => this.#own.get(id) === 'Inoperative';
    return [1, 2].filter((id) => isOut(id) || isOut(0));
  }

  look(): string[] {
    return this.asked.splice(0);
  }
}

describe('a maintenance window', () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`of a station outranks its EVSEs, and leaves out what was out before: ${subprotocol}`, async () => {
      await using under = await csmsUnderTest();
      const { availability, maintenanceWindows } = under.csms.blocks;
      await using bench = await stationThat(under, subprotocol);
      const station = new TwoEvses();
      bench.station.handle('ChangeAvailability', (payload) => station.take(payload));
      const want = (evseId: number, operationalStatus: 'Operative' | 'Inoperative') =>
        availability.put('CS-1', { evseId, operationalStatus }, 'test');
      await want(1, 'Inoperative');
      const times = { startsAt: at(10), endsAt: at(100) };
      const { id } = await maintenanceWindows.plan({ stationIds: ['CS-1'], ...times });
      await under.clock.advance(20_000);
      assert.deepEqual(
        [station.look(), station.out],
        [
          ['1 Inoperative', '0 Inoperative'],
          [1, 2],
        ],
      );

      const wish = await want(2, 'Operative');
      assert.deepEqual([wish.desired, wish.window, wish.drift], ['Inoperative', id, false]);
      assert.deepEqual(station.look(), []);

      await under.clock.advance(100_000);
      assert.deepEqual(station.out, [1]);
      // The same without a window.
      await want(0, 'Inoperative');
      await want(0, 'Operative');
      assert.deepEqual(station.out, [1]);
      // What was wanted while it was out comes back with it.
      await want(0, 'Inoperative');
      assert.equal((await want(1, 'Operative')).desired, 'Inoperative');
      assert.deepEqual(station.out, [1, 2]);
      await want(0, 'Operative');
      assert.deepEqual(station.out, []);
      assert.deepEqual(
        availability.list('CS-1').map(({ evseId, desired }) => [evseId, desired]),
        [0, 1, 2].map((evseId) => [evseId, 'Operative']),
      );
    });
  }

  it('of a group is for who joins it meanwhile, and no more for who leaves it', async () => {
    await using under = await csmsUnderTest();
    const { groups, maintenanceWindows } = under.csms.blocks;
    await using bench = await stationThat(under, 'ocpp2.1');
    await maintenanceWindows.plan({ group: 'site', startsAt: at(0), endsAt: at(200) });
    await under.clock.advance(1_000);
    assert.deepEqual(bench.asked, []);
    await groups.put('CS-1', ['site']);
    assert.deepEqual(await bench.next(), { operationalStatus: 'Inoperative' });
    await groups.put('CS-1', []);
    assert.deepEqual(await bench.next(), { operationalStatus: 'Operative' });
    await under.clock.advance(300_000);
    assert.deepEqual(bench.asked, []);
  });

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
