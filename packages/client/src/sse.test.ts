import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { createSseParser, type ServerSentEvent } from './sse.ts';

function parse(...chunks: string[]): ServerSentEvent[] {
  const parser = createSseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

test('an event has a type, data and the last id', () => {
  assert.deepEqual(parse('event: station\nid: 7\ndata: {"a":1}\n\n'), [
    { type: 'station', data: '{"a":1}', lastEventId: '7' },
  ]);
});

test('lines of data are joined, comments and unknown fields are dropped', () => {
  assert.deepEqual(parse(': keep-alive\n\ndata: a\nwhat: ever\ndata:b\ndata\n\n'), [
    { type: 'message', data: 'a\nb\n', lastEventId: '' },
  ]);
});

test('an id stays until the next one; one with NUL is none', () => {
  const ids = parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\n').map((e) => e.lastEventId);
  assert.deepEqual(ids, ['1', '1', '1']);
});

test('an event that is not complete is not there yet', () => {
  assert.deepEqual(parse('data: a\n'), []);
});

test('a re-connected stream goes on from the id it was given', () => {
  const parser = createSseParser('41');
  assert.deepEqual(parser.push('data: a\n\n'), [{ type: 'message', data: 'a', lastEventId: '41' }]);
  parser.push('id: 42\n\n');
  assert.equal(parser.lastEventId, '42');
});

test('an event that is cut off after its id has yet to come', () => {
  const parser = createSseParser();
  assert.equal(parser.push('id: 1\ndata: a\n\nid: 2\ndata: b\n').length, 1);
  assert.equal(parser.lastEventId, '1');
});

test('a byte order mark at the start is no data', () => {
  assert.equal(parse('\uFEFFdata: a\n\n').length, 1);
});

test('where the stream is cut makes no difference', () => {
  const line = fc.oneof(
    fc.constantFrom('data: x', 'data:y', 'data', 'event: frame', 'id: 9', ': c', '', ''),
    fc.string({ maxLength: 6 }).filter((text) => !/[\r\n\uFEFF]/.test(text)),
  );
  const stream = fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 })
    .map((lines) => lines.flat().join(''));
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200)), (text, cuts) => {
      const edges = [
        ...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length]),
      ];
      edges.sort((a, b) => a - b);
      const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
      assert.deepEqual(parse(...chunks), parse(text));
    }),
    runs(),
  );
});
