import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { type Place, SpaceIndex } from './space-index.ts';

function placeOf(address: number): Place {
  return { address, entryBytes: address & 0xffff, check: address * 2 };
}

describe('the index of a space', () => {
  it('is a sorted map', () => {
    const id = fc.oneof(fc.nat(12), fc.integer({ min: 0xffff_fff0, max: 0xffff_ffff }));
    const change = fc.record({ id, address: fc.nat(), isDelete: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
        const index = new SpaceIndex();
        const model = new Map<number, number>();
        for (const { id, address, isDelete } of changes) {
          if (isDelete) {
            index.delete(id);
            model.delete(id);
          } else {
            index.set(id, placeOf(address));
            model.set(id, address);
          }
          const ids = [...model.keys()].sort((a, b) => a - b);
          assert.deepEqual(index.ids(), ids);
          assert.equal(index.count, ids.length);
          assert.equal(index.lastId(), ids.at(-1));
          assert.equal(
            index.idFrom(id),
            ids.find((other) => other >= id),
          );
          const address2 = model.get(id);
          assert.deepEqual(index.place(id), address2 === undefined ? undefined : placeOf(address2));
        }
      }),
      runs(200),
    );
  });
});
