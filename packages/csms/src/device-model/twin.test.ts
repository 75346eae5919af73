import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import type { DesiredInput } from './views.ts';

interface SetVariables {
  readonly setVariableData: readonly {
    readonly attributeValue: string;
    readonly component: { readonly name: string };
    readonly variable: { readonly name: string; readonly instance?: string };
  }[];
}

const timeout = (value: string): DesiredInput => ({
  component: 'TxCtrlr',
  variable: 'EVConnectionTimeOut',
  value,
});

/** A station that takes what it is set, and tells of it in reports. */
class SettableStation implements AsyncDisposable {
  readonly values = new Map<string, string>();
  readonly messages: SetVariables[] = [];
  /** Another status than Accepted, by `Component.Variable`. */
  readonly refusals = new Map<string, object>();
  /** A variable that it answers with a CALLERROR. */
  unreadable: string | undefined;
  /** The last page that it sent. */
  reported: Promise<unknown> | undefined;
  readonly #station: ForeignStation;

  private constructor(station: ForeignStation) {
    this.#station = station;
    station.handle('SetVariables', (payload) => this.#set(payload as SetVariables));
    station.handle('GetBaseReport', (payload) => {
      this.#report((payload as { requestId: number }).requestId);
      return { status: 'Accepted' };
    });
  }

  static async boot(
    port: number,
    id: string,
    protocol: 'ocpp2.0.1' | 'ocpp2.1' = 'ocpp2.1',
    boot: object = boot2,
  ): Promise<SettableStation> {
    const station = new SettableStation(await foreignStation(port, id, protocol));
    await station.#station.call('BootNotification', boot);
    return station;
  }

  #set(payload: SetVariables): object {
    this.messages.push(payload);
    const names = payload.setVariableData.map(
      (each) => `${each.component.name}.${each.variable.name}`,
    );
    if (names.some((name) => name === this.unreadable)) throw new Error('cannot read this');
    const setVariableResult = payload.setVariableData.map(
      ({ component, variable, attributeValue }) => {
        const name = `${component.name}.${variable.name}`;
        const refusal = this.refusals.get(name);
        if (refusal === undefined) this.values.set(name, attributeValue);
        return { component, variable, attributeStatus: 'Accepted', ...refusal };
      },
    );
    // In another order than they were sent: they belong together by their names.
    return { setVariableResult: setVariableResult.reverse() };
  }

  /** After the answer to the question, as the standard has it. */
  #report(requestId: number): void {
    const reportData = [...this.values].map(([name, value]) => {
      const [component = '', variable = ''] = name.split('.');
      const [, plain = variable, instance] = /^(\w+)\[(\w+)\]$/.exec(variable) ?? [];
      return {
        component: { name: component },
        variable: { name: plain, ...(instance === undefined ? {} : { instance }) },
        variableAttribute: [{ value }],
        variableCharacteristics: { dataType: 'integer', supportsMonitoring: false },
      };
    });
    setImmediate(() => {
      this.reported = this.#station.call('NotifyReport', {
        requestId,
        seqNo: 0,
        generatedAt: at(0),
        reportData,
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#station[Symbol.asyncDispose]();
  }
}

describe('the digital twin', () => {
  let under: CsmsUnderTest;
  before(async () => {
    under = await csmsUnderTest();
  });
  after(() => under[Symbol.asyncDispose]());

  async function report(id: string, station: SettableStation): Promise<void> {
    const ended = Promise.withResolvers<void>();
    const stop = under.bus.subscribe({ stationId: id, types: ['modelReport'] }, (event) => {
      if (event.type === 'modelReport' && event.report.endedAt !== undefined) ended.resolve();
    });
    await under.csms.blocks.askReports.ask(id, {}, 'test');
    await ended.promise;
    stop();
    await station.reported;
  }
  const desire = (id: string, values: DesiredInput[]) =>
    under.csms.blocks.deviceModel.desire(id, values, 'operator');

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_B_09_CSMS in ${protocol}: sets what is desired, and knows what the station said`, async () => {
      const id = `SET-${protocol}`;
      await using station = await SettableStation.boot(under.port, id, protocol);
      station.refusals.set('TxCtrlr.ReadOnly', {
        attributeStatus: 'Rejected',
        attributeStatusInfo: { reasonCode: 'ReadOnly' },
      });
      station.refusals.set('OCPPCommCtrlr.Later', { attributeStatus: 'RebootRequired' });
      const views = await desire(id, [
        timeout('60'),
        { component: 'TxCtrlr', variable: 'ReadOnly', value: '1' },
        { component: 'OCPPCommCtrlr', variable: 'Later', value: '1' },
      ]);
      assert.equal(station.values.get('TxCtrlr.EVConnectionTimeOut'), '60');
      assert.deepEqual(
        views.map(({ desired, drift }) => [desired?.status, desired?.reason, drift]),
        [
          ['Accepted', undefined, false],
          ['Rejected', 'ReadOnly', true],
          ['RebootRequired', undefined, true],
        ],
      );
      assert.match(views[1]?.desired?.statusText ?? '', /refuses/);
    });
  }

  it('TC_B_10_CSMS: sends as many values in a message as the station takes', async () => {
    await using station = await SettableStation.boot(under.port, 'SPLIT');
    station.values.set('DeviceDataCtrlr.ItemsPerMessage[SetVariables]', '3');
    await report('SPLIT', station);
    const values = Array.from({ length: 7 }, (_, i) => ({
      component: 'TxCtrlr',
      variable: `V${i}`,
      value: String(i),
    }));
    const views = await desire('SPLIT', values);
    assert.deepEqual(
      station.messages.map(({ setVariableData }) => setVariableData.length),
      [3, 3, 1],
    );
    assert.ok(views.every(({ desired }) => desired?.status === 'Accepted'));
  });

  it('keeps what is desired of a station that is away, and sends it when it returns', async () => {
    await using first = await SettableStation.boot(under.port, 'AWAY');
    await first[Symbol.asyncDispose]();
    await under.clock.settle();
    const [waiting] = await desire('AWAY', [timeout('90')]);
    assert.equal(waiting?.desired?.status, 'Waiting');
    await using back = await SettableStation.boot(under.port, 'AWAY');
    const applied = nextChange(under, 'AWAY');
    await under.clock.advance(5_000);
    await applied;
    assert.equal(back.values.get('TxCtrlr.EVConnectionTimeOut'), '90');
  });

  it('shows drift, and sets again what the station has lost', async () => {
    await using station = await SettableStation.boot(under.port, 'DRIFT');
    await desire('DRIFT', [timeout('60')]);
    station.values.set('TxCtrlr.EVConnectionTimeOut', '5');
    station.refusals.set('TxCtrlr.EVConnectionTimeOut', { attributeStatus: 'Rejected' });
    await report('DRIFT', station);
    await settled(() => station.messages.length === 2);
    const { items } = await under.csms.blocks.twin.drift({ limit: 100 });
    const drifted = items.find(({ stationId }) => stationId === 'DRIFT');
    assert.equal(drifted?.value, '5');
    assert.equal(drifted?.desired?.value, '60');
    station.refusals.clear();
    await under.csms.blocks.deviceModel.applyAgain('DRIFT');
    assert.equal(station.values.get('TxCtrlr.EVConnectionTimeOut'), '60');
    const after = await under.csms.blocks.twin.drift({ limit: 100 });
    assert.ok(!after.items.some(({ stationId }) => stationId === 'DRIFT'));
  });

  it('TC_021_CSMS, TC_040_1_CSMS: sets keys of a 1.6 station, with a name of 2.x and without', async () => {
    await using station = await foreignStation(under.port, 'OLD', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    const changed: unknown[] = [];
    const statuses = ['Accepted', 'RebootRequired', 'NotSupported'];
    station.handle('ChangeConfiguration', (payload) => {
      changed.push(payload);
      return { status: statuses[changed.length - 1] };
    });
    const views = await desire('OLD', [
      timeout('60'),
      { component: '', variable: 'VendorLight', value: 'Off' },
      { component: '', variable: 'Unknown', value: '1' },
      { component: 'TariffCostCtrlr', variable: 'Currency', value: 'EUR' },
    ]);
    assert.deepEqual(changed, [
      { key: 'ConnectionTimeOut', value: '60' },
      { key: 'VendorLight', value: 'Off' },
      { key: 'Unknown', value: '1' },
    ]);
    assert.deepEqual(
      views.map(({ desired }) => desired?.status),
      ['Accepted', 'RebootRequired', 'NotSupported', 'NotSettable'],
    );
  });

  it('sends values one by one when the station cannot read them together', async () => {
    await using station = await SettableStation.boot(under.port, 'PARTS');
    station.values.set('DeviceDataCtrlr.ItemsPerMessage[SetVariables]', '3');
    await report('PARTS', station);
    station.unreadable = 'TxCtrlr.Bad';
    const views = await desire('PARTS', [
      timeout('1'),
      { component: 'TxCtrlr', variable: 'Bad', value: '1' },
    ]);
    assert.deepEqual(
      views.map(({ desired }) => desired?.status),
      ['Accepted', 'Refused'],
    );
    assert.match(views[1]?.desired?.reason ?? '', /cannot read this/);
    assert.equal(station.messages.length, 3);
  });

  for (const protocol of ['ocpp2.1', 'ocpp1.6'] as const) {
    it(`reads in ${protocol} after a reboot what needed one`, async () => {
      const id = `REBOOT-${protocol}`;
      const boot = protocol === 'ocpp1.6' ? boot16 : boot2;
      await using station = await foreignStation(under.port, id, protocol);
      await station.call('BootNotification', boot);
      let value = '30';
      station.handle('ChangeConfiguration', () => ({ status: 'RebootRequired' }));
      station.handle('GetConfiguration', () => ({
        configurationKey: [{ key: 'ConnectionTimeOut', readonly: false, value }],
      }));
      const variable = {
        component: { name: 'TxCtrlr' },
        variable: { name: 'EVConnectionTimeOut' },
      };
      station.handle('SetVariables', () => ({
        setVariableResult: [{ ...variable, attributeStatus: 'RebootRequired' }],
      }));
      station.handle('GetVariables', () => ({
        getVariableResult: [{ ...variable, attributeStatus: 'Accepted', attributeValue: value }],
      }));
      const [before] = await desire(id, [timeout('60')]);
      assert.equal(before?.desired?.status, 'RebootRequired');
      value = '60';
      await under.clock.advance(1_000);
      await station.call('BootNotification', boot);
      const read = nextChange(under, id);
      await under.clock.advance(5_000);
      await read;
      const { items } = await under.csms.blocks.twin.page(id, { desired: true, limit: 5 });
      assert.deepEqual([items[0]?.value, items[0]?.desired?.status], ['60', 'Accepted']);
      assert.equal(under.csms.blocks.twin.isUnsettled(id), false);
    });
  }

  for (const [protocol, name] of [
    ['ocpp2.0.1', 'LONG-2'],
    ['ocpp1.6', 'LONG-1'],
  ] as const)
    it(`sends the others when one is too long for ${protocol}`, async () => {
      const is16 = protocol === 'ocpp1.6';
      await using station = await foreignStation(under.port, name, protocol);
      await station.call('BootNotification', is16 ? boot16 : boot2);
      const variables = ({ setVariableData }: SetVariables) =>
        setVariableData.map(({ component, variable }) => ({
          component,
          variable,
          attributeStatus: 'Accepted',
        }));
      station.handle('SetVariables', (payload) => ({
        setVariableResult: variables(payload as SetVariables),
      }));
      station.handle('ChangeConfiguration', () => ({ status: 'Accepted' }));
      const long = { component: is16 ? '' : 'VendorCtrlr', variable: 'Text' };
      const [told, other] = await desire(name, [
        { ...long, value: 'x'.repeat(1_500) },
        timeout('60'),
      ]);
      assert.equal(told?.desired?.status, 'Refused');
      assert.match(told?.desired?.reason ?? '', /^Not sent: .*characters/);
      assert.equal(other?.desired?.status, 'Accepted');
    });

  it('keeps up with commands that go past it', async () => {
    await using station = await SettableStation.boot(under.port, 'PAST');
    await desire('PAST', [timeout('60')]);
    const address = { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } };
    const changed = nextChange(under, 'PAST');
    await under.csms.blocks.outbox.send(
      'PAST',
      'SetVariables',
      { setVariableData: [{ ...address, attributeValue: '90' }] },
      { by: 'Ada' },
    );
    await changed;
    assert.equal(station.values.get('TxCtrlr.EVConnectionTimeOut'), '90');
    const { items } = await under.csms.blocks.twin.page('PAST', { drift: true, limit: 5 });
    assert.deepEqual([items[0]?.value, items[0]?.desired?.value], ['90', '60']);
    await using old = await foreignStation(under.port, 'PAST-16', 'ocpp1.6');
    await old.call('BootNotification', boot16);
    old.handle('ChangeConfiguration', () => ({ status: 'Accepted' }));
    const changed16 = nextChange(under, 'PAST-16');
    await under.csms.commands.call('PAST-16', 'ChangeConfiguration', {
      key: 'ConnectionTimeOut',
      value: '7',
    });
    await changed16;
    const page = await under.csms.blocks.twin.page('PAST-16', { limit: 5 });
    assert.deepEqual([page.items[0]?.component, page.items[0]?.value], ['TxCtrlr', '7']);
  });

  it('shows what events have told since the last report', async () => {
    await using station = await foreignStation(under.port, 'TOLD', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const variable = {
      component: { name: 'EVSE', evse: { id: 1 } },
      variable: { name: 'Temperature' },
    };
    await station.call('NotifyReport', {
      requestId: 1,
      seqNo: 0,
      generatedAt: at(0),
      reportData: [{ ...variable, variableAttribute: [{ value: '20' }] }],
    });
    const tell = (eventId: number, value: string, timestamp: string) =>
      station.call('NotifyEvent', {
        generatedAt: at(0),
        seqNo: 0,
        eventData: [
          {
            ...variable,
            eventId,
            timestamp,
            actualValue: value,
            trigger: 'Delta',
            eventNotificationType: 'HardWiredNotification',
          },
        ],
      });
    await under.clock.advance(1_000);
    const now = new Date(under.clock.epochMs()).toISOString();
    await tell(1, '35', '2099-01-01T00:00:00Z');
    await tell(2, '21', at(-60));
    const { items } = await under.csms.blocks.twin.page('TOLD', { limit: 5 });
    assert.deepEqual([items[0]?.value, items[0]?.reportedAt], ['35', now]);
    const [atHand] = await under.csms.blocks.twin.variables('TOLD');
    assert.equal(atHand?.value, '35');
  });

  it('holds no secrets', async () => {
    await under.csms.commands.putStation('SECRET', {});
    await assert.rejects(
      desire('SECRET', [{ component: 'SecurityCtrlr', variable: 'BasicAuthPassword', value: 'x' }]),
      { code: 'invalidValue' },
    );
    await assert.rejects(
      desire('SECRET', [{ component: '', variable: 'AuthorizationKey', value: 'x' }]),
      { code: 'invalidValue' },
    );
  });

  it('follows templates: in bulk, for stations that come later, and below what operators set', async () => {
    const { templates, groups, deviceModel, twin } = under.csms.blocks;
    const boot = { ...boot2, chargingStation: { vendorName: 'V', model: 'DC-9' } };
    await using known = await SettableStation.boot(under.port, 'TPL-1', 'ocpp2.1', boot);
    await deviceModel.desire(
      'TPL-1',
      [{ component: 'TxCtrlr', variable: 'Own', value: 'mine' }],
      'operator',
    );
    const low = await templates.create({
      name: 'low',
      filter: { model: 'DC-*' },
      priority: 0,
      values: [timeout('10'), { component: 'TxCtrlr', variable: 'Own', value: 'theirs' }],
    });
    await templates.create({
      name: 'high',
      filter: { group: 'Pilot' },
      priority: 5,
      values: [timeout('20')],
    });
    await settled(() => known.values.get('TxCtrlr.EVConnectionTimeOut') === '10');
    assert.equal(known.values.get('TxCtrlr.Own'), 'mine');
    await groups.put('TPL-1', ['Pilot']);
    await settled(() => known.values.get('TxCtrlr.EVConnectionTimeOut') === '20');

    await using late = await SettableStation.boot(under.port, 'TPL-2', 'ocpp2.1', boot);
    const applied = nextChange(under, 'TPL-2');
    await under.clock.advance(5_000);
    await applied;
    await settled(() => late.values.get('TxCtrlr.EVConnectionTimeOut') === '10');
    assert.equal(templates.get(low.id).stations, 2);

    await templates.remove(low.id);
    await settled(() => !twin.isUnsettled('TPL-2'));
    const { items } = await twin.page('TPL-2', { desired: true, limit: 10 });
    assert.deepEqual(items, []);
    await assert.rejects(templates.remove(low.id), { code: 'notFound' });
    await assert.rejects(
      templates.create({
        name: 'x',
        filter: {},
        priority: 0,
        values: [timeout('1'), timeout('2')],
      }),
      { code: 'conflict' },
    );
  });
});

/** Resolves when the twin of a station has changed. */
function nextChange(under: CsmsUnderTest, stationId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = under.bus.subscribe({ stationId, types: ['deviceModel'] }, () => {
      stop();
      resolve();
    });
  });
}

/** Waits for what happens by itself, turn by turn of the event loop. */
async function settled(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail('it did not happen');
}
