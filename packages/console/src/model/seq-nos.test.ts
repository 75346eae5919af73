import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatGaps, ledgerLines } from './seq-nos.ts';

test('gaps in words', () => {
  assert.equal(
    formatGaps([
      [2, 2],
      [4, 6],
    ]),
    '2, 4–6',
  );
});

test('gaps stand where their events would', () => {
  const lines = ledgerLines([{ seqNo: 3 }, { seqNo: 0 }], [[1, 2]]);
  assert.deepEqual(
    lines.map((line) => (line.kind === 'gap' ? [line.from, line.to] : line.event.seqNo)),
    [0, [1, 2], 3],
  );
});
