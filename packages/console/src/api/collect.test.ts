import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from './collect.ts';

test('as many are read as are wanted', async () => {
  let read = 0;
  async function* items() {
    for (read = 1; ; read += 1) yield read;
  }
  assert.deepEqual(await collect(items(), 3), [1, 2, 3]);
  assert.equal(read, 3);
  assert.deepEqual(await collect(everyItem()), ['a', 'b']);
});

async function* everyItem() {
  yield* ['a', 'b'];
}
