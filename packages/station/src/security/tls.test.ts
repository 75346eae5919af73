import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { VERSIONS } from '@northbound/protocol';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import { type Bench, type BenchOptions, startBench } from '../testing/bench.ts';
import { OpensslAuthority } from '../testing/openssl-authority.ts';
import { started, startSession } from '../testing/sessions.ts';
import { until } from '../testing/until.ts';
import { SecurityLog } from './log.ts';

const root = makeCertificate('Operator root');
const stranger = makeCertificate('Some other root');
const csms = makeCertificate('localhost', root);
const station = makeCertificate('B-0001', root);

const operator = new OpensslAuthority('Operator of many');
after(() => operator[Symbol.dispose]());

const GOOD: TlsOptions = { cert: csms.cert, key: csms.key };
/** Only stations with a certificate of the operator. */
const MUTUAL: TlsOptions = { ...GOOD, ca: root.cert, requestCert: true, rejectUnauthorized: true };
const PASSWORD = 'a-password-of-the-station';

const profile2 = (tls: TlsOptions, more: BenchOptions['config'] = {}): BenchOptions => ({
  tls,
  config: { password: PASSWORD, tls: { ca: [root.cert] }, ...more },
});

const profile3 = (more: BenchOptions['config'] = {}): BenchOptions => ({
  tls: MUTUAL,
  config: { tls: { ca: [root.cert], cert: station.cert, key: station.key }, ...more },
});

const logged = ({ storage }: Bench) =>
  new SecurityLog(storage.values).entries.map(({ type }) => type);

for (const version of VERSIONS) {
  test(`${version} TC_A_04_CS, TC_086_CS: security profile 2, a session over TLS`, async () => {
    await using bench = await startBench(version, profile2(GOOD));
    await startSession(bench);
    const [handshake] = bench.csms.handshakes;
    assert.equal(handshake?.getProtocol(), 'TLSv1.3');
    assert.deepEqual(bench.csms.passwords, [PASSWORD]);
  });

  test(`${version} TC_A_07_CS, TC_087_CS: security profile 3, a session with certificates on both sides`, async () => {
    await using bench = await startBench(version, profile3());
    await startSession(bench);
    const [handshake] = bench.csms.handshakes;
    assert.equal(handshake?.authorized, true);
    assert.equal(handshake?.getPeerCertificate().subject.CN, 'B-0001');
    // No header of HTTP Basic beside it.
    assert.deepEqual(bench.csms.passwords, [undefined]);
  });

  const UNTRUSTED: Readonly<Record<string, TlsOptions>> = {
    'that has expired': pair(makeCertificate('localhost', root, '20210101000000Z')),
    'of an unknown CA': pair(makeCertificate('localhost', stranger)),
    'that it signed itself': pair(makeCertificate('localhost')),
  };
  for (const [what, tls] of Object.entries(UNTRUSTED)) {
    test(`${version} TC_A_05_CS: a CSMS with a certificate ${what} is left, and told of later`, async () => {
      await using bench = await startBench(version, profile2(tls));
      await bench.heard(({ type }) => type === 'linkFailed');
      assert.deepEqual(bench.csms.passwords, []);
      assert.ok(logged(bench).includes('InvalidCsmsCertificate'));
      bench.csms.present(GOOD);
      await until(bench, started(bench));
      // Not critical in 1.6.
      if (version === '1.6') return;
      await bench.csms.next(
        'SecurityEventNotification',
        ({ type }) => type === 'InvalidCsmsCertificate',
      );
    });
  }

  test(`${version} A00.FR.309: a CSMS by another name than its certificate's`, async () => {
    const servername = 'csms.example.com';
    const tls = { ca: [root.cert], servername };
    await using bench = await startBench(version, profile2(GOOD, { tls }));
    await bench.heard(({ type }) => type === 'linkFailed');
    assert.ok(logged(bench).includes('InvalidCsmsCertificate'));
    assert.deepEqual(bench.csms.passwords, []);
  });

  test(`${version} AllowCSMSTLSWildcards: a CSMS that shows a wildcard only where that is allowed`, async () => {
    const tls = pair(operator.issue('/CN=*.example.com', { names: 'DNS:*.example.com' }));
    const config = { tls: { ca: [operator.root], servername: 'csms.example.com' } };
    await using bench = await startBench(version, profile2(tls, config));
    await bench.heard(({ type }) => type === 'linkFailed');
    assert.ok(logged(bench).includes('InvalidCsmsCertificate'));
    // It counts from the next attempt on.
    bench.station.setVariable('SecurityCtrlr.AllowCSMSTLSWildcards', 'true');
    await until(bench, started(bench));
  });

  test(`${version} TC_A_06_CS: a CSMS that has nothing above TLS 1.1`, async () => {
    const old: TlsOptions = {
      ...GOOD,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    };
    await using bench = await startBench(version, profile2(old));
    await bench.heard(({ type }) => type === 'linkFailed');
    assert.ok(logged(bench).includes('InvalidTLSVersion'));
  });

  test(`${version} A00.FR.323: a CSMS that has only old cipher suites`, async () => {
    const old: TlsOptions = {
      ...GOOD,
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES128-SHA256',
    };
    await using bench = await startBench(version, profile2(old));
    await bench.heard(({ type }) => type === 'linkFailed');
    assert.ok(logged(bench).includes('InvalidTLSCipherSuite'));
  });

  test(`${version} A00.FR.407: a CSMS does not let in a station with a certificate of somebody else`, async () => {
    const foreign = makeCertificate('B-0001', stranger);
    const tls = { ca: [root.cert], cert: foreign.cert, key: foreign.key };
    await using bench = await startBench(version, { tls: MUTUAL, config: { tls } });
    await bench.heard(({ type }) => type === 'linkFailed');
    assert.ok(!logged(bench).includes('InvalidCsmsCertificate'));
    assert.deepEqual(bench.csms.received, []);
  });
}

function pair({ cert, key }: { cert: string; key: string }): TlsOptions {
  return { cert, key };
}
