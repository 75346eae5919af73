import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../nvm/memory.ts';
import type { KeyValueStore, Storage } from '../nvm/storage.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { firmwareImage, memoryFirmwareBank } from './image.ts';

const OWN = { vendor: 'Northbound', model: 'Virtual' };
const IMAGE = firmwareImage({ ...OWN, version: '2.0.0' }, Buffer.from('new code'));
const PAST = '2025-12-31T22:00:00.000Z';

/** A storage whose power goes: from a certain write on nothing that is written as a value stays. */
class CutStorage {
  readonly #values: KeyValueStore;
  readonly storage: Storage;
  writes = 0;
  lastWrite = Number.POSITIVE_INFINITY;

  constructor() {
    const memory = memoryStorage();
    this.#values = memory.values;
    const values = new Proxy(memory.values, { get: this.#get });
    this.storage = new Proxy(memory, {
      get: (_, name) => (name === 'values' ? values : boundTo(memory, name)),
    });
  }

  readonly #get = (_target: KeyValueStore, name: string | symbol): unknown => {
    const found = boundTo(this.#values, name);
    if (typeof found !== 'function' || name === 'get' || name === 'keys') return found;
    return (...given: unknown[]): unknown => {
      this.writes += 1;
      return this.writes > this.lastWrite || Reflect.apply(found, undefined, given);
    };
  };
}

function boundTo(target: object, name: string | symbol): unknown {
  const found: unknown = Reflect.get(target, name, target);
  return typeof found === 'function' ? found.bind(target) : found;
}

/** Updates the firmware, with a power cut after so many writes. @returns how many there were */
async function updated(lastWrite: number): Promise<number> {
  const files = new ScriptedFiles();
  const cut = new CutStorage();
  const ports = { files, firmware: memoryFirmwareBank(OWN), storage: cut.storage };
  const at = new VirtualBench('1.6', { ports });
  await at.begin();
  await at.ask('UpdateFirmware', { location: 'http://files.example/f', retrieveDate: PAST });
  cut.writes = 0;
  cut.lastWrite = lastWrite;
  files.deliver(IMAGE);
  await at.pass(10_000);
  const { writes } = cut;
  cut.lastWrite = Number.POSITIVE_INFINITY;
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
