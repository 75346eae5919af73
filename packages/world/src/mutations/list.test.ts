import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MUTATIONS } from './list.ts';
import { mutated } from './node/copy.ts';

const ROOT = new URL('../../../../', import.meta.url);

test('every deliberate bug can still be made, in exactly one place', () => {
  assert.ok(MUTATIONS.length >= 25);
  const ids = new Set(MUTATIONS.map(({ id }) => id));
  assert.equal(ids.size, MUTATIONS.length);
  for (const mutation of MUTATIONS) {
    const source = readFileSync(new URL(mutation.file, ROOT), 'utf8');
    assert.notEqual(mutated(source, mutation), source, mutation.id);
  }
});

test('a text that is not there, or there twice, is told', () => {
  const mutation = { id: 'x', file: 'f.ts', before: 'a', after: 'b' };
  assert.throws(() => mutated('none', mutation), /0 times in f.ts/);
  assert.throws(() => mutated('a a', mutation), /2 times in f.ts/);
});
