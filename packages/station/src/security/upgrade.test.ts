import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import { type Bench, startBench } from '../testing/bench.ts';
import { IndependentCsms } from '../testing/independent-csms.ts';
import { started } from '../testing/sessions.ts';
import { until } from '../testing/until.ts';

const root = makeCertificate('Operator root');
const csmsPair = makeCertificate('localhost', root);
const station = makeCertificate('B-0001', root);
const PASSWORD = 'a-password-of-the-station';

/** Takes stations of profile 2 and of profile 3. */
const TLS: TlsOptions = {
  cert: csmsPair.cert,
  key: csmsPair.key,
  ca: root.cert,
  requestCert: true,
  rejectUnauthorized: false,
};

const clientName = ({ csms }: Pick<Bench, 'csms'>) =>
  csms.handshakes.at(-1)?.getPeerCertificate().subject?.CN;

const EQUIPPED = {
  password: PASSWORD,
  tls: { ca: [root.cert], cert: station.cert, key: station.key },
};

for (const version of ['2.0.1', '2.1'] as const) {
  const slot = (configurationSlot: number, ocppCsmsUrl: string, securityProfile: number) => ({
    configurationSlot,
    connectionData: {
      ocppVersion: 'OCPP20',
      ocppTransport: 'JSON',
      ocppCsmsUrl,
      messageTimeout: 20,
      securityProfile,
      ocppInterface: 'Wired0',
    },
  });
  const variable = (component: string, name: string, attributeValue?: string) => ({
    component: { name: component },
    variable: { name },
    ...(attributeValue !== undefined && { attributeValue }),
  });
  const priority = (value: string) => ({
    setVariableData: [variable('OCPPCommCtrlr', 'NetworkConfigurationPriority', value)],
  });

  test(`${version} TC_A_19_CS, TC_A_22_CS: from profile 1 to 2 to 3 over real TLS, and never back`, async () => {
    await using secure = await IndependentCsms.start(version, undefined, TLS);
    await using bench = await startBench(version, { config: EQUIPPED });
    await started(bench);
    // 1 to 2
    await bench.csms.call('SetNetworkProfile', slot(2, secure.url, 2));
    await bench.csms.call('SetVariables', priority('2,1'));
    await bench.csms.call('Reset', { type: 'Immediate' });
    const moved = { ...bench, csms: secure };
    await until(bench, started(moved));
    assert.equal(secure.passwords.at(-1), PASSWORD);
    assert.equal(clientName(moved), undefined);
    // 2 to 3
    await secure.call('SetNetworkProfile', slot(3, secure.url, 3));
    await secure.call('SetVariables', priority('3,2'));
    await secure.call('Reset', { type: 'Immediate' });
    await until(bench, started(moved));
    assert.equal(clientName(moved), 'B-0001');
    assert.equal(secure.passwords.at(-1), undefined);
    const read = {
      getVariableData: [
        variable('SecurityCtrlr', 'SecurityProfile'),
        variable('OCPPCommCtrlr', 'NetworkConfigurationPriority'),
      ],
    };
    const values = JSON.stringify(await secure.call('GetVariables', read)).match(
      /"attributeValue":"[^"]*"/g,
    );
    // A05.FR.06: the lower ones are gone.
    assert.deepEqual(values, ['"attributeValue":"3"', '"attributeValue":"3"']);
    for (const lower of [1, 2]) {
      const answer = await secure.call('SetNetworkProfile', slot(1, secure.url, lower));
      assert.match(JSON.stringify(answer), /Rejected.*NoSecurityDowngrade/);
    }
  });

  test(`${version} TC_A_20_CS, TC_A_21_CS: no root and no certificate, no higher profile`, async () => {
    for (const [tls, securityProfile] of [
      [undefined, 2],
      [{ ca: [root.cert] }, 3],
    ] as const) {
      const config = { password: PASSWORD, ...(tls && { tls }) };
      await using bench = await startBench(version, { config });
      await started(bench);
      await bench.csms.call('SetNetworkProfile', slot(2, 'wss://localhost:1/', securityProfile));
      const answer = await bench.csms.call('SetVariables', priority('2,1'));
      assert.match(JSON.stringify(answer), /Rejected.*InvalidNetworkConf/);
    }
  });
}

test('2.1 TC_B_111_CS, TC_B_113_CS: no way down through the device model, save 3 to 2 where that is allowed', async () => {
  const config = { tls: EQUIPPED.tls };
  await using bench = await startBench('2.1', { tls: TLS, config });
  await started(bench);
  const set = async (component: object, name: string, attributeValue: string) => {
    const setVariableData = [{ component, variable: { name }, attributeValue }];
    return JSON.stringify(await bench.csms.call('SetVariables', { setVariableData }));
  };
  const slot = { name: 'NetworkConfiguration', instance: '2' };
  const refused = /Rejected.*NoSecurityDowngrade/;
  for (const lower of ['1', '2']) {
    assert.match(await set(slot, 'SecurityProfile', lower), refused);
  }
  const allow = await set({ name: 'SecurityCtrlr' }, 'AllowSecurityProfileDowngrade', 'true');
  assert.match(allow, /Accepted/);
  assert.match(await set(slot, 'SecurityProfile', '1'), refused);
  assert.match(await set(slot, 'SecurityProfile', '2'), /Accepted/);
});

test('1.6 TC_083_CS, TC_084_CS: SecurityProfile 3 at once, and never back to 2', async () => {
  await using bench = await startBench('1.6', { tls: TLS, config: EQUIPPED });
  await started(bench);
  const { csms } = bench;
  assert.equal(clientName(bench), undefined);
  const change = (value: string) =>
    csms.call('ChangeConfiguration', { key: 'SecurityProfile', value });
  const reconnected = csms.connected();
  assert.deepEqual(await change('3'), { status: 'Accepted' });
  await reconnected;
  assert.equal(clientName(bench), 'B-0001');
  assert.equal(csms.passwords.at(-1), undefined);
  assert.deepEqual(await change('2'), { status: 'Rejected' });
});
