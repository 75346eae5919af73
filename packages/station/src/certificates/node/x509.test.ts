import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyCharacter, runs } from '@northbound/protocol/testing';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import fc from 'fast-check';
import { OpensslAuthority } from '../../testing/openssl-authority.ts';
import { x509CertificateTools } from './x509-certificate-tools.ts';

const root = makeCertificate('Root');
const tools = x509CertificateTools();
const NOW_MS = Date.UTC(2026, 0, 1);

const derOf = (pem: string) => Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64');

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A certificate in which some bytes are others, or are missing. */
const damaged = (pem: string) => {
  const der = derOf(pem);
  const byte = fc.tuple(fc.nat(der.length - 1), fc.nat(255));
  return fc
    .tuple(fc.array(byte, { minLength: 1, maxLength: 4 }), fc.nat(20))
    .map(([bytes, cut]) => {
      const copy = Buffer.from(der);
      for (const [at, value] of bytes) copy[at] = value;
      return pemOf(copy.subarray(0, copy.length - cut));
    });
};

test('whatever a peer sends as a certificate, there is a reason and no exception', async () => {
  const { privateKey } = await tools.request({ commonName: 'CS-1', organizationName: 'Operator' });
  const leaf = makeCertificate('CS-1', root);
  const expected = { privateKey, commonName: 'CS-1', roots: [root.cert], epochMs: NOW_MS };
  const anything = fc.oneof(
    fc.string({ unit: anyCharacter }),
    damaged(leaf.cert),
    damaged(root.cert).map((pem) => leaf.cert + pem),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (pem) => {
      assert.equal(typeof (await tools.chainProblem(pem, expected)), 'string');
      assert.ok(['string', 'undefined'].includes(typeof (await tools.rootProblem(pem, NOW_MS))));
      assert.equal(typeof (await tools.expiryMs(pem)), 'number');
      await tools.isIssuedBy(pem, root.cert);
      await tools.isIssuedBy(leaf.cert, pem);
    }),
    runs(150),
  );
});

test('an issuer whose key nobody can read has signed nothing', async () => {
  const der = derOf(root.cert);
  const at = der.indexOf('2a8648ce3d030107', 0, 'hex');
  // No curve, but something that no parser takes for the parameters of one.
  der[at - 2] = 0x0c;
  assert.equal(await tools.isIssuedBy(makeCertificate('CS-1', root).cert, pemOf(der)), false);
});

test('a root whose issuer has a name of no text is no root: nobody could ever name it', async () => {
  const der = derOf(root.cert);
  // The common name, a UTF8String, becomes a moment.
  der[der.indexOf('550403', 0, 'hex') + 3] = 0x17;
  const problem = await tools.rootProblem(pemOf(der), NOW_MS);
  assert.equal(problem, 'is no X.509 in PEM that can be read');
});

test('a chain over two sub-CAs leads to its root, and only as a whole', async () => {
  using operator = new OpensslAuthority('Operator root');
  using first = new OpensslAuthority('Sub-CA 1', operator);
  using second = new OpensslAuthority('Sub-CA 2', first);
  const { csr, privateKey } = await tools.request({ commonName: 'CS-1', organizationName: 'O' });
  const expected = { privateKey, commonName: 'CS-1', roots: [operator.root], epochMs: NOW_MS };
  const leaf = second.sign(csr);
  const problem = (...chain: string[]) => tools.chainProblem(chain.join(''), expected);
  assert.equal(await problem(leaf, second.root, first.root), undefined);
  const LOST = 'does not lead to an installed root';
  assert.equal(await problem(leaf), LOST);
  assert.equal(await problem(leaf, first.root), LOST);
  assert.equal(await problem(operator.sign(csr)), undefined);
  assert.equal(await problem(operator.issue('/CN=CS-1').cert), 'is for another key');
  assert.equal(await problem(operator.issue('/CN=CS-2').cert), 'is for CS-2, not for CS-1');
});

test('the certificate of another station is no authority', async () => {
  const neighbour = makeCertificate('CS-2', root);
  const forged = makeCertificate('CS-1', neighbour);
  const expected = {
    privateKey: forged.key,
    commonName: 'CS-1',
    roots: [root.cert],
    epochMs: NOW_MS,
  };
  const problem = await tools.chainProblem(forged.cert + neighbour.cert, expected);
  assert.equal(problem, 'does not lead to an installed root');
});
