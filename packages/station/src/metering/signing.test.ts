import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { ecdsaMeterSigner } from '../node/ecdsa-meter-signer.ts';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';

const SIGNING = {
  'SampledDataCtrlr.SignReadings': 'true',
  'SampledDataCtrlr.SignStartedReadings': 'true',
  'SampledDataCtrlr.SignUpdatedReadings': 'true',
  'AlignedDataCtrlr.SignReadings': 'true',
  'OCPPCommCtrlr.PublicKeyWithSignedMeterValue': 'OncePerTransaction',
} as const;

function signingBench(version: '1.6' | '2.0.1' | '2.1', variables: Record<string, string> = {}) {
  const storage = memoryStorage();
  return startBench(version, {
    variables: { ...SIGNING, ...variables },
    ports: { storage, meterSigner: ecdsaMeterSigner(storage.values) },
  });
}

type Signed = Ocpp21.SignedMeterValueType;

function signedOf(values: readonly Ocpp21.MeterValueType[]): Signed[] {
  return values.flatMap(({ sampledValue }) =>
    sampledValue.flatMap(({ signedMeterValue }) => signedMeterValue ?? []),
  );
}

/** Checks a record as somebody does who has nothing but the published key; returns what it says. */
function checked({ signedMeterData }: Pick<Signed, 'signedMeterData'>, publicKey: string) {
  const record = Buffer.from(signedMeterData, 'base64').toString();
  const end = record.lastIndexOf('|');
  const payload = record.slice('OCMF|'.length, end);
  const { SD, SA } = JSON.parse(record.slice(end + 1));
  assert.ok(record.startsWith('OCMF|'));
  assert.equal(SA, 'ECDSA-secp256r1-SHA256');
  const [marker, encoding, type, hex = ''] = publicKey.split(':');
  assert.deepEqual([marker, encoding, type], ['oca', 'base16', 'asn1']);
  const key = createPublicKey({ key: Buffer.from(hex, 'hex'), format: 'der', type: 'spki' });
  const isGood = (text: string) => verify('sha256', Buffer.from(text), key, Buffer.from(SD, 'hex'));
  assert.ok(isGood(payload), 'the signature is good');
  assert.ok(!isGood(payload.replace('"RV":1', '"RV":0')), 'and only for this value');
  return JSON.parse(payload);
}

test('TC_J_11_CS: every reading of a session is signed, the key is told once', async () => {
  for (const version of ['2.0.1', '2.1'] as const) {
    await using bench = await signingBench(version);
    await startSession(bench);
    await bench.clock.advance(120_000);
    bench.station.swipe(CARD, 1);
    const { payload } = await bench.csms.next(
      'TransactionEvent',
      ({ eventType }) => eventType === 'Ended',
    );
    assert.ok(payload);
    const signed = eventsOf(bench).flatMap(({ meterValue = [] }) => signedOf(meterValue));
    assert.equal(signed.length, 5);
    const keys = signed.flatMap(({ publicKey }) => publicKey ?? []);
    assert.equal(keys.length, 1);
    const key = Buffer.from(keys[0] ?? '', 'base64').toString();
    const records = signed.map((value) => checked(value, key));
    assert.deepEqual(
      records.map(({ RD }) => RD.map(({ TX }: { TX: string }) => TX).join('')),
      ['B', 'C', 'C', 'B', 'BE'],
    );
    // The begin at the end is the record of the begin itself; every other has its own number.
    assert.equal(new Set(records.map(({ PG }) => PG)).size, 4);
    const [begin, end] = records.at(-1)?.RD ?? [];
    assert.equal(begin.RV, 1);
    assert.ok(end.RV > begin.RV);
    assert.equal(records.at(-1)?.ID, CARD.idToken);
  }
});

test('PublicKeyWithSignedMeterValue: Never, EveryMeterValue, and in the device model', async () => {
  for (const mode of ['Never', 'EveryMeterValue']) {
    await using bench = await signingBench('2.1', {
      'OCPPCommCtrlr.PublicKeyWithSignedMeterValue': mode,
    });
    await startSession(bench);
    bench.station.swipe(CARD, 1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const signed = eventsOf(bench).flatMap(({ meterValue = [] }) => signedOf(meterValue));
    const told = signed.filter(({ publicKey }) => publicKey !== undefined).length;
    assert.equal(told, mode === 'Never' ? 0 : signed.length);
    const answer = await bench.csms.call('GetVariables', {
      getVariableData: [
        { component: { name: 'FiscalMetering', evse: { id: 1 } }, variable: { name: 'PublicKey' } },
      ],
    });
    const { attributeValue } = Object(answer).getVariableResult[0];
    for (const value of signed) checked(value, attributeValue);
  }
});

test('TC_J_04_CS: clock-aligned values without a transaction are signed', async () => {
  await using bench = await signingBench('2.0.1', { 'AlignedDataCtrlr.Interval': '60' });
  await started(bench);
  await bench.clock.advance(60_000);
  const { payload } = await bench.csms.next('MeterValues');
  assert.ok(Array.isArray(payload.meterValue));
  const { signedMeterValue } = payload.meterValue[0].sampledValue[0];
  assert.equal(signedMeterValue.encodingMethod, 'OCMF');
  assert.equal(signedMeterValue.publicKey, '');
});

test('1.6: SignedData in transactionData of StopTransaction', async () => {
  await using bench = await signingBench('1.6', {
    'OCPPCommCtrlr.PublicKeyWithSignedMeterValue': 'EveryMeterValue',
  });
  await startSession(bench);
  bench.station.swipe(CARD, 1);
  const { payload } = await bench.csms.next('StopTransaction');
  assert.ok(Array.isArray(payload.transactionData));
  const samples = payload.transactionData.flatMap((value) => value.sampledValue);
  const signed = samples.filter(({ format }) => format === 'SignedData');
  assert.equal(signed.length, 2);
  for (const { value } of signed) {
    const { signedMeterData, publicKey } = JSON.parse(value);
    checked({ signedMeterData }, Buffer.from(publicKey, 'base64').toString());
  }
});

test('a meter that does not sign has no variables about it', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  const answer = await bench.csms.call('GetVariables', {
    getVariableData: [
      { component: { name: 'SampledDataCtrlr' }, variable: { name: 'SignReadings' } },
    ],
  });
  assert.equal(Object(answer).getVariableResult[0].attributeStatus, 'UnknownVariable');
});

test('the key is the same after every start', () => {
  const { values } = memoryStorage();
  assert.equal(ecdsaMeterSigner(values).publicKey, ecdsaMeterSigner(values).publicKey);
});

test('a record says of what current it is', async () => {
  for (const dc of [undefined, { maxPowerW: 50_000, nominalVoltageV: 400 }]) {
    const storage = memoryStorage();
    await using bench = await startBench('2.1', {
      variables: SIGNING,
      ports: { storage, meterSigner: ecdsaMeterSigner(storage.values) },
      config: {
        evses: [
          {
            connectors: [{ type: 'cCCS2' }],
            maxCurrentA: 32,
            phases: 3,
            voltageV: 230,
            ...(dc && { dc }),
          },
        ],
      },
    });
    await startSession(bench);
    await bench.csms.call('TriggerMessage', { requestedMessage: 'MeterValues' });
    const { payload } = await bench.csms.next('MeterValues');
    bench.station.swipe(CARD, 1);
    await bench.answered();
    const values = eventsOf(bench).flatMap(({ meterValue = [] }) => meterValue);
    const signed = signedOf([...values, ...Object(payload).meterValue]);
    assert.ok(signed.length > 3);
    for (const { signedMeterData } of signed) {
      const record = Buffer.from(signedMeterData, 'base64').toString();
      const kinds = [...record.matchAll(/"RT":"(\w+)"/g)].map(([, kind]) => kind);
      assert.deepEqual(new Set(kinds), new Set([dc === undefined ? 'AC' : 'DC']));
    }
  }
});

test('a meter that does not sign keeps nobody from charging, nor a value from being told', async () => {
  const storage = memoryStorage();
  const meterSigner = {
    ...ecdsaMeterSigner(storage.values),
    sign: () => {
      throw new Error('The meter does not answer');
    },
  };
  await using bench = await startBench('2.1', {
    variables: SIGNING,
    ports: { storage, meterSigner },
  });
  await startSession(bench);
  await bench.clock.advance(60_000);
  bench.station.swipe(CARD, 1);
  const events = eventsOf(bench);
  assert.equal(events.at(-1)?.eventType, 'Ended');
  const values = events.flatMap(({ meterValue = [] }) => meterValue);
  assert.ok(values.length > 3);
  assert.deepEqual(signedOf(values), []);
});
