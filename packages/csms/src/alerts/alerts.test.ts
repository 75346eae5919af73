import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MRECS } from '@northbound/protocol/tables';
import { type CsmsUnderTest, csmsUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import type { CsmsEvent } from '../views.ts';

let lastEventId = 0;

/** One entry of a NotifyEvent. */
function event(component: object, variable: string, actualValue: string, more: object = {}) {
  lastEventId += 1;
  return {
    eventId: lastEventId,
    timestamp: at(lastEventId),
    trigger: 'Alerting',
    actualValue,
    eventNotificationType: 'HardWiredNotification',
    component,
    variable: { name: variable },
    ...more,
  };
}

function notify(station: ForeignStation, ...eventData: object[]): Promise<unknown> {
  return station.call('NotifyEvent', { generatedAt: at(0), seqNo: 0, eventData });
}

const rcd = { name: 'RCD', evse: { id: 1 } };
const connector = { name: 'Connector', evse: { id: 1, connectorId: 1 } };

describe('alerts', () => {
  let under: CsmsUnderTest;
  before(async () => {
    under = await csmsUnderTest();
  });
  after(() => under[Symbol.asyncDispose]());

  const open = async (stationId: string) => {
    const { items } = await under.csms.blocks.alerts.page({ stationId, open: true, limit: 50 });
    return items;
  };
  const station2 = async (id: string, protocol: 'ocpp2.0.1' | 'ocpp2.1' = 'ocpp2.1') => {
    const station = await foreignStation(under.port, id, protocol);
    await station.call('BootNotification', {
      ...boot2,
      chargingStation: { vendorName: 'V', model: 'M2', firmwareVersion: '1.0' },
    });
    return station;
  };
  const station16 = async (id: string) => {
    const station = await foreignStation(under.port, id, 'ocpp1.6');
    await station.call('BootNotification', boot16);
    return station;
  };
  const status16 = (station: ForeignStation, payload: object) =>
    station.call('StatusNotification', { connectorId: 1, status: 'Faulted', ...payload });

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_N_21_CSMS in ${protocol}: open with an MREC, and are over when the station says so`, async () => {
      const id = `MREC-${protocol}`;
      await using station = await station2(id, protocol);
      const live: CsmsEvent[] = [];
      under.bus.subscribe({ stationId: id, types: ['alert'] }, (each) => live.push(each));
      const tripped = { techCode: 'CX002', techInfo: 'RCD 30 mA' };
      await notify(station, event(rcd, 'Tripped', 'true', tripped));
      const [alert] = await open(id);
      assert.equal(alert?.code, 'CX002');
      assert.equal(alert?.name, 'GroundFailure');
      assert.equal(alert?.severity, 1);
      assert.equal(alert?.evseId, 1);
      assert.equal(alert?.info, 'RCD 30 mA');
      assert.match(alert?.happened ?? '', /leaks to earth/);
      assert.deepEqual(alert?.actors, ['technician', 'vehicleManufacturer']);
      assert.ok((alert?.helps.length ?? 0) > 0);
      await notify(station, event(rcd, 'Tripped', 'true', tripped));
      assert.equal((await open(id))[0]?.occurrences, 2);
      // The end leaves the code out.
      await notify(station, event(rcd, 'Tripped', 'false', { cleared: true }));
      assert.deepEqual(await open(id), []);
      assert.equal(live.length, 3);
      const { items } = await under.csms.blocks.alerts.page({ stationId: id, limit: 5 });
      assert.deepEqual([items.length, items[0]?.clearedBy], [1, 'station']);
    });
  }

  it('decode all codes of both ways to tell them', async () => {
    await using two = await station2('ALL-2');
    await using one = await station16('ALL-16');
    for (const [code, { errorCode16, component, variable }] of Object.entries(MRECS)) {
      const place = { name: component, evse: { id: 1 } };
      await notify(two, event(place, variable, 'true', { techCode: code }));
      await status16(one, {
        errorCode: errorCode16,
        vendorId: 'https://chargex.inl.gov',
        vendorErrorCode: code,
        timestamp: at(lastEventId),
      });
    }
    for (const id of ['ALL-2', 'ALL-16']) {
      const found = new Map((await open(id)).map((alert) => [alert.code, alert]));
      assert.deepEqual([...found.keys()].sort(), Object.keys(MRECS).sort(), id);
      for (const [code, { name, component }] of Object.entries(MRECS)) {
        const alert = found.get(code);
        assert.equal(alert?.scheme, 'MREC');
        assert.equal(alert?.name, name);
        assert.equal(alert?.component, component);
        assert.ok((alert?.happened.length ?? 0) > 10 && (alert?.helps.length ?? 0) > 0, code);
        assert.ok((alert?.actors.length ?? 0) > 0, code);
      }
    }
    // Whatever a connector of 1.6 had, NoError ends it.
    await status16(one, { status: 'Available', errorCode: 'NoError', timestamp: at(9_000) });
    assert.deepEqual(await open('ALL-16'), []);
  });

  it('of 1.6 come from error codes, codes of makers, lists of them, and Faulted alone', async () => {
    await using station = await station16('OLD');
    const codes = async () =>
      (await open('OLD')).map(({ scheme, code, severity }) => [scheme, code, severity]);
    await status16(station, { errorCode: 'ReaderFailure', timestamp: at(10) });
    assert.deepEqual(await codes(), [['OCPP16', 'ReaderFailure', 3]]);
    await status16(station, { status: 'Available', errorCode: 'NoError', timestamp: at(11) });
    await status16(station, {
      status: 'Charging',
      errorCode: 'OtherError',
      vendorErrorCode: 'E7',
      vendorId: 'maker',
      timestamp: at(12),
    });
    assert.deepEqual(await codes(), [['Vendor', 'E7', 5]]);
    await status16(station, { status: 'Charging', errorCode: 'NoError', timestamp: at(13) });
    await status16(station, {
      errorCode: 'OtherError',
      vendorErrorCode: 'CX017, cx024',
      timestamp: at(14),
    });
    assert.deepEqual((await codes()).map(([, code]) => code).sort(), ['CX017', 'CX024']);
    await status16(station, { errorCode: 'NoError', timestamp: at(15) });
    assert.deepEqual(await codes(), [['Availability', 'Faulted', 3]]);
    await status16(station, { connectorId: 0, errorCode: 'WeakSignal', timestamp: at(16) });
    await status16(station, { status: 'Available', errorCode: 'NoError', timestamp: at(17) });
    assert.deepEqual(await codes(), [['OCPP16', 'WeakSignal', 3]]);
  });

  it('open for Faulted connectors and problems of parts, and end by recovery', async () => {
    await using station = await station2('PARTS');
    await notify(
      station,
      event(connector, 'AvailabilityState', 'Faulted', { trigger: 'Delta' }),
      event({ name: 'PowerContactor', evse: { id: 1 } }, 'Problem', 'true'),
      event(connector, 'Problem', 'true', { techCode: 'CX020' }),
    );
    const found = (await open('PARTS')).map(({ code }) => code).sort();
    assert.deepEqual(found, ['CX020', 'Faulted', 'PowerContactor.Problem']);
    // The plug is out: what belonged to the session is over, the contactor is not.
    await notify(station, event(connector, 'AvailabilityState', 'Available', { trigger: 'Delta' }));
    assert.deepEqual(
      (await open('PARTS')).map(({ code }) => code),
      ['PowerContactor.Problem'],
    );
    await notify(station, event({ name: 'PowerContactor', evse: { id: 1 } }, 'Problem', 'false'));
    assert.deepEqual(await open('PARTS'), []);
    const faulted = { evseId: 2, connectorId: 1, connectorStatus: 'Faulted', timestamp: at(5) };
    await station.call('StatusNotification', faulted);
    assert.equal((await open('PARTS'))[0]?.evseId, 2);
    const fine = { ...faulted, connectorStatus: 'Occupied', timestamp: at(6) };
    await station.call('StatusNotification', fine);
    assert.deepEqual(await open('PARTS'), []);
  });

  it('TC_G_20_CSMS, TC_N_49_CSMS: of a lock and of a threshold end after a reboot too', async () => {
    const lock = { name: 'ConnectorPlugRetentionLock', evse: { id: 1, connectorId: 1 } };
    const monitored = { variableMonitoringId: 7, severity: 4 };
    const first = await station2('REBOOTS');
    await notify(
      first,
      event(lock, 'Problem', 'true'),
      event({ name: 'TemperatureSensor' }, 'Temperature', '91', monitored),
    );
    assert.equal((await open('REBOOTS')).length, 2);
    await first[Symbol.asyncDispose]();
    await using again = await station2('REBOOTS');
    await notify(
      again,
      event(lock, 'Problem', 'false'),
      event({ name: 'TemperatureSensor' }, 'Temperature', '40', { ...monitored, cleared: true }),
    );
    assert.deepEqual(await open('REBOOTS'), []);
  });

  it('come late, or again after a lost answer, without a second effect', async () => {
    await using station = await station2('LATE');
    const first = event(rcd, 'Tripped', 'true', { techCode: 'CX002' });
    const over = event(rcd, 'Tripped', 'false', { techCode: 'CX002', cleared: true });
    await notify(station, first);
    await notify(station, first);
    assert.equal((await open('LATE'))[0]?.occurrences, 1);
    await notify(station, over);
    await notify(station, first);
    assert.deepEqual(await open('LATE'), []);
    const { items } = await under.csms.blocks.monitors.events({ stationId: 'LATE', limit: 10 });
    assert.deepEqual(
      items.map(({ eventId, cleared, techCode }) => [eventId, cleared, techCode]),
      [
        [over.eventId, true, 'CX002'],
        [first.eventId, undefined, 'CX002'],
      ],
    );
  });

  it('of states come and go as they are told, also when the clock of the station is set back', async () => {
    await using old = await station16('BACK-16');
    await using young = await station2('BACK-2');
    const told: readonly [string, (state: 'Faulted' | 'Available', atS: number) => unknown][] = [
      [
        'BACK-16',
        (status, atS) => {
          const errorCode = status === 'Faulted' ? 'ReaderFailure' : 'NoError';
          return status16(old, { status, errorCode, timestamp: at(atS) });
        },
      ],
      [
        'BACK-2',
        (state, atS) => {
          const more = { trigger: 'Delta', timestamp: at(atS) };
          return notify(young, event(connector, 'AvailabilityState', state, more));
        },
      ],
    ];
    for (const [id, tells] of told) {
      await tells('Faulted', 7_200);
      await tells('Available', 3_600);
      assert.deepEqual(await open(id), []);
      await tells('Faulted', 3_700);
      assert.equal((await open(id)).length, 1);
      await tells('Available', 3_800);
      assert.deepEqual(await open(id), []);
    }
  });

  it('are not made of names that only JavaScript knows', async () => {
    await using station = await station2('NAMES');
    for (const name of ['constructor', '__proto__', 'toString']) {
      await notify(
        station,
        event({ name }, name, 'true', { trigger: 'Delta', techCode: '' }),
        event(connector, 'AvailabilityState', name, { trigger: 'Delta' }),
      );
    }
    assert.deepEqual(await open('NAMES'), []);
  });

  it('of a station whose clock is in 2099 end all the same', async () => {
    await using station = await station2('AHEAD');
    const wrong = { techCode: 'CX002', timestamp: '2099-01-01T00:00:00Z' };
    await notify(station, event(rcd, 'Tripped', 'true', wrong));
    assert.equal((await open('AHEAD'))[0]?.openedAt, at(0));
    await notify(station, event(rcd, 'Tripped', 'false', { cleared: true }));
    assert.deepEqual(await open('AHEAD'), []);
  });

  it('TC_N_48_CSMS, TC_N_50_CSMS: of periodic values, of secrets and of operation are events only', async () => {
    await using station = await station2('QUIET');
    const sensor = { name: 'TemperatureSensor' };
    await notify(
      station,
      event(sensor, 'Temperature', '30', { trigger: 'Periodic', variableMonitoringId: 1 }),
      event(sensor, 'Temperature', '31', { severity: 8, variableMonitoringId: 2 }),
      event(sensor, 'Temperature', '', { trigger: 'Delta' }),
    );
    assert.deepEqual(await open('QUIET'), []);
    await notify(station, event(sensor, 'Temperature', '90', { severity: 4 }));
    assert.equal((await open('QUIET'))[0]?.scheme, 'Monitor');
  });

  it('are acknowledged and closed by operators', async () => {
    await using station = await station2('OPERATED');
    await notify(station, event(rcd, 'Tripped', 'true', { techCode: 'CX002' }));
    const [alert] = await open('OPERATED');
    assert.ok(alert);
    const { alerts } = under.csms.blocks;
    const noted = await alerts.acknowledge(alert.id, 'Ada', 'Ordered.');
    assert.deepEqual([noted.acknowledgedBy, noted.note], ['Ada', 'Ordered.']);
    // Who comes second does not take the place of the first.
    await assert.rejects(alerts.acknowledge(alert.id, 'Bob', 'Looking.'), {
      code: 'conflict',
      message: `Ada acknowledged it at ${noted.acknowledgedAt}.`,
    });
    assert.deepEqual(await alerts.get(alert.id), noted);
    // What the station says afterwards keeps the note.
    await notify(station, event(rcd, 'Tripped', 'true', { techCode: 'CX002' }));
    assert.equal((await open('OPERATED'))[0]?.acknowledgedBy, 'Ada');
    const unnoted = await alerts.page({ stationId: 'OPERATED', acknowledged: false, limit: 5 });
    assert.deepEqual(unnoted.items, []);
    const closed = await alerts.clear(alert.id, 'Bob', 'Repaired.');
    assert.deepEqual([closed.clearedBy, closed.note], ['operator', 'Ordered.\nRepaired.']);
    assert.equal(closed.acknowledgedBy, 'Ada');
    await assert.rejects(alerts.clear(alert.id, 'Bob', 'Again.'), { code: 'conflict' });
    assert.deepEqual(await alerts.get(alert.id), closed);
    await notify(station, event(rcd, 'Tripped', 'true', { techCode: 'CX002' }));
    assert.notEqual((await open('OPERATED'))[0]?.id, alert.id);
    await assert.rejects(alerts.acknowledge(99_999, 'Ada', undefined), { code: 'notFound' });
  });

  it('are counted by code, model and firmware', async () => {
    const { alerts } = under.csms.blocks;
    const [first] = await alerts.frequency({ code: 'CX002' });
    assert.deepEqual(
      [first?.name, first?.vendor, first?.model, first?.firmwareVersion],
      ['GroundFailure', 'V', 'M2', '1.0'],
    );
    assert.ok((first?.alerts ?? 0) >= 5 && (first?.stations ?? 0) >= 5);
    assert.deepEqual(await alerts.frequency({ code: 'CX002', to: '2020-01-01T00:00:00Z' }), []);
  });

  it('outlive a restart', async () => {
    const again = await logicUnderTest({ database: under.database });
    const { alerts } = again.csms.blocks;
    const { items } = await alerts.page({ stationId: 'OPERATED', open: true, limit: 5 });
    assert.equal(items.length, 1);
    const station = again.csms.stations.get('OPERATED');
    assert.ok(station);
    const over = { kind: 'clear', by: 'station', mayBeLate: true } as const;
    assert.ok(
      alerts.change(station, [{ ...over, atMs: Date.parse(at(50_000)), fits: () => true }]),
    );
    await again.csms.close();
  });

  it('end with their station', async () => {
    const station = await station2('REMOVED');
    await notify(station, event(rcd, 'Tripped', 'true', { techCode: 'CX002' }));
    await station[Symbol.asyncDispose]();
    await under.csms.commands.deleteStation('REMOVED');
    assert.deepEqual(await open('REMOVED'), []);
  });

  it('of a station that invents codes fill its own room only', async () => {
    await using station = await station2('INVENTS');
    for (let part = 0; part < 3; part += 1) {
      const many = Array.from({ length: 100 }, (_, i) =>
        event(rcd, 'Tripped', 'true', { techCode: `X${part}-${i}` }),
      );
      await notify(station, ...many);
    }
    const { items } = await under.csms.blocks.alerts.page({
      stationId: 'INVENTS',
      open: true,
      limit: 500,
    });
    assert.equal(items.length, 200);
  });
});
