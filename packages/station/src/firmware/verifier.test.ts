import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureOf, signingCertificate } from '../testing/signing-certificates.ts';
import { firmwareVerifier } from './verifier.ts';

const NOW = Date.UTC(2026, 0, 1);
const IMAGE = Buffer.from('firmware');
const ROOT = signingCertificate('Root');

for (const kind of ['ec', 'rsa'] as const) {
  test(`L01.FR.04, L01.FR.12: signatures with an ${kind} key`, () => {
    const signer = signingCertificate('Signer', { kind, issuer: ROOT });
    const verifier = firmwareVerifier();
    const check = verifier.checkCertificate(signer.pem, [ROOT.pem], NOW);
    assert.ok(check.result === 'valid');
    const signature = signatureOf(signer, IMAGE);
    assert.equal(verifier.isSignedBy(check.publicKey, IMAGE, signature), true);
    assert.equal(verifier.isSignedBy(check.publicKey, Buffer.from('other'), signature), false);
    assert.equal(verifier.isSignedBy(check.publicKey, IMAGE, 'bm8gc2lnbmF0dXJl'), false);
    assert.equal(verifier.isSignedBy(check.publicKey, IMAGE, ''), false);
  });
}

test('L01.FR.22: a certificate whose key nobody can read is not valid, as a signer and as a root', () => {
  const signer = signingCertificate('Signer', { issuer: ROOT });
  // The object id of elliptic curve keys, which becomes one that nobody knows.
  const broken = (pem: string) => {
    const der = Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64');
    const at = der.indexOf('2a8648ce3d0201', 0, 'hex');
    der[at + 6] = 0x7f;
    return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  };
  const verifier = firmwareVerifier();
  const { result } = verifier.checkCertificate(broken(signer.pem), [], NOW);
  assert.equal(result, 'invalid');
  assert.equal(verifier.checkCertificate(signer.pem, [broken(ROOT.pem)], NOW).result, 'invalid');
});

test('L01.FR.22: certificates that are not valid', () => {
  const check = (pem: string, roots: readonly string[] = [ROOT.pem], nowMs = NOW) => {
    const answer = firmwareVerifier().checkCertificate(pem, roots, nowMs);
    return answer.result === 'invalid' ? answer.problem : answer.result;
  };
  const signer = signingCertificate('Signer', { issuer: ROOT });
  const impostor = signingCertificate('Signer', { issuer: signingCertificate('Root') });
  const weak = signingCertificate('Weak', { kind: 'rsa', rsaBits: 1024, issuer: ROOT });
  const short = ['secp112r1', 'sect163k1', 'brainpoolP192r1', 'prime192v1'].map((curve) =>
    signingCertificate('Short', { curve, issuer: ROOT }),
  );
  const old = signingCertificate('Old', { notAfter: '20251231235959Z', issuer: ROOT });
  assert.equal(check(signer.pem), 'valid');
  assert.equal(check(signer.pem, []), 'valid', 'no root is installed');
  assert.equal(check('nonsense'), 'is no X.509 in PEM');
  assert.equal(check(impostor.pem), 'is not issued by an installed manufacturer root');
  assert.equal(check(weak.pem), 'has a weak key, or one of another kind');
  for (const { pem } of short) assert.equal(check(pem), 'has a weak key, or one of another kind');
  assert.equal(check(old.pem), 'has expired');
  const oldRoot = signingCertificate('Old root', { notAfter: '20251231235959Z' });
  const late = signingCertificate('Late', { issuer: oldRoot });
  assert.equal(check(late.pem, [oldRoot.pem]), 'is not issued by an installed manufacturer root');
  assert.equal(check(signer.pem, [ROOT.pem], Date.UTC(2019, 0, 1)), 'is not valid yet');
});
