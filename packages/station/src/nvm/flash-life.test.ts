import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const OPTIONS = { sizes: TINY_SIZES, endurance: 10_000 };

/** Writes so much that each sector is erased about so often. */
function wear(flash: MemoryFlash, turns: number): void {
  const { values } = flashStorage(flash, OPTIONS);
  const before = flash.erasures[0] ?? 0;
  for (let n = 0; (flash.erasures[0] ?? 0) - before < turns; n++)
    values.set('worn', `${n}`.repeat(60));
}

test('the projected life goes by the last one to two months, over reboots', () => {
  const flash = new MemoryFlash(TINY);
  const yearsOn = (day: number) =>
    flashStorage(flash, OPTIONS).status(START_MS + day * DAY_MS).projectedLifeYears;
  assert.equal(yearsOn(0), 1000, 'nobody knows a rate yet');
  wear(flash, 10);
  assert.equal(yearsOn(0.5), 1000);
  // 10 of 10,000 erasures in ten days: 27 years.
  const first = yearsOn(10);
  assert.ok(first > 24 && first < 33, `${first}`);
  // It is spared from now on: the rate of old days is forgotten after two months.
  assert.ok(yearsOn(40) > 80);
  assert.ok(yearsOn(71) > 80);
  assert.equal(yearsOn(102), 1000);
  // Without a clock there is no rate.
  assert.equal(flashStorage(flash, OPTIONS).status(0).projectedLifeYears, 1000);
});
