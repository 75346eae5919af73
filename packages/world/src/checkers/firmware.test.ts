import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedBank } from '../machines/simulated-bank.ts';
import { goodImage } from '../machines/simulated-files.ts';
import { checkFirmware, checkUpdates } from './firmware.ts';

const station = (firmware: { installedVersion: string | undefined; isDamaged: boolean }) => ({
  identity: 'CS-1',
  board: { config: { firmwareVersion: '1.0.0' } },
  firmware,
});

test('firmware: what runs is whole, and known to the CSMS', () => {
  const installed = station({ installedVersion: '1.2.0', isDamaged: false });
  const delivered = station({ installedVersion: undefined, isDamaged: false });
  assert.deepEqual(checkFirmware(installed, '1.2.0'), []);
  assert.deepEqual(checkFirmware(delivered, '1.0.0'), []);
  const wrong = [
    checkFirmware(installed, '1.0.0'),
    checkFirmware(delivered, '1.2.0'),
    checkFirmware(delivered, undefined),
    checkFirmware(station({ installedVersion: '1.2.0', isDamaged: true }), '1.2.0'),
  ];
  for (const found of wrong) {
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['firmware'],
    );
  }
});

test('firmware: nobody says of a damaged image that it was installed', () => {
  const damaged = new Set([2]);
  const rules = (imageId: number, state: string) =>
    checkUpdates('CS-1', [{ imageId, state }, { state }], damaged).map(({ rule }) => rule);
  assert.deepEqual(rules(1, 'Confirmed'), []);
  assert.deepEqual(rules(2, 'Failed'), []);
  assert.deepEqual(rules(2, 'Installed'), ['firmware']);
  assert.deepEqual(rules(2, 'Confirmed'), ['firmware']);
});

test('a bank tells what was installed, and whether it is as it was made', async () => {
  const bank = new SimulatedBank({ vendor: 'Northbound', model: 'World' });
  const image = goodImage('1.2.0');
  bank.store(image.subarray(0, image.length - 1));
  assert.deepEqual(await bank.install(), { result: 'notVerified' });
  assert.equal(bank.installedVersion, undefined);
  bank.store(image);
  await bank.install();
  assert.deepEqual([bank.installedVersion, bank.isDamaged], ['1.2.0', false]);
  // Its own checksum is right, and yet nobody has made it so.
  const text = Buffer.from(goodImage('1.2.10')).toString('latin1');
  bank.store(Buffer.from(text.replace('1.2.10', '1.2.9'), 'latin1'));
  await bank.install();
  assert.deepEqual([bank.installedVersion, bank.isDamaged], ['1.2.9', true]);
});
