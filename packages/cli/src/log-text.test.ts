import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { textOf } from './log-text.ts';

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

function bytesOf(text: string, encoding: 'utf8' | 'utf-16le' | 'utf-16be'): Buffer {
  const bytes = Buffer.from(text, encoding === 'utf8' ? 'utf8' : 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

async function whole(log: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of textOf(log)) text += piece;
  return text;
}

test('a log is read in the encoding that its mark says, however it is cut', async () => {
  const encoding = fc.constantFrom('utf8', 'utf-16le', 'utf-16be');
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\ufeff')),
      encoding,
      fc.integer({ min: 1, max: 9 }),
      async (text, by, size) => {
        assert.equal(await whole(cut(bytesOf(`\ufeff${text}`, by), size)), text);
      },
    ),
    runs(100),
  );
  assert.equal(await whole(cut(Buffer.from('a'), 1)), 'a');
});
