import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TlsOptions } from 'node:tls';
import type { Version } from '@northbound/protocol';
import { type Bench, type BenchOptions, startBench } from '../testing/bench.ts';
import { IndependentCsms } from '../testing/independent-csms.ts';
import { OpensslAuthority } from '../testing/openssl-authority.ts';
import { started } from '../testing/sessions.ts';
import { until } from '../testing/until.ts';
import { x509CertificateTools } from './node/x509-certificate-tools.ts';
import { MAX_ROOTS } from './trust-store.ts';

const operator = new OpensslAuthority('Operator root');
const maker = new OpensslAuthority('Maker root');
after(() => {
  operator[Symbol.dispose]();
  maker[Symbol.dispose]();
});

const MANAGED: BenchOptions = { ports: { certificates: x509CertificateTools() } };
const CSMS_ROOT = {
  '1.6': 'CentralSystemRootCertificate',
  '2.0.1': 'CSMSRootCertificate',
  '2.1': 'CSMSRootCertificate',
} as const satisfies Record<Version, string>;

const statusOf = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'status') : undefined;

async function install({ csms }: Bench, certificateType: string, certificate: string) {
  return statusOf(await csms.call('InstallCertificate', { certificateType, certificate }));
}

/** The hashes of the installed certificates of a type. */
async function installed({ csms }: Bench, version: Version, type: string): Promise<unknown[]> {
  const certificateType = version === '1.6' ? type : [type];
  const answer = await csms.call('GetInstalledCertificateIds', { certificateType });
  assert.ok(typeof answer === 'object' && answer !== null);
  if (statusOf(answer) === 'NotFound') return [];
  const found: unknown = Reflect.get(
    answer,
    version === '1.6' ? 'certificateHashData' : 'certificateHashDataChain',
  );
  assert.ok(Array.isArray(found));
  return version === '1.6' ? found : found.map(({ certificateHashData }) => certificateHashData);
}

async function remove({ csms }: Bench, certificateHashData: unknown) {
  return statusOf(await csms.call('DeleteCertificate', { certificateHashData }));
}

/** The CSMS is gone, without a word. */
function drop({ csms }: Bench): void {
  csms.handshakes.at(-1)?.destroy();
}

/** As OpenSSL would ask an OCSP responder. */
function hashData(authority: OpensslAuthority, cert: string) {
  const { name, key, serial } = authority.ocspId(cert);
  return {
    hashAlgorithm: 'SHA256',
    issuerNameHash: name,
    issuerKeyHash: key,
    serialNumber: serial,
  };
}

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  const csmsRoot = CSMS_ROOT[version];

  test(`${version} TC_M_01_CS, TC_M_02_CS, TC_M_12_CS, TC_M_13_CS, TC_M_19_CS, TC_M_20_CS, TC_M_22_CS, TC_075_1_CS, TC_075_2_CS, TC_076_CS: installed, listed, deleted`, async () => {
    await using bench = await startBench(version, MANAGED);
    await started(bench);
    const { station, csms } = bench;
    assert.equal(await install(bench, csmsRoot, operator.root), 'Accepted');
    assert.equal(await install(bench, 'ManufacturerRootCertificate', maker.root), 'Accepted');
    // M05.FR.17: once more is the same one.
    assert.equal(await install(bench, csmsRoot, operator.root), 'Accepted');
    assert.deepEqual(await installed(bench, version, csmsRoot), [
      hashData(operator, operator.root),
    ]);
    // They survive a power cut.
    station.powerCut();
    await station.start();
    await csms.next('BootNotification');
    await bench.answered();
    const makers = await installed(bench, version, 'ManufacturerRootCertificate');
    assert.deepEqual(makers, [hashData(maker, maker.root)]);
    assert.equal(await remove(bench, hashData(maker, maker.root)), 'Accepted');
    assert.equal(await remove(bench, hashData(maker, maker.root)), 'NotFound');
    assert.deepEqual(await installed(bench, version, 'ManufacturerRootCertificate'), []);
    assert.equal((await installed(bench, version, csmsRoot)).length, 1);
  });

  test(`${version} TC_M_07_CS: what is no certificate, or none any more, is rejected`, async () => {
    await using bench = await startBench(version, MANAGED);
    await started(bench);
    const expired = operator.issue('/CN=Old root', { until: '20250101000000Z' }).cert;
    for (const bad of ['nothing', expired, operator.root + maker.root]) {
      assert.equal(await install(bench, csmsRoot, bad), 'Rejected');
    }
    assert.deepEqual(await installed(bench, version, csmsRoot), []);
  });

  test(`${version} TC_M_23_CS, M04.FR.03: neither its own certificate goes nor the last root of the CSMS`, async () => {
    const own = operator.issue('/CN=B-0001');
    const tls: TlsOptions = {
      ...operator.issue('/CN=localhost'),
      ca: operator.root,
      requestCert: true,
    };
    const config = { tls: { ca: [operator.root], ...own } };
    await using bench = await startBench(version, { ...MANAGED, tls, config });
    await started(bench);
    assert.equal(await remove(bench, hashData(operator, own.cert)), 'Failed');
    assert.equal(await remove(bench, hashData(operator, operator.root)), 'Failed');
  });

  test(`${version} M05.FR.02, M04.FR.06: a new root counts at the next attempt, and the one in use stays`, async () => {
    await using bench = await startBench(version, {
      ...MANAGED,
      tls: operator.issue('/CN=localhost'),
      config: { password: 'a-password-of-the-station', tls: { ca: [operator.root] } },
    });
    await started(bench);
    assert.equal(await install(bench, csmsRoot, maker.root), 'Accepted');
    assert.equal(await remove(bench, hashData(operator, operator.root)), 'Failed');
    // The CSMS moves to the new root, and breaks off.
    bench.csms.present(maker.issue('/CN=localhost'));
    const reconnected = bench.csms.connected();
    drop(bench);
    await until(bench, reconnected);
    assert.equal(await remove(bench, hashData(maker, maker.root)), 'Failed');
    assert.equal(await remove(bench, hashData(operator, operator.root)), 'Accepted');
    assert.deepEqual(await installed(bench, version, csmsRoot), [hashData(maker, maker.root)]);
    // What is deleted is trusted no longer.
    bench.csms.present(operator.issue('/CN=localhost'));
    assert.ok(!bench.events.some(({ type }) => type === 'linkFailed'));
    drop(bench);
    await until(
      bench,
      bench.heard(({ type }) => type === 'linkFailed'),
    );
  });

  test(`${version}: without the tools for it nothing of this is supported`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const code = { rpcErrorCode: 'NotSupported' };
    await assert.rejects(install(bench, csmsRoot, operator.root), code);
    await assert.rejects(remove(bench, hashData(operator, operator.root)), code);
    await assert.rejects(installed(bench, version, csmsRoot), code);
  });
}

test('2.1 M05.FR.06: no more than CertificateEntries allows', async () => {
  await using bench = await startBench('2.1', MANAGED);
  await started(bench);
  for (let index = 0; index < MAX_ROOTS; index++) {
    const { cert } = operator.issue(`/CN=Root ${index}`);
    assert.equal(await install(bench, 'MORootCertificate', cert), 'Accepted');
  }
  assert.equal(await install(bench, 'CSMSRootCertificate', operator.root), 'Rejected');
  const getVariableData = [
    { component: { name: 'SecurityCtrlr' }, variable: { name: 'CertificateEntries' } },
  ];
  const answer = await bench.csms.call('GetVariables', { getVariableData });
  assert.match(JSON.stringify(answer), new RegExp(`"attributeValue":"${MAX_ROOTS}"`));
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  const csmsRoot = CSMS_ROOT[version];
  const checked = (): BenchOptions => ({
    ...MANAGED,
    tls: operator.issue('/CN=localhost'),
    config: { password: 'a-password-of-the-station', tls: { ca: [operator.root] } },
    variables: { 'SecurityCtrlr.AdditionalRootCertificateCheck': 'true' },
  });

  test(`${version} TC_M_09_CS: a root that the present one has not signed does not replace it`, async () => {
    await using bench = await startBench(version, checked());
    await started(bench);
    assert.equal(await install(bench, csmsRoot, maker.root), 'Rejected');
    const present = [hashData(operator, operator.root)];
    assert.deepEqual(await installed(bench, version, csmsRoot), present);
  });

  test(`${version} TC_M_30_CS: the successor of a root is used, and then the old one goes`, async () => {
    using successor = new OpensslAuthority('Operator root 2', operator);
    await using bench = await startBench(version, checked());
    await started(bench);
    assert.equal(await install(bench, csmsRoot, successor.root), 'Accepted');
    assert.equal((await installed(bench, version, csmsRoot)).length, 2);
    bench.csms.present(successor.issue('/CN=localhost'));
    const reconnected = bench.csms.connected();
    bench.station.disconnect();
    bench.station.connect();
    await until(bench, reconnected);
    const present = [hashData(operator, successor.root)];
    assert.deepEqual(await installed(bench, version, csmsRoot), present);
  });

  test(`${version} TC_M_31_CS: where the successor does not help, the old root still does`, async () => {
    using successor = new OpensslAuthority('Operator root 2', operator);
    await using bench = await startBench(version, checked());
    await started(bench);
    assert.equal(await install(bench, csmsRoot, successor.root), 'Accepted');
    const reconnected = bench.csms.connected();
    bench.station.disconnect();
    bench.station.connect();
    await until(bench, reconnected);
    assert.ok(bench.events.some(({ type }) => type === 'linkFailed'));
    assert.equal((await installed(bench, version, csmsRoot)).length, 2);
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_M_17_CS, TC_M_18_CS: several types are listed, and all of them`, async () => {
    await using bench = await startBench(version, MANAGED);
    await started(bench);
    const types = ['CSMSRootCertificate', 'ManufacturerRootCertificate'];
    await install(bench, 'CSMSRootCertificate', operator.root);
    await install(bench, 'ManufacturerRootCertificate', maker.root);
    for (const request of [{ certificateType: types }, {}]) {
      const answer = await bench.csms.call('GetInstalledCertificateIds', request);
      const { status, certificateHashDataChain } = Object(answer);
      assert.equal(status, 'Accepted');
      assert.deepEqual(
        certificateHashDataChain.map((entry: Record<string, unknown>) => [
          entry.certificateType,
          entry.certificateHashData,
        ]),
        [
          ['CSMSRootCertificate', hashData(operator, operator.root)],
          ['ManufacturerRootCertificate', hashData(maker, maker.root)],
        ],
      );
    }
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_M_03_CS, TC_M_04_CS, TC_M_14_CS, TC_M_16_CS, TC_M_17_CS, TC_M_18_CS: roots of every type, asked for by type`, async () => {
    await using bench = await startBench(version, MANAGED);
    await started(bench);
    const types = [
      'CSMSRootCertificate',
      'ManufacturerRootCertificate',
      'MORootCertificate',
      'V2GRootCertificate',
    ];
    const pems = new Map(types.map((type) => [type, operator.issue(`/CN=${type}`).cert]));
    for (const [type, pem] of pems) assert.equal(await install(bench, type, pem), 'Accepted');
    const told = async (certificateType?: readonly string[]) => {
      const request = certificateType === undefined ? {} : { certificateType };
      const answer = await bench.csms.call('GetInstalledCertificateIds', request);
      assert.ok(typeof answer === 'object' && answer !== null);
      const chain: unknown = Reflect.get(answer, 'certificateHashDataChain');
      assert.ok(Array.isArray(chain));
      return chain.map((each) => [each.certificateType, each.certificateHashData.serialNumber]);
    };
    const serial = (type: string) => operator.ocspId(pems.get(type) ?? '').serial;
    for (const type of types) assert.deepEqual(await told([type]), [[type, serial(type)]]);
    const two = ['CSMSRootCertificate', 'ManufacturerRootCertificate'];
    assert.deepEqual(
      await told(two),
      two.map((type) => [type, serial(type)]),
    );
    assert.deepEqual(
      (await told()).toSorted(),
      types.map((type) => [type, serial(type)]).toSorted(),
    );
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_B_50_CS: to another CSMS, which only the new root vouches for`, async () => {
    using successor = new OpensslAuthority('Operator root 2', operator);
    await using other = await IndependentCsms.start(
      version,
      undefined,
      successor.issue('/CN=localhost'),
    );
    await using bench = await startBench(version, {
      ...MANAGED,
      tls: operator.issue('/CN=localhost'),
      config: { password: 'a-password-of-the-station', tls: { ca: [operator.root] } },
      variables: { 'SecurityCtrlr.AdditionalRootCertificateCheck': 'true' },
    });
    await started(bench);
    const { csms } = bench;
    assert.equal(await install(bench, 'CSMSRootCertificate', successor.root), 'Accepted');
    const connectionData = {
      ocppVersion: 'OCPP20',
      ocppTransport: 'JSON',
      ocppCsmsUrl: other.url,
      messageTimeout: 20,
      securityProfile: 2,
      ocppInterface: 'Wired0',
    };
    await csms.call('SetNetworkProfile', { configurationSlot: 2, connectionData });
    const setVariableData = [
      {
        component: { name: 'OCPPCommCtrlr' },
        variable: { name: 'NetworkConfigurationPriority' },
        attributeValue: '2,1',
      },
    ];
    await csms.call('SetVariables', { setVariableData });
    await csms.call('Reset', { type: 'Immediate' });
    const moved = { ...bench, csms: other };
    await until(bench, started(moved));
    // M05.FR.13
    assert.deepEqual(await installed(moved, version, 'CSMSRootCertificate'), [
      hashData(operator, successor.root),
    ]);
  });
}

test('2.1 TC_M_101_CS: the root of the makers of vehicles, which 2.0.1 has no word for', async () => {
  await using bench = await startBench('2.1', { ...MANAGED, versions: ['2.1'] });
  await started(bench);
  assert.equal(await install(bench, 'OEMRootCertificate', maker.root), 'Accepted');
  const found = await installed(bench, '2.1', 'OEMRootCertificate');
  assert.deepEqual(found, [hashData(maker, maker.root)]);
});
