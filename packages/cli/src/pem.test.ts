import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import { certificatesIn, pemFile, privateKeyOf, tlsIdentity } from './pem.ts';
import { UsageError } from './usage-error.ts';

const root = makeCertificate('root');
const leaf = makeCertificate('leaf', root);
const other = makeCertificate('other', root);
const from = '--cert a.pem';

test('what is right is taken as it stands', () => {
  const chain = `Bag Attributes\n${leaf.cert}\n${root.cert}`;
  assert.equal(certificatesIn({ text: chain, from }), chain);
  assert.equal(privateKeyOf(chain, { text: leaf.key, from }), leaf.key);
});

test('what is wrong is named with its option and its file', () => {
  const broken = root.cert.replace(/\n[\w+/]{8}/, '\nAAAAAAAA');
  for (const [text, message] of [
    ['junk', `${from} holds no certificate as PEM.`],
    [leaf.key, `${from} holds no certificate as PEM.`],
    [`${leaf.cert}\n${broken}`, `${from} holds a certificate that cannot be read.`],
  ] as const)
    assert.throws(() => certificatesIn({ text, from }), new UsageError(message));
  for (const [text, message] of [
    ['junk', `${from} holds no private key as PEM that opens without a passphrase.`],
    [leaf.cert, `${from} holds no private key as PEM that opens without a passphrase.`],
    [other.key, `${from} is not the key of the certificate.`],
  ] as const)
    assert.throws(() => privateKeyOf(leaf.cert, { text, from }), new UsageError(message));
  assert.throws(
    () => pemFile('--ca', '/nowhere/a'),
    new UsageError('--ca /nowhere/a cannot be read: ENOENT.'),
  );
});

test('a station may have a root, a certificate with its key, or both', () => {
  const ca = { text: root.cert, from: 'tls.ca' };
  const cert = { text: leaf.cert, from: 'tls.cert' };
  const key = { text: leaf.key, from: 'tls.key' };
  const none = undefined;
  assert.deepEqual(tlsIdentity({ ca, cert: none, key: none }), { ca: [root.cert] });
  assert.deepEqual(tlsIdentity({ ca, cert, key }), {
    ca: [root.cert],
    cert: leaf.cert,
    key: leaf.key,
  });
  for (const half of [
    { ca, cert, key: none },
    { ca, cert: none, key },
  ])
    assert.throws(() => tlsIdentity(half), /: a certificate and its key belong together\.$/);
});
