import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';

/** One variable of a report. */
function reported(component: string, variable: string, value: string, more: object = {}): object {
  return {
    component: { name: component, ...more },
    variable: { name: variable },
    variableAttribute: [{ value, mutability: 'ReadWrite' }],
    variableCharacteristics: { dataType: 'integer', supportsMonitoring: false },
  };
}

function page(requestId: number, seqNo: number, tbc: boolean, reportData: object[]): object {
  const data = reportData.length === 0 ? {} : { reportData };
  return { requestId, seqNo, tbc, generatedAt: at(0), ...data };
}

/** What the station was asked: the requestId of its last GetBaseReport. */
interface Asked {
  readonly requestId: number;
  readonly reportBase: string;
}

describe('reports of the device model', () => {
  let under: CsmsUnderTest;
  before(async () => {
    under = await csmsUnderTest();
  });
  after(() => under[Symbol.asyncDispose]());

  const variables = async (stationId: string) => {
    const { items } = await under.csms.blocks.twin.page(stationId, { limit: 1000 });
    return items;
  };
  const lastReport = async (stationId: string) => {
    const { items } = await under.csms.blocks.modelReports.page(stationId, { limit: 1 });
    return items[0];
  };
  const ask = (stationId: string) =>
    under.csms.blocks.askReports.ask(stationId, { base: 'FullInventory' }, 'test');

  /** A station that accepts GetBaseReport and remembers what it was asked. */
  async function reporting(id: string, protocol: 'ocpp2.0.1' | 'ocpp2.1') {
    const station: ForeignStation = await foreignStation(under.port, id, protocol);
    const asked: unknown[] = [];
    station.handle('GetBaseReport', (payload) => {
      asked.push(payload);
      return { status: 'Accepted' };
    });
    await station.call('BootNotification', boot2);
    return { station, asked };
  }

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_B_13_CSMS in ${protocol}: are put together from pages in any order`, async () => {
      const id = `ORDER-${protocol}`;
      const { station, asked } = await reporting(id, protocol);
      await using _station = station;
      const { requestId } = await ask(id);
      assert.deepEqual(asked, [{ requestId, reportBase: 'FullInventory' }] satisfies Asked[]);
      const pages = [
        page(requestId, 0, true, [reported('TxCtrlr', 'EVConnectionTimeOut', '30')]),
        page(requestId, 1, true, [reported('EVSE', 'Power', '22000', { evse: { id: 1 } })]),
        page(requestId, 2, false, [
          reported('Connector', 'SupplyPhases', '3', { evse: { id: 1, connectorId: 1 } }),
        ]),
      ] as const;
      for (const part of [pages[2], pages[0]]) await station.call('NotifyReport', part);
      const half = await lastReport(id);
      assert.equal(half?.status, 'Receiving');
      assert.deepEqual(half?.missingPages, [[1, 1]]);
      await station.call('NotifyReport', pages[1]);
      const whole = await lastReport(id);
      assert.equal(whole?.status, 'Complete');
      assert.equal(whole?.entries, 3);
      assert.deepEqual(
        (await variables(id)).map(({ component, evseId, variable, value }) => [
          component,
          evseId,
          variable,
          value,
        ]),
        [
          ['Connector', 1, 'SupplyPhases', '3'],
          ['EVSE', 1, 'Power', '22000'],
          ['TxCtrlr', undefined, 'EVConnectionTimeOut', '30'],
        ],
      );
      assert.deepEqual(await under.csms.blocks.deviceModel.structure(id), [
        { evseId: 1, knownFrom: ['deviceModel'], connectors: [{ connectorId: 1 }] },
      ]);
    });
  }

  it('reveal connectors that have not told their state', async () => {
    const { station } = await reporting('REVEALS', 'ocpp2.1');
    await using _station = station;
    const told = { timestamp: at(5), connectorStatus: 'Occupied', evseId: 1, connectorId: 1 };
    await station.call('StatusNotification', told);
    const connector = (connectorId: number, value: string) =>
      reported('Connector', 'AvailabilityState', value, { evse: { id: 1, connectorId } });
    await station.call(
      'NotifyReport',
      page(1, 0, false, [
        connector(1, 'Available'),
        connector(2, 'Available'),
        connector(3, 'constructor'),
      ]),
    );
    const view = await under.csms.queries.station('REVEALS');
    assert.deepEqual(
      view?.evses[0]?.connectors.map((each) => [each.connectorId, each.availabilityState]),
      [
        [1, 'Occupied'],
        [2, 'Available'],
      ],
    );
  });

  it('keep the history of values, and say what is gone', async () => {
    const { station } = await reporting('HISTORY', 'ocpp2.1');
    await using _station = station;
    const first = await ask('HISTORY');
    await station.call(
      'NotifyReport',
      page(first.requestId, 0, false, [
        reported('TxCtrlr', 'EVConnectionTimeOut', '30'),
        reported('OldCtrlr', 'Gone', '1'),
      ]),
    );
    const second = await ask('HISTORY');
    await station.call(
      'NotifyReport',
      page(second.requestId, 0, false, [reported('txctrlr', 'evconnectiontimeout', '60')]),
    );
    const found = await variables('HISTORY');
    assert.deepEqual(
      found.map(({ variable, value, goneAt }) => [variable, value, goneAt !== undefined]),
      [
        ['Gone', '1', true],
        ['evconnectiontimeout', '60', false],
      ],
    );
    const { items } = await under.csms.blocks.twin.history(
      'HISTORY',
      { component: 'TxCtrlr', variable: 'EVConnectionTimeOut', attributeType: 'Actual' },
      { limit: 10 },
    );
    assert.deepEqual(
      items.map(({ kind, value }) => [kind, value]),
      [
        ['reported', '60'],
        ['reported', '30'],
      ],
    );
  });

  it('that never finish are declared incomplete, and completed by a page that comes late', async () => {
    const { station } = await reporting('LATE', 'ocpp2.1');
    await using _station = station;
    const { requestId } = await ask('LATE');
    const some = [reported('TxCtrlr', 'A', '1')];
    await station.call('NotifyReport', page(requestId, 0, true, some));
    await station.call('NotifyReport', page(requestId, 2, false, some));
    await under.clock.advance(299_000);
    assert.equal((await lastReport('LATE'))?.status, 'Receiving');
    await under.clock.advance(2_000);
    const given = await lastReport('LATE');
    assert.equal(given?.status, 'Incomplete');
    assert.deepEqual(given?.missingPages, [[1, 1]]);
    assert.equal(under.csms.blocks.modelReports.inventory('LATE')?.status, 'Incomplete');
    await station.call('NotifyReport', page(requestId, 1, true, some));
    assert.equal((await lastReport('LATE'))?.status, 'Complete');
    assert.equal(under.csms.blocks.modelReports.inventory('LATE')?.status, 'Complete');
  });

  it('with repeated pages, or that nobody asked for, are taken and remarked', async () => {
    const { station } = await reporting('LIAR', 'ocpp2.1');
    await using _station = station;
    const some = [reported('TxCtrlr', 'A', '1')];
    await station.call('NotifyReport', page(4711, 0, true, some));
    await station.call('NotifyReport', page(4711, 0, true, [reported('TxCtrlr', 'A', '2')]));
    await station.call('NotifyReport', page(4711, 1, false, []));
    await station.call('NotifyReport', page(4711, 1, false, []));
    const report = await lastReport('LIAR');
    assert.equal(report?.status, 'Complete');
    assert.equal(report?.askedBy, undefined);
    assert.equal((await variables('LIAR'))[0]?.value, '2');
    const { items } = await under.csms.queries.frames('LIAR', { limit: 100 });
    const verdicts = items.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
    assert.deepEqual(verdicts.reverse(), [
      'nobody asked for a report 4711; taken all the same',
      'page 0 came before; the later one counts',
      'page 1 of a report that is complete, again',
    ]);
  });

  it('that a command asked for belong to it', async () => {
    const { station } = await reporting('COMMAND', 'ocpp2.1');
    await using _station = station;
    const asked: { readonly requestId: number }[] = [];
    station.handle('GetBaseReport', (payload) => {
      asked.push(payload as { readonly requestId: number });
      return { status: 'Accepted' };
    });
    const request = { reportBase: 'SummaryInventory' } as const;
    await under.csms.blocks.outbox.send('COMMAND', 'GetBaseReport', request, { by: 'Ada' });
    const { requestId } = asked[0] ?? { requestId: -1 };
    await station.call('NotifyReport', page(requestId, 0, false, [reported('EVSE', 'A', '1')]));
    const report = await lastReport('COMMAND');
    assert.deepEqual([report?.kind, report?.askedBy], ['SummaryInventory', 'Ada']);
    const { items } = await under.csms.queries.frames('COMMAND', { limit: 100 });
    assert.ok(items.every(({ verdict }) => verdict === undefined));
  });

  it('of 10,000 variables are stored in one batch for each page', async () => {
    const { station } = await reporting('LARGE', 'ocpp2.1');
    await using _station = station;
    const { requestId } = await ask('LARGE');
    for (let seqNo = 0; seqNo < 10; seqNo += 1) {
      const data = Array.from({ length: 1000 }, (_, i) =>
        reported('Custom', `V${seqNo * 1000 + i}`, String(i)),
      );
      await station.call('NotifyReport', page(requestId, seqNo, seqNo < 9, data));
    }
    assert.equal((await lastReport('LARGE'))?.entries, 10_000);
    assert.equal((await under.csms.blocks.twin.variables('LARGE')).length, 10_000);
  });

  it('without end, or without number, do not fill the store', async () => {
    const { station } = await reporting('ENDLESS', 'ocpp2.1');
    await using _station = station;
    const some = [reported('TxCtrlr', 'A', '1')];
    await station.call('NotifyReport', page(1_000_001, 9_999, true, some));
    await station.call('NotifyReport', page(1_000_001, 10_000, true, some));
    await station.call('NotifyReport', page(1_000_001, 10_001, true, some));
    assert.equal((await lastReport('ENDLESS'))?.status, 'Incomplete');
    const { items: frames } = await under.csms.queries.frames('ENDLESS', { limit: 100 });
    assert.match(frames.map(({ verdict }) => verdict).join(), /does not end: not stored/);
    for (let number = 0; number < 10; number += 1) {
      await station.call('NotifyReport', page(2_000_000 + number, 0, true, some));
    }
    await under.clock.settle();
    const { items } = await under.csms.blocks.modelReports.page('ENDLESS', { limit: 50 });
    const open = items.filter(({ endedAt }) => endedAt === undefined);
    assert.ok(open.length <= 8, `${open.length} are open`);
  });

  it('with a value that is too long are refused by their schema', async () => {
    await using station = await RawStation.connect(under.port, 'LONG', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const data = [reported('TxCtrlr', 'A', 'x'.repeat(2501))];
    const [type, , code] = await station.call('NotifyReport', page(1, 0, false, data));
    assert.deepEqual([type, code], [4, 'PropertyConstraintViolation']);
    assert.equal((await variables('LONG')).length, 0);
  });

  it('that the station refuses or cannot give say so', async () => {
    await using station = await foreignStation(under.port, 'REFUSES', 'ocpp2.0.1');
    await station.call('BootNotification', boot2);
    const answers = ['Rejected', 'NotSupported', 'EmptyResultSet'];
    station.handle('GetBaseReport', () => ({ status: answers.shift() }));
    const ended = [];
    for (let i = 0; i < 3; i += 1) ended.push((await ask('REFUSES')).status);
    assert.deepEqual(ended, ['Refused', 'Refused', 'Empty']);
    await assert.rejects(ask('NOBODY'), { code: 'unknownStation' });
  });

  it('TC_019_1_CSMS: of a 1.6 station are its configuration, in the same twin', async () => {
    await using station = await foreignStation(under.port, 'OLD', 'ocpp1.6');
    station.handle('GetConfiguration', () => ({
      configurationKey: [
        { key: 'ConnectionTimeOut', readonly: false, value: '60' },
        { key: 'MeterValuesSampledData', readonly: false, value: 'Voltage' },
        { key: 'MeterValuesSampledDataMaxLength', readonly: true, value: '5' },
        { key: 'ChargingScheduleAllowedChargingRateUnit', readonly: true, value: 'Current,Power' },
        { key: 'NumberOfConnectors', readonly: true, value: '2' },
        { key: 'AuthorizationKey', readonly: false, value: 'deadbeef' },
        { key: 'VendorLight', readonly: false, value: 'On' },
      ],
    }));
    await station.call('BootNotification', boot16);
    const report = await under.csms.blocks.askReports.ask('OLD', {}, 'test');
    assert.deepEqual(
      [report.kind, report.status, report.entries],
      ['Configuration', 'Complete', 7],
    );
    const found = new Map((await variables('OLD')).map((each) => [each.variable, each]));
    assert.equal(found.get('EVConnectionTimeOut')?.configurationKey, 'ConnectionTimeOut');
    assert.equal(found.get('TxUpdatedMeasurands')?.value, 'Voltage');
    assert.equal(found.get('TxUpdatedMeasurands')?.characteristics?.maxLimit, 5);
    assert.equal(found.get('RateUnit')?.value, 'A,W');
    assert.equal(found.get('VendorLight')?.component, '');
    assert.equal(found.get('BasicAuthPassword')?.value, undefined);
    assert.deepEqual(
      (await under.csms.blocks.deviceModel.structure('OLD')).map(({ evseId }) => evseId),
      [1, 2],
    );
  });
});
