import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { SparseMap } from './sparse-map.ts';

const key = fc.integer({ min: 0, max: 4 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.nat() }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);

test('it is a Map, whatever is put in and taken out', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const sparse = new SparseMap<number, number>();
      const map = new Map<number, number>();
      for (const each of steps) {
        if (each.kind === 'set') {
          sparse.set(each.key, each.value);
          map.set(each.key, each.value);
        } else {
          assert.equal(sparse.delete(each.key), map.delete(each.key));
        }
        assert.deepEqual([...sparse], [...map]);
        assert.deepEqual([...sparse.keys()], [...map.keys()]);
        assert.deepEqual([...sparse.values()], [...map.values()]);
        assert.equal(sparse.size, map.size);
        assert.equal(sparse.has(each.key), map.has(each.key));
        assert.equal(sparse.get(each.key), map.get(each.key));
      }
    }),
    runs(100),
  );
});
