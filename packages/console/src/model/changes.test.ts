import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, prettyText } from './changes.ts';

test('what a request says otherwise is named by its place', () => {
  const before = { id: 4, url: 'https://a', types: ['cdr'], webhook: { timeoutMs: 5, list: [] } };
  const after = { url: 'https://b', types: ['cdr', 'alert'], webhook: { timeoutMs: 5, list: [] } };
  assert.deepEqual(changesBetween(JSON.stringify(before), JSON.stringify(after)), [
    { path: 'url', before: '"https://a"', after: '"https://b"' },
    { path: 'types.1', after: '"alert"' },
  ]);
  assert.deepEqual(changesBetween('{"a":1}', '{"a":1}'), []);
});

test('what is no JSON is shown as it is', () => {
  assert.equal(prettyText('{"a":1'), '{"a":1');
  assert.equal(prettyText('{"a":1}'), '{ "a": 1 }');
});
