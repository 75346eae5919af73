import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from './memory.ts';
import { readJson } from './stored-json.ts';

test('a value that is no JSON is lost, and nothing else is', () => {
  const { values } = memoryStorage();
  values.set('rotten', '[{"untilMs :1}]');
  values.set('sound', '[1]');
  assert.equal(readJson(values, 'rotten'), undefined);
  assert.deepEqual(readJson(values, 'sound'), [1]);
  assert.equal(readJson(values, 'absent'), undefined);
});
