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
  const lines = ledgerLines([{ seqNo: 3 }, { seqNo: 0 }], { missing: [[1, 2]], lost: [] });
  assert.deepEqual(
    lines.map((line) => (line.kind === 'gap' ? [line.from, line.to] : line.event.seqNo)),
    [0, [1, 2], 3],
  );
});

test('a gap that was declared lost says so, and one beyond what was read is not shown yet', () => {
  const lines = ledgerLines([{ seqNo: 0 }, { seqNo: 3 }], {
    missing: [
      [1, 2],
      [9, 9],
    ],
    lost: [[1, 2]],
    through: 3,
  });
  assert.deepEqual(
    lines.flatMap((line) => (line.kind === 'gap' ? [[line.from, line.lost]] : [])),
    [[1, true]],
  );
});
