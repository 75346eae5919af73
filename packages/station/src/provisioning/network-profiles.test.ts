import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { type Bench, type BenchOptions, startBench } from '../testing/bench.ts';
import { IndependentCsms } from '../testing/independent-csms.ts';
import { started } from '../testing/sessions.ts';
import { until } from '../testing/until.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const OLD = 'a-password-of-old-1';
const NEW = 'a-password-brand-new-2';

const withPassword = (more: BenchOptions = {}): BenchOptions => ({
  ...more,
  config: { password: OLD, ...more.config },
});

const variable = (component: string, name: string, attributeValue: string, instance?: string) => ({
  component: { name: component, ...(instance && { instance }) },
  variable: { name },
  attributeValue,
});

async function set({ csms }: Bench, ...setVariableData: ReturnType<typeof variable>[]) {
  const answer = await csms.call('SetVariables', { setVariableData });
  assert.ok(typeof answer === 'object' && answer !== null);
  const results: unknown = Reflect.get(answer, 'setVariableResult');
  assert.ok(Array.isArray(results));
  return results.map(({ attributeStatus, attributeStatusInfo }) =>
    [attributeStatus, attributeStatusInfo?.reasonCode].filter(Boolean).join(' '),
  );
}

async function get(
  { csms }: Bench,
  component: string,
  name: string,
  instance?: string,
): Promise<unknown> {
  const getVariableData = [
    { component: { name: component, ...(instance && { instance }) }, variable: { name } },
  ];
  const answer = await csms.call('GetVariables', { getVariableData });
  assert.ok(typeof answer === 'object' && answer !== null);
  const results: unknown = Reflect.get(answer, 'getVariableResult');
  assert.ok(Array.isArray(results));
  return results[0].attributeValue;
}

const profile = (ocppCsmsUrl: string, more: Record<string, unknown> = {}) => ({
  ocppVersion: 'OCPP20',
  ocppTransport: 'JSON',
  ocppCsmsUrl,
  messageTimeout: 20,
  securityProfile: 1,
  ocppInterface: 'Wired0',
  ...more,
});

const setProfile = ({ csms }: Bench, configurationSlot: number, connectionData: object) =>
  csms.call('SetNetworkProfile', { configurationSlot, connectionData });

const priority = (value: string) =>
  variable('OCPPCommCtrlr', 'NetworkConfigurationPriority', value);

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_A_09_CS: a new password, and a new connection with it`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const { csms } = bench;
    const connected = csms.connected();
    assert.deepEqual(await set(bench, variable('SecurityCtrlr', 'BasicAuthPassword', NEW)), [
      'Accepted',
    ]);
    csms.admits = (password) => password === NEW;
    await connected;
    assert.deepEqual(csms.passwords, [OLD, NEW]);
    assert.equal(await get(bench, 'SecurityCtrlr', 'BasicAuthPassword'), undefined);
    assert.equal(csms.all('BootNotification').length, 1);
    // It survives a power cut.
    bench.station.powerCut();
    await bench.station.start();
    await csms.next('BootNotification');
    assert.equal(csms.passwords.at(-1), NEW);
  });

  test(`${version} TC_A_10_CS: a password that is none is rejected`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const answers = await set(bench, variable('SecurityCtrlr', 'BasicAuthPassword', 'too short'));
    assert.deepEqual(answers, ['Rejected InvalidValue']);
  });

  test(`${version} A01: back to the old password when the CSMS does not take the new one`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const { csms } = bench;
    csms.admits = (password) => password === OLD;
    const connected = csms.connected();
    await set(bench, variable('SecurityCtrlr', 'BasicAuthPassword', NEW));
    await until(bench, connected);
    assert.deepEqual(csms.passwords, [OLD, NEW, NEW, NEW, OLD]);
  });

  test(`${version} A01: … also when a newer one took its place before it could be tried`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const { csms, station } = bench;
    station.disconnect();
    for (const password of [NEW, `${NEW}3`]) {
      const name = 'SecurityCtrlr.BasicAuthPassword';
      assert.deepEqual(station.setVariable(name, password), { status: 'Accepted' });
    }
    csms.admits = (password) => password === OLD;
    const connected = csms.connected();
    station.connect();
    await until(bench, connected);
    assert.equal(csms.passwords.at(-1), OLD);
    assert.equal(csms.passwords.includes(NEW), false);
  });

  test(`${version} TC_B_45_CS: to another CSMS with a Reset`, async () => {
    await using other = await IndependentCsms.start(version);
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const { csms } = bench;
    assert.deepEqual(await setProfile(bench, 2, profile(other.url)), { status: 'Accepted' });
    assert.deepEqual(await set(bench, priority('2,1')), ['RebootRequired']);
    assert.deepEqual(other.received, []);
    await csms.call('Reset', { type: 'Immediate' });
    const moved = { ...bench, csms: other };
    await started(moved);
    assert.equal(await get(moved, 'OCPPCommCtrlr', 'ActiveNetworkProfile'), '2');
    assert.equal(other.passwords[0], OLD);
  });

  test(`${version} TC_B_46_CS: to the next slot after NetworkProfileConnectionAttempts`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const { csms, events } = bench;
    await setProfile(bench, 2, profile('ws://127.0.0.1:1/ocpp'));
    await set(bench, priority('2,1'));
    await csms.call('Reset', { type: 'Immediate' });
    await until(bench, started(bench));
    assert.equal(events.filter(({ type }) => type === 'linkFailed').length, 3);
    assert.equal(await get(bench, 'OCPPCommCtrlr', 'ActiveNetworkProfile'), '1');
  });

  test(`${version} TC_B_47_CS, TC_B_49_CS: back to the last good slot, though no longer in the list`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    await setProfile(bench, 3, profile('ws://127.0.0.1:1/ocpp'));
    await set(bench, priority('3'));
    await bench.csms.call('Reset', { type: 'Immediate' });
    await until(bench, started(bench));
    assert.equal(await get(bench, 'OCPPCommCtrlr', 'ActiveNetworkProfile'), '1');
  });

  test(`${version} B10.FR.10: another slot without a reboot wants a BootNotification too`, async () => {
    await using other = await IndependentCsms.start(version);
    await using bench = await startBench(version, withPassword());
    await started(bench);
    await setProfile(bench, 2, profile(other.url));
    await set(bench, priority('1,2'));
    await bench.csms.call('Reset', { type: 'Immediate' });
    await bench.csms.next('BootNotification');
    await bench.csms[Symbol.asyncDispose]();
    await until(bench, other.next('BootNotification'));
  });

  test(`${version} TC_B_43_CS, TC_B_110_CS, TC_B_112_CS: profiles that are rejected`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const reason = async (slot: number, data: object) => {
      const answer = await setProfile(bench, slot, data);
      assert.ok(typeof answer === 'object' && answer !== null);
      const info: unknown = Reflect.get(answer, 'statusInfo');
      assert.ok(typeof info === 'object' && info !== null);
      return Reflect.get(info, 'reasonCode');
    };
    const url = 'ws://127.0.0.1:1/ocpp';
    assert.equal(await reason(9, profile(url)), 'InvalidConfSlot');
    assert.equal(await reason(1, profile(url)), 'PriorityNetworkConf');
    assert.equal(await reason(2, profile(url, { securityProfile: 0 })), 'NoSecurityDowngrade');
    assert.equal(await reason(2, profile(url, { securityProfile: 2 })), 'InvalidNetworkConf');
    assert.equal(await reason(2, profile('http://127.0.0.1')), 'InvalidNetworkConf');
    assert.equal(await reason(2, profile('ws://127.0.0.1/#a')), 'InvalidNetworkConf');
    assert.equal(await reason(2, profile(url, { ocppTransport: 'SOAP' })), 'InvalidNetworkConf');
    assert.equal(await reason(2, profile(url, { messageTimeout: 0 })), 'InvalidNetworkConf');
  });

  test(`${version} TC_A_19_CS, A05.FR.02: no higher profile without what it needs`, async () => {
    await using bench = await startBench(version, withPassword());
    await started(bench);
    await setProfile(bench, 2, profile('wss://127.0.0.1:1/ocpp', { securityProfile: 2 }));
    assert.deepEqual(await set(bench, priority('2,1')), ['Rejected InvalidNetworkConf']);
    assert.deepEqual(await set(bench, priority('3')), ['Rejected InvalidNetworkConf']);
    assert.deepEqual(await set(bench, priority('')), ['Rejected InvalidNetworkConf']);
    assert.deepEqual(await set(bench, priority('7')), ['Rejected InvalidValue']);
  });

  test(`${version} TC_B_105_CS, TC_B_107_CS, TC_B_108_CS: slots through the device model`, async () => {
    await using other = await IndependentCsms.start(version);
    await using bench = await startBench(version, withPassword());
    await started(bench);
    const slot = (name: string, value: string, instance = '2') =>
      variable('NetworkConfiguration', name, value, instance);
    const answers = await set(
      bench,
      slot('OcppCsmsUrl', other.url),
      slot('SecurityProfile', '1'),
      slot('BasicAuthPassword', NEW),
      slot('MessageTimeout', '15'),
      slot('OcppCsmsUrl', 'no URL', '3'),
      slot('SecurityProfile', '0', '3'),
      slot('VpnEnabled', 'true', '3'),
      slot('OcppCsmsUrl', other.url, '1'),
      slot('OcppCsmsUrl', other.url, '9'),
    );
    assert.deepEqual(answers, [
      'Accepted',
      'Accepted',
      'Accepted',
      'Accepted',
      'Rejected InvalidNetworkConf',
      'Rejected NoSecurityDowngrade',
      'Rejected ReadOnly',
      'Rejected PriorityNetworkConf',
      'UnknownComponent',
    ]);
    assert.deepEqual(await set(bench, priority('2')), ['RebootRequired']);
    await bench.csms.call('Reset', { type: 'Immediate' });
    const moved = { ...bench, csms: other };
    await started(moved);
    assert.deepEqual(other.passwords, [NEW]);
  });
}

test('A01, B09: what flash has no room for is Rejected, and nothing is changed', async () => {
  const storage = flashStorage(new MemoryFlash({ ...TINY, sectorCount: 96 }), {
    sizes: { ...TINY_SIZES, valuesBytes: 8192 },
  });
  await using bench = await startBench('2.1', withPassword({ ports: { storage } }));
  await started(bench);
  const { values } = storage;
  const before = () => values.keys('network').map((key) => [key, values.get(key)]);
  // Room for the passwords of some slots, not for those of all.
  values.set('room', 'x'.repeat(200));
  while (values.set(`filling:${values.keys('').length}`, 'x'.repeat(20)));
  values.delete('room');
  const was = before();
  assert.deepEqual(await set(bench, variable('SecurityCtrlr', 'BasicAuthPassword', NEW)), [
    'Rejected OutOfStorage',
  ]);
  assert.deepEqual(before(), was);
  while (values.set(`more:${values.keys('').length}`, 'x'));
  const url = await get(bench, 'NetworkConfiguration', 'OcppCsmsUrl', '2');
  const connectionData = {
    ocppTransport: 'JSON',
    ocppCsmsUrl: 'ws://elsewhere/ocpp',
    messageTimeout: 30,
    securityProfile: 1,
    ocppInterface: 'Wired0',
  };
  assert.deepEqual(
    await bench.csms.call('SetNetworkProfile', { configurationSlot: 2, connectionData }),
    {
      status: 'Rejected',
      statusInfo: { reasonCode: 'OutOfStorage', additionalInfo: 'finds no room' },
    },
  );
  assert.equal(await get(bench, 'NetworkConfiguration', 'OcppCsmsUrl', '2'), url);
});

test('1.6 A05: a security profile that flash has no room for is Rejected, and nothing is changed', async () => {
  const storage = flashStorage(new MemoryFlash({ ...TINY, sectorCount: 96 }), {
    sizes: { ...TINY_SIZES, valuesBytes: 8192 },
  });
  const bench = new VirtualBench('1.6', { ports: { storage } });
  await bench.begin();
  await bench.ask('ChangeConfiguration', { key: 'AuthorizationKey', value: '00FF'.repeat(8) });
  await bench.pass(5_000);
  const { values } = storage;
  const kept = () =>
    values.keys('').flatMap((key) => (/network/.test(key) ? [key, values.get(key)] : []));
  const securityProfile = () => bench.ask('GetConfiguration', { key: ['SecurityProfile'] });
  const of = (value: string) => ({
    configurationKey: [{ key: 'SecurityProfile', readonly: false, value }],
  });
  const crumbs = Array.from({ length: 20 }, (_, number) => `crumb:${number}`);
  for (const crumb of crumbs) values.set(crumb, '');
  for (const size of [256, 16, 0]) {
    while (values.set(`filling:${values.keys('').length}`, 'x'.repeat(size)));
  }
  const before = kept();
  // From no room at all to enough of it: the room ends at each of the values that are stored.
  let refused = 0;
  for (const crumb of crumbs) {
    const answer = await bench.ask('ChangeConfiguration', { key: 'SecurityProfile', value: '1' });
    if (JSON.stringify(answer) === '{"status":"Accepted"}') break;
    assert.deepEqual(answer, { status: 'Rejected' });
    assert.deepEqual(kept(), before);
    assert.deepEqual(await securityProfile(), of('0'));
    values.delete(crumb);
    refused++;
  }
  assert.ok(refused >= 4, `${refused}`);
  await bench.pass(5_000);
  assert.deepEqual(await securityProfile(), of('1'));
  await bench.cutPower(60_000);
  assert.deepEqual(await securityProfile(), of('1'));
  await bench.end();
});

test('1.6 TC_073_CS: AuthorizationKey in hexadecimal digits, in use at once', async () => {
  await using bench = await startBench('1.6', withPassword());
  await started(bench);
  const { csms } = bench;
  const key = '00FF'.repeat(8);
  const change = (value: string) =>
    csms.call('ChangeConfiguration', { key: 'AuthorizationKey', value });
  assert.deepEqual(await change('00FF'), { status: 'Rejected' });
  const connected = csms.connected();
  assert.deepEqual(await change(key), { status: 'Accepted' });
  await connected;
  assert.equal(csms.passwords.at(-1), '\u0000\u00ff'.repeat(8));
  assert.deepEqual(await csms.call('GetConfiguration', { key: ['AuthorizationKey'] }), {
    configurationKey: [],
    unknownKey: ['AuthorizationKey'],
  });
});

test('1.6 A05: a higher security profile only with what it needs, and never a lower one', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const { csms } = bench;
  const change = (key: string, value: string) => csms.call('ChangeConfiguration', { key, value });
  assert.deepEqual(await change('SecurityProfile', '1'), { status: 'Rejected' });
  const reconnected = csms.connected();
  await change('AuthorizationKey', '00FF'.repeat(8));
  await reconnected;
  const upgraded = csms.connected();
  assert.deepEqual(await change('SecurityProfile', '1'), { status: 'Accepted' });
  await upgraded;
  assert.deepEqual(await csms.call('GetConfiguration', { key: ['SecurityProfile'] }), {
    configurationKey: [{ key: 'SecurityProfile', readonly: false, value: '1' }],
  });
  for (const value of ['0', '1', '2', '3', '4']) {
    assert.deepEqual(await change('SecurityProfile', value), { status: 'Rejected' });
  }
});

test('1.6 A05: back to the profile before when the CSMS does not take the higher one', async () => {
  await using bench = await startBench(
    '1.6',
    withPassword({ config: { tls: { ca: ['a root that is none'] } } }),
  );
  await started(bench);
  const { csms } = bench;
  const connected = csms.connected();
  assert.deepEqual(await csms.call('ChangeConfiguration', { key: 'SecurityProfile', value: '2' }), {
    status: 'Accepted',
  });
  await until(bench, connected);
  assert.deepEqual(await csms.call('GetConfiguration', { key: ['SecurityProfile'] }), {
    configurationKey: [{ key: 'SecurityProfile', readonly: false, value: '1' }],
  });
});
