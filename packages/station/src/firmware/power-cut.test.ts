import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CutStorage } from '../testing/cut-storage.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { firmwareImage, memoryFirmwareBank } from './image.ts';

const OWN = { vendor: 'Northbound', model: 'Virtual' };
const IMAGE = firmwareImage({ ...OWN, version: '2.0.0' }, Buffer.from('new code'));
const PAST = '2025-12-31T22:00:00.000Z';

/** Updates the firmware, with a power cut after so many writes. @returns how many there were */
async function updated(lastWrite: number): Promise<number> {
  const files = new ScriptedFiles();
  const cut = new CutStorage();
  const ports = { files, firmware: memoryFirmwareBank(OWN), storage: cut.storage };
  const at = new VirtualBench('1.6', { ports });
  await at.begin();
  await at.ask('UpdateFirmware', { location: 'http://files.example/f', retrieveDate: PAST });
  cut.cutAfter(lastWrite);
  files.deliver(IMAGE);
  await at.pass(10_000);
  const { writes } = cut;
  cut.mend();
  await at.cutPower(1_000);
  // A download that was not written down begins anew.
  if (files.downloads.length > 1) files.deliver(IMAGE);
  await at.pass(10_000);
  const boots = at.got('BootNotification').map(({ firmwareVersion }) => firmwareVersion);
  assert.equal(boots.at(-1), '2.0.0', `after ${lastWrite} writes`);
  const told = at.got('FirmwareStatusNotification').map(({ status }) => status);
  assert.equal(told.at(-1), 'Installed', `after ${lastWrite} writes`);
  await at.end();
  return writes;
}

test('L01, 1.6 9.1: whenever the power goes, an update is installed, and the CSMS hears what runs', async () => {
  const writes = await updated(Number.POSITIVE_INFINITY);
  assert.ok(writes > 3, `${writes} writes`);
  for (let lastWrite = 0; lastWrite < writes; lastWrite++) await updated(lastWrite);
});
