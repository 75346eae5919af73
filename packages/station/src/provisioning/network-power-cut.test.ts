import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialer, DialTarget } from '@northbound/rpc';
import { CutStorage } from '../testing/cut-storage.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const OLD = 'a-password-of-old-1';
const NEW = 'a-password-brand-new-2';

/** A station with a password; the network lets through what it is told to. */
function bench(
  cut: CutStorage,
  lets: (target: DialTarget) => boolean,
  version: '1.6' | '2.1' = '2.1',
): VirtualBench {
  const dialer: Dialer = (target, listener) => {
    at.network.up = lets(target);
    return at.network.dialer(target, listener);
  };
  const at: VirtualBench = new VirtualBench(version, {
    ports: { dialer, storage: cut.storage },
    config: { password: OLD, tls: { ca: ['a root'] } },
  });
  return at;
}

const variable = (component: object, name: string, attributeValue: string) => ({
  component,
  variable: { name },
  attributeValue,
});

const set = (at: VirtualBench, ...setVariableData: ReturnType<typeof variable>[]) =>
  at.ask('SetVariables', { setVariableData });

async function read(at: VirtualBench, component: object, name: string): Promise<unknown> {
  const getVariableData = [{ component, variable: { name } }];
  const { getVariableResult } = Object(await at.ask('GetVariables', { getVariableData }));
  return getVariableResult[0].attributeValue;
}

/** The CSMS does not take the new password, and the power goes while the station takes it back. */
async function takesItBack(lastWrite: number): Promise<number> {
  const cut = new CutStorage();
  const at = bench(cut, ({ password }) => Buffer.from(password ?? []).toString() === OLD);
  await at.begin();
  await set(at, variable({ name: 'SecurityCtrlr' }, 'BasicAuthPassword', NEW));
  cut.cutAfter(lastWrite);
  await at.pass(60_000);
  const { writes } = cut;
  at.station.powerCut();
  cut.mend();
  await at.station.start();
  await at.pass(60_000);
  assert.equal(at.station.state().registration, 'Accepted', `cut after ${lastWrite} writes`);
  await at.end();
  return writes;
}

test('A01: no power cut leaves a station with nothing but a password that does not work', async () => {
  const writes = await takesItBack(Number.POSITIVE_INFINITY);
  assert.ok(writes >= 2);
  for (let lastWrite = 0; lastWrite < writes; lastWrite++) await takesItBack(lastWrite);
});

/** Connected with a higher security profile for the first time, the power goes. */
async function goesUp(lastWrite: number): Promise<number> {
  const cut = new CutStorage();
  const at = bench(cut, () => true);
  await at.begin();
  const connectionData = {
    ocppTransport: 'JSON',
    ocppCsmsUrl: 'wss://csms/ocpp',
    messageTimeout: 30,
    securityProfile: 2,
    ocppInterface: 'Wired0',
  };
  const answer = await at.ask('SetNetworkProfile', { configurationSlot: 2, connectionData });
  assert.deepEqual(answer, { status: 'Accepted' });
  await set(at, variable({ name: 'OCPPCommCtrlr' }, 'NetworkConfigurationPriority', '2,1'));
  at.station.powerCut();
  cut.cutAfter(lastWrite);
  await at.station.start();
  await at.pass(5_000);
  const { writes } = cut;
  at.station.powerCut();
  cut.mend();
  await at.station.start();
  await at.pass(5_000);
  const priority = await read(at, { name: 'OCPPCommCtrlr' }, 'NetworkConfigurationPriority');
  const slot = { name: 'NetworkConfiguration', instance: '1' };
  const left = [priority, await read(at, slot, 'OcppCsmsUrl')];
  assert.deepEqual(left, ['2', ''], `cut after ${lastWrite} writes`);
  assert.equal(await read(at, { name: 'SecurityCtrlr' }, 'SecurityProfile'), '2');
  await at.end();
  return writes;
}

test('A05.FR.06: no power cut leaves a way back to a lower security profile', async () => {
  const writes = await goesUp(Number.POSITIVE_INFINITY);
  for (let lastWrite = 0; lastWrite < writes; lastWrite++) await goesUp(lastWrite);
});

/** A 1.6 CSMS asks for a higher profile and does not take it; the power goes while the station goes back. */
async function goesBack(lastWrite: number): Promise<number> {
  const cut = new CutStorage();
  const at = bench(cut, ({ url }) => url.startsWith('ws:'), '1.6');
  await at.begin();
  const upgrade = { key: 'SecurityProfile', value: '2' };
  assert.deepEqual(await at.ask('ChangeConfiguration', upgrade), { status: 'Accepted' });
  cut.cutAfter(lastWrite);
  await at.pass(60_000);
  const { writes } = cut;
  at.station.powerCut();
  cut.mend();
  await at.station.start();
  await at.pass(60_000);
  assert.equal(at.station.state().registration, 'Accepted');
  at.station.powerCut();
  let dialed = 0;
  const dials = at.station.subscribe(({ type }) => {
    if (type === 'linkFailed') dialed++;
  });
  await at.station.start();
  await at.pass(5_000);
  assert.equal(dialed, 0, `what failed is tried once more, cut after ${lastWrite} writes`);
  dials();
  await at.end();
  return writes;
}

test('1.6 A05: no power cut leaves a profile that did not work before one that does', async () => {
  const writes = await goesBack(Number.POSITIVE_INFINITY);
  assert.ok(writes > 2);
  for (let lastWrite = 0; lastWrite < writes; lastWrite++) await goesBack(lastWrite);
});
