import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOvertaking } from './overtaking.ts';

test('what came while a read was under way takes the place of what was read', async () => {
  const overtaking = createOvertaking<string, number>();
  overtaking.note(new Map([['a', 0]]));
  const { promise, resolve } = Promise.withResolvers<number>();
  const read = overtaking.during(
    () => promise,
    (result, newer) => newer.get('a') ?? result,
  );
  overtaking.note(new Map([['a', 2]]));
  resolve(1);
  assert.equal(await read, 2);
  assert.equal(
    await overtaking.during(
      async () => 3,
      (result, newer) => newer.get('a') ?? result,
    ),
    3,
  );
});

test('a read that fails fails', async () => {
  const overtaking = createOvertaking<string, number>();
  const failing = overtaking.during(
    () => Promise.reject(new Error('no')),
    (result) => result,
  );
  await assert.rejects(failing, /no/);
});
