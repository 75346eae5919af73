import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, test } from 'node:test';
import type { TlsOptions } from 'node:tls';
import type { Version } from '@northbound/protocol';
import { type Bench, type BenchOptions, startBench } from '../testing/bench.ts';
import { OpensslAuthority } from '../testing/openssl-authority.ts';
import { started } from '../testing/sessions.ts';
import { until } from '../testing/until.ts';
import { x509CertificateTools } from './node/x509-certificate-tools.ts';

const operator = new OpensslAuthority('Operator root');
const stranger = new OpensslAuthority('Some other root');
after(() => {
  operator[Symbol.dispose]();
  stranger[Symbol.dispose]();
});

const MUTUAL: TlsOptions = {
  ...operator.issue('/CN=localhost'),
  ca: operator.root,
  requestCert: true,
  rejectUnauthorized: true,
};
const FACTORY = operator.issue('/CN=B-0001/O=Maker');
const WAIT_S = 30;

const secured = (more: BenchOptions = {}): BenchOptions => ({
  tls: MUTUAL,
  config: { tls: { ca: [operator.root], ...FACTORY } },
  ports: { certificates: x509CertificateTools() },
  ...more,
  variables: {
    'SecurityCtrlr.OrganizationName': 'Operator',
    'SecurityCtrlr.CertSigningWaitMinimum': String(WAIT_S),
    'SecurityCtrlr.CertSigningRepeatTimes': '2',
    ...more.variables,
  },
  prepare: (csms) => {
    csms.answers.set('SignCertificate', () => ({ status: 'Accepted' }));
    more.prepare?.(csms);
  },
});

/** The CSMS asks for a new certificate, and gets the request for it. */
async function requested({ csms }: Bench, version: Version) {
  const answer =
    version === '1.6'
      ? await csms.call('ExtendedTriggerMessage', {
          requestedMessage: 'SignChargePointCertificate',
        })
      : await csms.call('TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' });
  assert.deepEqual(answer, { status: 'Accepted' });
  return asked({ csms });
}

async function asked({ csms }: Pick<Bench, 'csms'>) {
  const { payload } = await csms.next('SignCertificate');
  const { csr, requestId } = payload;
  assert.ok(typeof csr === 'string');
  return { csr, requestId, payload };
}

async function signedStatus({ csms }: Bench, certificateChain: string, requestId?: unknown) {
  const answer = await csms.call('CertificateSigned', {
    certificateChain,
    ...(requestId !== undefined && { requestId }),
  });
  assert.ok(typeof answer === 'object' && answer !== null);
  return Reflect.get(answer, 'status');
}

const inUse = ({ csms }: Bench) => csms.handshakes.at(-1)?.getPeerCertificate().serialNumber;
const serialOf = (pem: string) => new X509Certificate(pem).serialNumber;

async function next(bench: Bench, type: string): Promise<void> {
  await bench.csms.next('SecurityEventNotification', (event) => event.type === type);
}

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version} TC_A_11_CS, TC_074_CS: a new certificate, in use at once and after a power cut`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    const { csms, station } = bench;
    assert.equal(inUse(bench), serialOf(FACTORY.cert));
    const { csr, requestId, payload } = await requested(bench, version);
    const described = operator.describe(csr);
    assert.match(described, /subject=CN = B-0001, O = Operator/);
    assert.match(described, /NIST CURVE: P-256/);
    const isNamed = version === '1.6' ? undefined : 'ChargingStationCertificate';
    assert.equal(payload.certificateType, isNamed);
    assert.equal(typeof requestId, version === '2.1' ? 'number' : 'undefined');
    const cert = operator.sign(csr);
    const reconnected = csms.connected();
    assert.equal(await signedStatus(bench, cert, requestId), 'Accepted');
    await reconnected;
    assert.equal(inUse(bench), serialOf(cert));
    station.powerCut();
    await station.start();
    await csms.next('BootNotification');
    assert.equal(inUse(bench), serialOf(cert));
  });

  test(`${version} TC_A_14_CS, TC_077_CS: certificates that are none are rejected, told, and not asked for again`, async () => {
    const wrong: Readonly<Record<string, (csr: string) => string>> = {
      'of another CA': (csr) => stranger.sign(csr),
      'that has expired': (csr) => operator.sign(csr, { until: '20250101000000Z' }),
      'that is not valid yet': (csr) => operator.sign(csr, { from: '20300101000000Z' }),
      'for another key': () => operator.issue('/CN=B-0001').cert,
      'for nobody': () => 'no certificate',
    };
    await using bench = await startBench(version, secured());
    await started(bench);
    for (const [what, made] of Object.entries(wrong)) {
      const { csr, requestId } = await requested(bench, version);
      assert.equal(await signedStatus(bench, made(csr), requestId), 'Rejected', what);
      if (version !== '1.6') await next(bench, 'InvalidChargingStationCertificate');
    }
    await bench.clock.advance(10 * WAIT_S * 1000);
    assert.equal(bench.csms.all('SignCertificate').length, Object.keys(wrong).length);
    assert.equal(inUse(bench), serialOf(FACTORY.cert));
  });

  test(`${version} TC_A_15_CS: a CSMS that does not want to sign is not asked again`, async () => {
    const prepare: BenchOptions['prepare'] = (csms) =>
      csms.answers.set('SignCertificate', () => ({ status: 'Rejected' }));
    await using bench = await startBench(version, secured({ prepare }));
    await started(bench);
    const { csr, requestId } = await requested(bench, version);
    await bench.answered();
    await bench.clock.advance(10 * WAIT_S * 1000);
    const isOver = async () => {
      assert.equal(bench.csms.all('SignCertificate').length, 1);
      assert.equal(await signedStatus(bench, operator.sign(csr), requestId), 'Rejected');
    };
    await isOver();
    bench.station.powerCut();
    await bench.station.start();
    await bench.csms.next('BootNotification');
    await bench.answered();
    await isOver();
  });

  test(`${version} TC_A_23_CS: without an answer it asks again, each time after twice the wait`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    const { csms, clock } = bench;
    const first = await requested(bench, version);
    const count = () => csms.all('SignCertificate').length;
    for (const [index, waitS] of [WAIT_S, 2 * WAIT_S].entries()) {
      await bench.answered();
      await clock.advance((waitS - 1) * 1000);
      assert.equal(count(), 1 + index);
      await clock.advance(1_000);
      // With the same key: what was signed for the first request and comes late is still of use.
      assert.deepEqual((await asked(bench)).payload, first.payload);
    }
    await bench.answered();
    const chain = operator.sign(first.csr);
    if (version === '2.1') assert.equal(await signedStatus(bench, chain, 4711), 'Rejected');
    const reconnected = csms.connected();
    assert.equal(await signedStatus(bench, chain, first.requestId), 'Accepted');
    await reconnected;
    await clock.advance(1000 * WAIT_S * 1000);
    assert.equal(count(), 3);
  });

  test(`${version} A02.FR.19: after CertSigningRepeatTimes it gives up until it is asked`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    await requested(bench, version);
    for (const waitS of [WAIT_S, 2 * WAIT_S]) {
      await bench.answered();
      await bench.clock.advance(waitS * 1000);
      await asked(bench);
    }
    await bench.answered();
    await bench.clock.advance(100 * WAIT_S * 1000);
    assert.equal(bench.csms.all('SignCertificate').length, 3);
    await requested(bench, version);
  });

  test(`${version} A02.FR.28: back to the old certificate when the CSMS does not take the new one`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    const { csms } = bench;
    const { csr, requestId } = await requested(bench, version);
    const cert = operator.sign(csr);
    const spurned = serialOf(cert);
    csms.refuses = (socket) => socket.getPeerCertificate().serialNumber === spurned;
    const reconnected = csms.connected();
    assert.equal(await signedStatus(bench, cert, requestId), 'Accepted');
    await until(bench, reconnected);
    assert.equal(inUse(bench), serialOf(FACTORY.cert));
    if (version !== '1.6') await until(bench, next(bench, 'DiscardedRenewedClientCertificate'));
  });

  test(`${version} A02.FR.10: the old certificate is shown no more, also when nobody gets through`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    const { csms } = bench;
    const { csr, requestId } = await requested(bench, version);
    const cert = operator.sign(csr);
    const reconnected = csms.connected();
    assert.equal(await signedStatus(bench, cert, requestId), 'Accepted');
    await reconnected;
    // World seed 203045: the certificates to try were those of when it had begun to connect.
    const shown: unknown[] = [];
    csms.refuses = (socket) => shown.push(socket.getPeerCertificate().serialNumber) < 8;
    const back = csms.connected();
    csms.handshakes.at(-1)?.destroy();
    await until(bench, back);
    assert.deepEqual([...new Set(shown)], [serialOf(cert)]);
  });

  test(`${version} A03: a certificate that expires within a month is renewed by itself`, async () => {
    const old = operator.issue('/CN=B-0001', { until: '20260120000000Z' });
    // The machine's own clock is later: only the CSMS of the test may take it.
    const tls = { ...MUTUAL, rejectUnauthorized: false };
    const config = { tls: { ca: [operator.root], ...old } };
    await using bench = await startBench(version, secured({ config, tls }));
    await started(bench);
    const { csr, requestId } = await asked(bench);
    const reconnected = bench.csms.connected();
    const cert = operator.sign(csr);
    assert.equal(await signedStatus(bench, cert, requestId), 'Accepted');
    await reconnected;
    assert.equal(inUse(bench), serialOf(cert));
  });

  test(`${version} A02: a certificate that arrives after a power cut still fits its key`, async () => {
    await using bench = await startBench(version, secured());
    await started(bench);
    const { csr, requestId } = await requested(bench, version);
    await bench.answered();
    bench.station.powerCut();
    await bench.station.start();
    await bench.csms.next('BootNotification');
    await bench.answered();
    const reconnected = bench.csms.connected();
    assert.equal(await signedStatus(bench, operator.sign(csr), requestId), 'Accepted');
    await reconnected;
  });

  test(`${version}: a station that cannot make keys says so`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const { csms } = bench;
    const [trigger, requestedMessage] =
      version === '1.6'
        ? ['ExtendedTriggerMessage', 'SignChargePointCertificate']
        : ['TriggerMessage', 'SignChargingStationCertificate'];
    assert.deepEqual(await csms.call(trigger, { requestedMessage }), { status: 'NotImplemented' });
    const code = { rpcErrorCode: 'NotSupported' };
    await assert.rejects(csms.call('CertificateSigned', { certificateChain: 'x' }), code);
  });
}

test('2.1: where no key can be made now, it is tried again later', async () => {
  const tools = x509CertificateTools();
  let failures = 1;
  const certificates: typeof tools = {
    ...tools,
    request: async (subject) => {
      failures -= 1;
      if (failures >= 0) throw new Error('The secure element does not answer.');
      return tools.request(subject);
    },
  };
  await using bench = await startBench('2.1', secured({ ports: { certificates } }));
  await started(bench);
  await bench.csms.call('TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' });
  await bench.answered();
  assert.equal(bench.csms.all('SignCertificate').length, 0);
  await bench.clock.advance(WAIT_S * 1000);
  await asked(bench);
});

test('2.1 A02.FR.16: a chain that is longer than MaxCertificateChainSize', async () => {
  await using bench = await startBench('2.1', secured());
  await started(bench);
  const { csr, requestId } = await requested(bench, '2.1');
  const long = operator.sign(csr) + '\n'.repeat(6_000);
  assert.equal(await signedStatus(bench, long, requestId), 'Rejected');
});
