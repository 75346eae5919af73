import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import { MortalFlash } from './mortal-flash.ts';

const GEOMETRY = { sectorBytes: 64, sectorCount: 2, programBytes: 8 };
const A = new Uint8Array(8).fill(0x0a);
const B = new Uint8Array(8).fill(0x0b);

function flash(): MortalFlash {
  return new MortalFlash(GEOMETRY, new Dice(seededRandom(1)), new Map());
}

test('what was not synced is lost with the power, an erasure too', () => {
  const chip = flash();
  chip.program(0, A);
  chip.sync();
  chip.program(8, B);
  chip.erase(0);
  chip.program(64, B);
  const left = chip.leave();
  assert.deepEqual(left.slice(0, 8), A);
  assert.deepEqual(new Set(left.slice(8)), new Set([0xff]));
});

test('a cut in the middle of an operation leaves what was torn', () => {
  const chip = flash();
  chip.program(0, A);
  let left: Uint8Array | undefined;
  chip.loseThePowerAfter(0, (image) => {
    left = image.slice();
  });
  chip.program(8, B);
  assert.deepEqual(chip.leave(), left);
});
