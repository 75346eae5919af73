import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLine } from './line-commands.ts';

test('reads every command', () => {
  assert.deepEqual(parseLine('plug', 2), { command: 'plug', evseId: 1 });
  assert.deepEqual(parseLine(' UNPLUG  2 ', 2), { command: 'unplug', evseId: 2 });
  assert.deepEqual(parseLine('swipe 04AB', 2), {
    command: 'swipe',
    idToken: '04AB',
    evseId: undefined,
  });
  assert.deepEqual(parseLine('swipe 04AB 2', 2), { command: 'swipe', idToken: '04AB', evseId: 2 });
  assert.deepEqual(parseLine('quit', 2), { command: 'quit' });
  assert.equal(parseLine('   ', 2), undefined);
});

test('says what it cannot read', () => {
  for (const line of ['plug 3', 'plug 0', 'swipe', 'swipe A 9', 'dance', 'plug 1 2 3']) {
    const read = parseLine(line, 2);
    assert.ok(read !== undefined && 'problem' in read, line);
  }
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (line) => {
      parseLine(line, 1);
    }),
  );
});
