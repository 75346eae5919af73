import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { payloads, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { pack, unpack } from './packed.ts';
import { WORDS } from './words.ts';

describe('packed values', () => {
  it('come back as JSON would bring them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(unpack(pack(value)), JSON.parse(JSON.stringify(value)));
      }),
      runs(300),
    );
  });

  it('hold every transaction event of the standard', () => {
    fc.assert(
      fc.property(payloads('2.1', 'TransactionEvent'), (event) => {
        assert.deepEqual(unpack(pack(event)), JSON.parse(JSON.stringify(event)));
      }),
      runs(100),
    );
  });

  const texts = ['2026-02-30T00:00:00.000Z', '2026-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'];
  const numbers = [0, 31, 32, -1, 0.1, -230.4, 1e-9, 1e300, 2 ** 53 - 1, 2 ** 60, 12345.678901];
  const long = ['', 'x'.repeat(47), 'x'.repeat(48), 'é'.repeat(400), 'Charging', ...WORDS];
  it('keep every number and text as it is', () => {
    for (const value of [...texts, ...numbers, ...long]) assert.equal(unpack(pack(value)), value);
  });

  it('leaves out what is undefined, and keeps a key that is dangerous elsewhere', () => {
    assert.deepEqual(unpack(pack({ a: undefined, b: 1 })), { b: 1 });
    const odd: unknown = JSON.parse('{"__proto__":{"x":1}}');
    assert.equal(JSON.stringify(unpack(pack(odd))), '{"__proto__":{"x":1}}');
  });

  it('refuses what was cut off and what it did not write', () => {
    const bytes = pack({ seqNo: 7, timestamp: '2026-01-01T00:00:00.000Z' });
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => unpack(bytes.subarray(0, length)), RangeError);
    }
    assert.throws(() => unpack(Uint8Array.of(0xcf)), RangeError);
    assert.throws(() => unpack(Uint8Array.of(0xce, 255)), RangeError);
  });
});
