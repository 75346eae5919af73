import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { DEFAULT_GEOMETRY } from '../nvm/sizes.ts';
import { CARD } from '../testing/bench.ts';
import { recordedFrames, replay } from '../testing/replay.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { Recording } from './recording.ts';

const LOG = { remoteLocation: 'http://files.example.com/' };

function bench(version: Version) {
  const files = new ScriptedFiles();
  const storage = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
  return { files, at: new VirtualBench(version, { ports: { files, storage } }) };
}

/** The diagnostics log as the CSMS gets it. */
async function diagnostics(at: VirtualBench, files: ScriptedFiles): Promise<string> {
  await at.ask('GetLog', { logType: 'DiagnosticsLog', requestId: 1, log: LOG });
  await at.pass(1_000);
  const text = files.uploads.at(-1)?.text ?? '';
  files.endUpload({ status: 'Uploaded' });
  await at.pass(1_000);
  return text;
}

for (const version of VERSIONS) {
  test(`${version}: what GetLog gives back can be replayed, and gives the same frames`, async () => {
    const { at, files } = bench(version);
    await at.begin();
    at.station.plugIn(1);
    at.station.swipe(CARD, 1);
    await at.pass(400_000);
    at.network.up = false;
    await at.pass(300_000);
    at.station.swipe(CARD, 1);
    at.station.plugOut(1);
    await at.pass(100_000);
    at.network.up = true;
    await at.pass(60_000);
    at.station.disconnect();
    await at.pass(10_000);
    at.station.connect();
    await at.pass(60_000);
    await at.ask('Reset', { type: version === '1.6' ? 'Soft' : 'Immediate' });
    await at.pass(60_000);
    const log = await diagnostics(at, files);
    const frames = recordedFrames(log);
    assert.ok(frames.length > 20, `${frames.length} frames`);
    const again = await replay(log, at.config, flashStorage(new MemoryFlash(DEFAULT_GEOMETRY)));
    assert.deepEqual(again.slice(0, frames.length), frames);
    await at.end();
  });
}

test('2.1: the log is there after a reboot, without tokens and passwords', async () => {
  const { at, files } = bench('2.1');
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(60_000);
  const password = 'a very secret password';
  await at.ask('SetVariables', {
    setVariableData: [
      {
        component: { name: 'SecurityCtrlr' },
        variable: { name: 'BasicAuthPassword' },
        attributeValue: password,
      },
    ],
  });
  const stopped = at.station.stop();
  await at.pass(1_000);
  await stopped;
  await at.station.start();
  await at.pass(10_000);
  const log = await diagnostics(at, files);
  assert.match(log, /transaction .* Started/);
  assert.match(log, /frameIn \d+ \[2,.*SetVariables/);
  assert.ok(!log.includes(password));
  assert.ok(!log.includes(CARD.idToken));
  await at.end();
});

test('2.1: no secret is in the log, however the CSMS escapes it, and nothing of a frame that nobody can read', async () => {
  const { at, files } = bench('2.1');
  await at.begin();
  const password = 'a+secret/<password>';
  const vpn = { server: 'vpn.example', user: 'me', password, key: 'shared/key', type: 'IKEv2' };
  const request = { configurationSlot: 2, connectionData: { vpn, basicAuthPassword: password } };
  const text = JSON.stringify([2, 'c1', 'SetNetworkProfile', request]);
  const escapes: Readonly<Record<string, string>> = { '/': '\\/', '+': '\\u002B', '<': '\\u003c' };
  const escaped = text.replaceAll(/[/+<]/g, (character) => escapes[character] ?? character);
  for (const frame of [text, escaped, text.slice(0, -1)]) {
    at.network.say(frame);
    await at.pass(1_000);
  }
  const log = await diagnostics(at, files);
  assert.equal(log.match(/frameIn \d+ \[2,"c1","SetNetworkProfile"/g)?.length, 2);
  assert.match(log, /"basicAuthPassword":"0{19}"/);
  for (const secret of ['secret', 'password>', 'shared']) assert.ok(!log.includes(secret), secret);
  await at.end();
});

test('2.1 N10: a customer is forgotten in the recording, too', async () => {
  const { at } = bench('2.1');
  await at.begin();
  at.station.swipe(CARD, 1);
  await at.pass(120_000);
  const box = at.storage.blackBox;
  const holds = () =>
    [...(box?.entries() ?? [])].some(({ bytes }) => Buffer.from(bytes).includes(CARD.idToken));
  assert.ok(holds());
  const idToken = CARD;
  await at.ask('CustomerInformation', { requestId: 1, report: false, clear: true, idToken });
  // The request itself names the customer, and comes after what it clears.
  await at.ask('CustomerInformation', { requestId: 2, report: true, clear: false, idToken });
  const about = at.got('NotifyCustomerInformation').at(-1);
  assert.equal(about?.data, 'No data found.');
  await at.end();
});

test('a reading is written down when it is another one, also in the object that it was in before', () => {
  const { blackBox } = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
  assert.ok(blackBox);
  const recording = new Recording(blackBox, () => 0);
  const reading = { registerWh: 1, currentA: [0, 0] };
  recording.read('meter 1', reading);
  recording.read('meter 1', { ...reading, currentA: [0, 0] });
  reading.currentA[1] = 16;
  recording.read('meter 1', reading);
  recording.read('meter 1', { registerWh: 1, currentA: [0, 16], socPercent: 50 });
  const entries = [...blackBox.entries()].map(({ bytes }) => Buffer.from(bytes).toString());
  assert.deepEqual(entries.slice(1), [
    '["meter 1",0,{"registerWh":1,"currentA":[0,0]}]',
    '["meter 1",2,{"registerWh":1,"currentA":[0,16]}]',
    '["meter 1",1,{"registerWh":1,"currentA":[0,16],"socPercent":50}]',
  ]);
});
