import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { VirtualBench } from '../testing/virtual-bench.ts';

interface Place {
  readonly component: object;
  readonly variable: object;
}

const place = (component: string, variable: string, instance?: string): Place => ({
  component: { name: component },
  variable: { name: variable, ...(instance !== undefined && { instance }) },
});

const THRESHOLD = place('OCPPCommCtrlr', 'OfflineThreshold');
const ATTEMPTS = place('OCPPCommCtrlr', 'MessageAttempts', 'TransactionEvent');

async function get(bench: VirtualBench, ...items: readonly object[]): Promise<unknown[]> {
  const answer = await bench.ask('GetVariables', { getVariableData: items });
  return Object(answer).getVariableResult.map((result: Record<string, unknown>) =>
    result.attributeStatus === 'Accepted' ? result.attributeValue : result.attributeStatus,
  );
}

async function set(bench: VirtualBench, ...items: readonly object[]): Promise<unknown[]> {
  const answer = await bench.ask('SetVariables', { setVariableData: items });
  return Object(answer).setVariableResult.map(
    (result: Record<string, unknown>) => result.attributeStatus,
  );
}

interface Reported {
  readonly component: { readonly name: string; readonly evse?: object };
  readonly variable: { readonly name: string; readonly instance?: string };
  readonly variableAttribute: readonly { readonly value?: string }[];
  readonly variableCharacteristics?: object;
}

/** All pages of a report. */
async function report(bench: VirtualBench, action: string, request: object): Promise<Reported[]> {
  const from = bench.got('NotifyReport').length;
  assert.deepEqual(await bench.ask(action, { requestId: 8, ...request }), { status: 'Accepted' });
  await bench.pass(10_000);
  const pages = bench.got('NotifyReport').slice(from);
  assert.deepEqual(
    pages.map(({ seqNo, tbc, requestId }) => [seqNo, tbc, requestId]),
    pages.map((_, seqNo) => [seqNo, seqNo + 1 < pages.length, 8]),
  );
  return pages.flatMap(({ reportData }) => (Array.isArray(reportData) ? reportData : []));
}

for (const version of ['2.0.1', '2.1'] as const) {
  const begun = async (evses = 1): Promise<VirtualBench> => {
    const bench = new VirtualBench(version, { evses });
    await bench.begin();
    return bench;
  };

  test(`${version} TC_B_06_CS, TC_B_07_CS: one variable, and several, are read`, async () => {
    const bench = await begun();
    assert.deepEqual(await get(bench, THRESHOLD), ['60']);
    assert.deepEqual(await get(bench, { ...THRESHOLD, attributeType: 'Actual' }, ATTEMPTS), [
      '60',
      '3',
    ]);
    await bench.end();
  });

  test(`${version} TC_B_09_CS, TC_B_10_CS, TC_P_03_CS: one variable, and several, are set and read back`, async () => {
    const bench = await begun();
    const customData = { vendorId: 'com.example', note: 'kept to itself' };
    const value = { ...THRESHOLD, attributeValue: '200', customData };
    assert.deepEqual(await set(bench, value), ['Accepted']);
    const both = [
      { ...THRESHOLD, attributeValue: '90', attributeType: 'Actual' },
      { ...ATTEMPTS, attributeValue: '7' },
    ];
    assert.deepEqual(await get(bench, { ...THRESHOLD, customData }), ['200']);
    assert.deepEqual(await set(bench, ...both), ['Accepted', 'Accepted']);
    assert.deepEqual(await get(bench, THRESHOLD, ATTEMPTS), ['90', '7']);
    await bench.end();
  });

  test(`${version} TC_B_11_CS, TC_B_35_CS, TC_B_36_CS, TC_B_37_CS, TC_B_39_CS: what cannot be set changes nothing`, async () => {
    const bench = await begun();
    for (const [item, status] of [
      [{ ...THRESHOLD, attributeValue: 'soon' }, 'Rejected'],
      [{ ...THRESHOLD, attributeValue: '-1' }, 'Rejected'],
      [{ ...place('UnknownComponent', 'X'), attributeValue: '1' }, 'UnknownComponent'],
      [{ ...place('OCPPCommCtrlr', 'Unknown'), attributeValue: '1' }, 'UnknownVariable'],
      [
        { ...THRESHOLD, attributeValue: '90', attributeType: 'Target' },
        'NotSupportedAttributeType',
      ],
      [{ ...place('ChargingStation', 'Model'), attributeValue: 'Better' }, 'Rejected'],
      [{ ...place('ClockCtrlr', 'TimeZone'), attributeValue: 'Europe/Nowhere' }, 'Rejected'],
      [{ ...place('ClockCtrlr', 'TimeOffset'), attributeValue: '+0100' }, 'Rejected'],
      [{ ...place('ClockCtrlr', 'TimeOffset'), attributeValue: '+25:00' }, 'Rejected'],
      [{ ...place('ClockCtrlr', 'TimeOffset'), attributeValue: '' }, 'Rejected'],
    ] as const) {
      assert.deepEqual(await set(bench, item), [status], JSON.stringify(item));
    }
    assert.deepEqual(await get(bench, THRESHOLD, place('ChargingStation', 'Model')), [
      '60',
      'Virtual',
    ]);
    await bench.end();
  });

  test(`${version} B05.FR.12, B06.FR.11, B06.FR.15: the attribute is named, and an empty instance is none`, async () => {
    const bench = await begun();
    const { component, variable } = THRESHOLD;
    const item = {
      component: { ...component, instance: '' },
      variable: { ...variable, instance: '' },
    };
    const setVariableData = [{ ...item, attributeValue: '90' }];
    assert.deepEqual(await bench.ask('SetVariables', { setVariableData }), {
      setVariableResult: [{ ...item, attributeType: 'Actual', attributeStatus: 'Accepted' }],
    });
    assert.deepEqual(await bench.ask('GetVariables', { getVariableData: [item] }), {
      getVariableResult: [
        { ...item, attributeType: 'Actual', attributeStatus: 'Accepted', attributeValue: '90' },
      ],
    });
    const none = place('OCPPCommCtrlr', 'MessageAttempts', '');
    const unknown = place('OCPPCommCtrlr', 'Unknown');
    assert.deepEqual(await get(bench, none, unknown), ['UnknownVariable', 'UnknownVariable']);
    const clock = { ...place('ClockCtrlr', 'TimeZone'), attributeValue: 'Europe/Oslo' };
    const offset = { ...place('ClockCtrlr', 'TimeOffset'), attributeValue: '-03:30' };
    assert.deepEqual(await set(bench, clock, offset), ['Accepted', 'Accepted']);
    await bench.end();
  });

  test(`${version} TC_B_32_CS, TC_B_33_CS, TC_B_34_CS: what cannot be read`, async () => {
    const bench = await begun();
    for (const [item, status] of [
      [place('UnknownComponent', 'X'), 'UnknownComponent'],
      [place('OCPPCommCtrlr', 'Unknown'), 'UnknownVariable'],
      [{ ...THRESHOLD, attributeType: 'Target' }, 'NotSupportedAttributeType'],
    ] as const) {
      assert.deepEqual(await get(bench, item), [status]);
    }
    await bench.end();
  });

  test(`${version} TC_B_16_CS: whatever is Enabled is reported, and nothing that is not`, async () => {
    const bench = await begun();
    const isOn = ({ variable, variableAttribute }: Reported) =>
      variable.name === 'Enabled' && variableAttribute[0]?.value === 'true';
    const names = (items: readonly Reported[]) => items.map(({ component }) => component.name);
    const all = await report(bench, 'GetBaseReport', { reportBase: 'FullInventory' });
    const enabled = await report(bench, 'GetReport', { componentCriteria: ['Enabled'] });
    assert.deepEqual(names(enabled.filter(isOn)), names(all.filter(isOn)));
    // A component with a switch for each of its parts is no more on than off.
    const isOff = (item: Reported) =>
      item.variable.name === 'Enabled' && item.variable.instance === undefined && !isOn(item);
    assert.deepEqual(enabled.filter(isOff), []);
    assert.ok(enabled.every(({ variableCharacteristics }) => variableCharacteristics));
    for (const { component, variable } of enabled.filter(isOn)) {
      assert.deepEqual(await get(bench, { component, variable }), ['true']);
    }
    await bench.end();
  });

  test(`${version} TC_B_17_CS, TC_B_18_CS, TC_B_55_CS, TC_B_56_CS: by component, criteria, instance and EVSE`, async () => {
    const bench = await begun(2);
    const state = { component: { name: 'EVSE' }, variable: { name: 'AvailabilityState' } };
    const first = { ...state, component: { name: 'EVSE', evse: { id: 1 } } };
    const [one, ...others] = await report(bench, 'GetReport', { componentVariable: [first] });
    assert.deepEqual(one?.component, { name: 'EVSE', evse: { id: 1 } });
    assert.deepEqual(one.variableAttribute[0]?.value, 'Available');
    assert.deepEqual(others, []);
    const request = { componentVariable: [first], componentCriteria: ['Available'] };
    assert.equal((await report(bench, 'GetReport', request)).length, 1);
    assert.deepEqual(
      await bench.ask('GetReport', { requestId: 9, ...request, componentCriteria: ['Problem'] }),
      { status: 'EmptyResultSet' },
    );
    const items = place('DeviceDataCtrlr', 'ItemsPerMessage', 'GetReport');
    const ofReports = await report(bench, 'GetReport', { componentVariable: [items] });
    assert.deepEqual(
      ofReports.map(({ variable }) => variable),
      [items.variable],
    );
    const everywhere = await report(bench, 'GetReport', { componentVariable: [state] });
    assert.deepEqual(
      everywhere.map(({ component }) => component.evse),
      [{ id: 1 }, { id: 2 }],
    );
    await bench.end();
  });
}

test('however many variables a message sets, the station looks once at what follows from them', async () => {
  const clock = new VirtualClock();
  let timers = 0;
  const board = {
    monotonicMs: () => clock.monotonicMs(),
    epochMs: () => clock.epochMs(),
    after: (delayMs: number, run: () => void) => {
      timers++;
      return clock.after(delayMs, run);
    },
  };
  const bench = new VirtualBench('2.1', { clock, ports: { clock: board } });
  await bench.begin();
  const timersFor = async (...items: readonly object[]) => {
    const before = timers;
    for (const status of await set(bench, ...items)) assert.equal(status, 'Accepted');
    return timers - before;
  };
  const all = [
    THRESHOLD,
    ATTEMPTS,
    place('OCPPCommCtrlr', 'HeartbeatInterval'),
    place('TxCtrlr', 'EVConnectionTimeOut'),
    place('OCPPCommCtrlr', 'MessageAttemptInterval', 'TransactionEvent'),
  ].map((each) => ({ ...each, attributeValue: '70' }));
  const [first] = all;
  assert.ok(first);
  assert.equal(await timersFor(...all), await timersFor(first));
  await bench.end();
});

test('B07.FR.03, .15: a report names a password, and no value of it', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  const told = await report(bench, 'GetBaseReport', { reportBase: 'FullInventory' });
  const passwords = told.filter(({ variable }) => variable.name === 'BasicAuthPassword');
  assert.ok(passwords.length > 1);
  for (const { variableAttribute } of passwords) {
    assert.equal(
      variableAttribute.some((attribute) => 'value' in attribute),
      false,
    );
  }
  await bench.end();
});

test('B07: after a page that the CSMS did not take no other one comes', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  bench.answers.set('NotifyReport', ({ seqNo }) => (seqNo === 1 ? 'error' : {}));
  const request = { requestId: 8, reportBase: 'FullInventory' };
  assert.deepEqual(await bench.ask('GetBaseReport', request), { status: 'Accepted' });
  await bench.pass(60_000);
  assert.deepEqual(
    bench.got('NotifyReport').map(({ seqNo }) => seqNo),
    [0, 1],
  );
  await bench.end();
});
