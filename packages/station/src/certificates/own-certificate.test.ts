import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { x509CertificateTools } from './node/x509-certificate-tools.ts';
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

test('A03: a certificate that cannot be read is none to fall over', async () => {
  const certificates = {
    ...x509CertificateTools(),
    expiryMs: () => Promise.reject(new Error('The secure element does not answer')),
  };
  const at = new VirtualBench('2.1', {
    ports: { certificates },
    config: { tls: { cert: 'certificate', key: 'key' } },
  });
  await at.begin();
  await at.pass(10_000);
  assert.equal(at.station.state().registration, 'Accepted');
  assert.deepEqual(at.got('SignCertificate'), []);
  await at.end();
});
