import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { jsonProblem } from './json-problem.ts';
import { jsonTokens } from './json-tokens.ts';

test('parts of JSON have their kinds', () => {
  const kinds = jsonTokens('{"a": "b", "c": [-1.5e3, true]}')
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(kinds, ['key "a"', 'string "b"', 'key "c"', 'number -1.5e3', 'word true']);
});

test('the parts put together are the text, whatever it was', () => {
  const text = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(text, (any) => {
      assert.equal(
        jsonTokens(any)
          .map((token) => token.text)
          .join(''),
        any,
      );
    }),
    runs(),
  );
});

test('a payload is a JSON object', () => {
  assert.equal(jsonProblem('{}'), undefined);
  assert.match(jsonProblem('[]') ?? '', /object/);
  assert.match(jsonProblem('null') ?? '', /object/);
  assert.ok(jsonProblem('{'));
});
