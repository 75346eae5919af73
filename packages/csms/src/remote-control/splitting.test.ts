import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { chunks } from './splitting.ts';

it('pieces keep every item in order, within the limits, and are as few as they can be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 80 })),
      fc.integer({ min: 1, max: 10 }),
      fc.option(fc.integer({ min: 150, max: 400 }), { nil: undefined }),
      (items, most, bytes) => {
        const limits = { items: most, ...(bytes === undefined ? {} : { bytes }) };
        const pieces = chunks(items, limits);
        assert.deepEqual(pieces.flat(), items);
        for (const piece of pieces) {
          assert.ok(piece.length >= 1 && piece.length <= most);
          const size = Buffer.byteLength(JSON.stringify([2, 'x'.repeat(36), 'Action', { piece }]));
          assert.ok(bytes === undefined || piece.length === 1 || size <= bytes);
        }
        if (bytes === undefined) assert.equal(pieces.length, Math.ceil(items.length / most));
      },
    ),
  );
});
