import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { memoryStorage } from '../nvm/memory.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { CARD } from '../testing/bench.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';
import type { FirmwareBank } from './bank.ts';
import { firmwareImage, memoryFirmwareBank } from './image.ts';

const OWN = { vendor: 'Northbound', model: 'Virtual' };
const IMAGE = firmwareImage({ ...OWN, version: '2.0.0' }, Buffer.from('new code'));
const REQUEST = {
  requestId: 7,
  firmware: {
    location: 'http://files.example/firmware',
    retrieveDateTime: '2025-12-31T22:00:00.000Z',
  },
};

const statuses = (at: VirtualBench) =>
  at.got('FirmwareStatusNotification').map(({ status }) => status);

/** A station that can be updated. */
async function updatable(
  version: '1.6' | '2.1',
  more: VirtualBenchOptions = {},
  bank: FirmwareBank = memoryFirmwareBank(OWN),
) {
  const files = new ScriptedFiles();
  const ports = { files, firmware: bank, ...more.ports };
  const at = new VirtualBench(version, { ...more, ports });
  await at.begin();
  return { at, files };
}

test('L01.FR.30: an image that the bank does not take has not come', async () => {
  const bank = {
    ...memoryFirmwareBank(OWN),
    store: () => {
      throw new Error('The flash is worn out');
    },
  };
  const { at, files } = await updatable('2.1', {}, bank);
  await at.ask('UpdateFirmware', REQUEST);
  files.deliver(IMAGE);
  await at.pass(10_000);
  assert.deepEqual(statuses(at), ['Downloading', 'DownloadFailed']);
  // The next one may fit.
  assert.deepEqual(await at.ask('UpdateFirmware', REQUEST), { status: 'Accepted' });
  await at.end();
});

test('L01: an update that finds no room on flash is refused', async () => {
  for (const version of ['1.6', '2.1'] as const) {
    const flash = new MemoryFlash({ ...TINY, sectorCount: 96 });
    const sizes = { ...TINY_SIZES, valuesBytes: 8192 };
    const storage = flashStorage(flash, { sizes });
    const { at, files } = await updatable(version, { ports: { storage } });
    for (let n = 0; storage.values.keep(`filler ${n}`, 'x'.repeat(50)); n++);
    if (version === '2.1') {
      assert.deepEqual(await at.ask('UpdateFirmware', REQUEST), {
        status: 'Rejected',
        statusInfo: { reasonCode: 'OutOfStorage' },
      });
    } else {
      const { location, retrieveDateTime } = REQUEST.firmware;
      const answer = await at.ask('UpdateFirmware', { location, retrieveDate: retrieveDateTime });
      assert.equal(answer, 'GenericError');
    }
    await at.pass(10_000);
    assert.deepEqual(files.downloads, []);
    assert.deepEqual(statuses(at), []);
    await at.end();
  }
});

test('an update of which flash has lost what it was does not go on', async () => {
  const storage = memoryStorage();
  const { at, files } = await updatable('2.1', { ports: { storage } });
  await at.ask('UpdateFirmware', REQUEST);
  assert.deepEqual(statuses(at), ['Downloading']);
  at.station.powerCut();
  storage.values.delete('firmware:job');
  await at.station.start();
  await at.pass(10_000);
  assert.equal(files.downloads.length, 1);
  const requestedMessage = 'FirmwareStatusNotification';
  await at.ask('TriggerMessage', { requestedMessage });
  assert.deepEqual(at.got(requestedMessage).at(-1), { status: 'Idle' });
  assert.deepEqual(await at.ask('UpdateFirmware', REQUEST), { status: 'Accepted' });
  await at.end();
});

test('L01.FR.07: who may begin while an update waits changes with the variable, at once', async () => {
  const name = 'ChargingStation.AllowNewSessionsPendingFirmwareUpdate';
  const { at, files } = await updatable('2.1', { evses: 2, variables: { [name]: 'true' } });
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(2_000);
  await at.ask('UpdateFirmware', REQUEST);
  files.deliver(IMAGE);
  await at.pass(2_000);
  assert.equal(statuses(at).at(-1), 'InstallScheduled');
  const free = () => at.station.state().evses[1]?.connectors[0]?.availabilityState;
  assert.equal(free(), 'Available');
  for (const [value, state] of [
    ['false', 'Unavailable'],
    ['true', 'Available'],
  ] as const) {
    at.station.setVariable(name, value);
    await at.pass(1_000);
    assert.equal(free(), state);
  }
  await at.end();
});

const locationOf = (requestId: number, retrieveDateTime = REQUEST.firmware.retrieveDateTime) => ({
  requestId,
  firmware: { location: `http://files.example/${requestId}`, retrieveDateTime },
});

test('L01.FR.24: nothing comes of the download that a newer update has replaced', async () => {
  const { at, files } = await updatable('2.1');
  await at.ask('UpdateFirmware', locationOf(1));
  assert.deepEqual(await at.ask('UpdateFirmware', locationOf(2)), { status: 'AcceptedCanceled' });
  await at.pass(300_000);
  assert.deepEqual(
    files.downloads.map(({ url }) => url),
    ['http://files.example/1', 'http://files.example/2'],
  );
  files.deliver(IMAGE);
  await at.pass(10_000);
  const told = at.got('FirmwareStatusNotification').map(({ requestId }) => requestId);
  assert.deepEqual(told.slice(0, 2), [1, 2]);
  assert.ok(told.slice(1).every((requestId) => requestId === 2));
  assert.equal(statuses(at).at(-1), 'Installed');
  await at.end();
});

test('L01.FR.07, .24: EVSEs that an update withheld are available when a later one has replaced it', async () => {
  const { at, files } = await updatable('2.1', { evses: 2 });
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(5_000);
  await at.ask('UpdateFirmware', locationOf(1));
  files.deliver(IMAGE);
  await at.pass(5_000);
  const other = () => at.station.state().evses[1]?.connectors[0]?.availabilityState;
  assert.equal(other(), 'Unavailable');
  const tomorrow = new Date(at.clock.epochMs() + 86_400_000).toISOString();
  assert.deepEqual(await at.ask('UpdateFirmware', locationOf(2, tomorrow)), {
    status: 'AcceptedCanceled',
  });
  await at.pass(5_000);
  assert.equal(other(), 'Available');
  await at.end();
});

test('L01.FR.25, .26: who asks for the status hears Idle after Installed, else what was told last', async () => {
  const { at, files } = await updatable('2.1');
  const ask = async () => {
    const request = { requestedMessage: 'FirmwareStatusNotification' };
    assert.deepEqual(await at.ask('TriggerMessage', request), { status: 'Accepted' });
    await at.pass(1_000);
    const { status, requestId } = at.got('FirmwareStatusNotification').at(-1) ?? {};
    return [status, requestId];
  };
  await at.ask('UpdateFirmware', { ...locationOf(1), retries: 0 });
  files.breakOff();
  await at.pass(1_000);
  assert.deepEqual(await ask(), ['DownloadFailed', 1]);
  await at.ask('UpdateFirmware', locationOf(2));
  files.deliver(IMAGE);
  await at.pass(10_000);
  assert.equal(statuses(at).at(-1), 'Installed');
  assert.deepEqual(await ask(), ['Idle', undefined]);
  await at.end();
});

test('a station that cannot be updated any more is not kept from charging by an update of before', async () => {
  const storage = memoryStorage();
  // The bank never ends.
  const bank = { ...memoryFirmwareBank(OWN), install: () => new Promise<never>(() => undefined) };
  const { at, files } = await updatable('2.1', { ports: { storage } }, bank);
  await at.ask('UpdateFirmware', REQUEST);
  files.deliver(IMAGE);
  await at.pass(5_000);
  assert.equal(statuses(at).at(-1), 'Installing');
  at.station.powerCut();
  const without = new VirtualBench('2.1', { ports: { storage } });
  await without.begin();
  without.station.plugIn(1);
  without.station.swipe(CARD, 1);
  await without.pass(5_000);
  assert.equal(without.station.state().evses[0]?.chargingState, 'Charging');
  await without.end();
});
