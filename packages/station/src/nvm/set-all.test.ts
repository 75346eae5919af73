import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { setAll } from './set-all.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';

test('values that belong together are all set, or none is and it says so', () => {
  const { values } = flashStorage(new MemoryFlash(TINY), { sizes: TINY_SIZES });
  assert.equal(
    setAll(values, [
      ['a', '1'],
      ['b', '2'],
    ]),
    true,
  );
  for (let count = 0; values.set(`other ${count}`, 'x'.repeat(50)); count++);
  const tooMuch = [
    ['a', '3'],
    ['c', '4'.repeat(100)],
    ['b', '5'],
  ] as const;
  assert.equal(setAll(values, tooMuch), false);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => values.get(key)),
    ['1', '2', undefined],
  );
});
