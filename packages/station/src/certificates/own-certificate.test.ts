import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { OwnCertificate } from './own-certificate.ts';

test('A02: a new certificate that has worked is not lost where flash has no room for two of it', () => {
  const sizes = { ...TINY_SIZES, valuesBytes: 2048 };
  const { values } = flashStorage(new MemoryFlash({ ...TINY, sectorCount: 80 }), { sizes });
  const own = new OwnCertificate(values, { cert: 'factory', key: 'factory key' });
  const cert = 'c'.repeat(500);
  const key = 'k'.repeat(200);
  assert.ok(own.propose(cert, key));
  for (let size = 64; size > 0; size--) {
    while (values.keep(`filling:${size}:${values.keys('').length}`, 'x'.repeat(size)));
  }
  own.keepCandidate();
  assert.deepEqual(own.candidate, { cert, key });
  for (const filling of values.keys('filling:')) values.delete(filling);
  own.keepCandidate();
  assert.deepEqual([own.candidate, own.current], [undefined, { cert, key }]);
});
