import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { jsonLine, prettyJson } from './pretty-json.ts';

test('what fits on one line stays on one', () => {
  assert.equal(prettyJson({ a: [1, { b: null }], c: {} }), '{ "a": [1, { "b": null }], "c": {} }');
  const long = { list: [{ text: 'x'.repeat(60) }, { text: 'y'.repeat(60) }], small: [1, 2] };
  assert.deepEqual(prettyJson(long).split('\n'), [
    '{',
    '  "list": [',
    `    { "text": "${'x'.repeat(60)}" },`,
    `    { "text": "${'y'.repeat(60)}" }`,
    '  ],',
    '  "small": [1, 2]',
    '}',
  ]);
});

test('whatever the form, the value is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const expected = JSON.stringify(value);
      assert.equal(JSON.stringify(JSON.parse(prettyJson(value))), expected);
      assert.equal(JSON.stringify(JSON.parse(jsonLine(value))), expected);
    }),
    runs(),
  );
});
