import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { readOcmf, readPublicKey } from './ocmf.ts';

/** A meter of its own: signs what it is told to, as the Open Charge Metering Format writes it. */
function meter(namedCurve = 'prime256v1', algorithm = 'ECDSA-secp256r1-SHA256') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: `oca:base16:asn1:${spki.toString('hex').toUpperCase()}`,
    spki,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    record(kWh: number, encoding: 'hex' | 'base64' = 'hex'): string {
      const payload = `{"FV":"1.0","PG":"T1","RD":[{"TM":"2026-01-01T00:00:00,000+0000 S","TX":"B","RV":${kWh},"RI":"01-00:1.8.0*FF","RU":"kWh","ST":"G"}]}`;
      const hash = algorithm.split('-').at(-1) ?? '';
      const SD = createSign(hash).update(payload).sign(privateKey, encoding);
      return `OCMF|${payload}|${JSON.stringify({ SA: algorithm, SE: encoding, SD })}`;
    },
  };
}

function signed(record: string, value: number) {
  const signedMeterValue = {
    signedMeterData: Buffer.from(record).toString('base64'),
    signingMethod: '',
    encodingMethod: 'OCMF',
    publicKey: '',
  };
  return { meterValue: [{ timestamp: at(0), sampledValue: [{ value, signedMeterValue }] }] };
}

describe('the key of a meter', () => {
  it('is there once, however often it is put at the same time', async () => {
    await using under = await csmsUnderTest();
    const { meterKeys } = under.csms.blocks.transactions;
    const view = { evseId: 1, publicKey: meter().publicKey };
    await Promise.all([meterKeys.put('CS-1', view), meterKeys.put('CS-1', view)]);
    assert.deepEqual(meterKeys.of('CS-1'), [view]);
  });
});

describe('signed meter values', () => {
  it('are verified with the key that is registered, in 2.1 and 1.6', async () => {
    await using under = await csmsUnderTest();
    const { queries, blocks } = under.csms;
    const { meterKeys } = blocks.transactions;
    const ours = meter();
    const other = meter();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const send = async (id: string, evseId: number, record: string, valueWh: number) => {
      const event = transactionEvent(id, 0, 'Started', {
        ...signed(record, valueWh),
        evse: { id: evseId, connectorId: 1 },
      });
      assert.equal((await station.call('TransactionEvent', event))[0], 3);
      const { items } = await queries.transactions({ stationId: 'CS-1', limit: 1 });
      return items[0]?.signatures;
    };
    const state = (name: string) => ({
      state: name,
      count: 1,
      verified: name === 'verified' ? 1 : 0,
      invalid: name === 'invalid' ? 1 : 0,
    });
    assert.deepEqual(await send('A', 1, ours.record(1.5), 1_500), state('notVerifiable'));
    await meterKeys.put('CS-1', { evseId: 1, publicKey: ours.publicKey });
    assert.deepEqual(await send('B', 1, ours.record(1.5), 1_500), state('verified'));
    assert.deepEqual(await send('C', 2, ours.record(1.5), 1_500), state('notVerifiable'));
    assert.deepEqual(await send('D', 1, other.record(1.5), 1_500), state('invalid'));
    const changed = ours.record(1.5).replace('"RV":1.5', '"RV":2.5');
    assert.deepEqual(await send('E', 1, changed, 2_500), state('invalid'));
    assert.deepEqual(
      await send('F', 1, ours.record(1.5), 9_500),
      state('invalid'),
      'the number beside it lies',
    );
    assert.deepEqual(await send('G', 1, 'EDL40|x', 9_500), state('notVerifiable'));
    assert.deepEqual(await blocks.transactions.signatures(1), [
      { seqNo: 0, whenItCame: ['notVerifiable'], now: ['verified'] },
    ]);
    const { items } = await queries.frames('CS-1', { limit: 50 });
    assert.equal(items.filter(({ verdict = '' }) => /signature/.test(verdict)).length, 3);

    await meterKeys.put('CS-2', { evseId: 0, publicKey: ours.pem });
    await using old = await RawStation.connect(under.port, 'CS-2', 'ocpp1.6');
    await old.call('BootNotification', boot16);
    const start = { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: at(0) };
    await old.call('StartTransaction', start);
    const sampledValue = [
      { value: ours.record(0.7, 'base64'), format: 'SignedData' },
      { value: '700' },
    ];
    const meterValue = [{ timestamp: at(10), sampledValue }];
    const id = (await queries.transactions({ stationId: 'CS-2', limit: 1 })).items[0]?.id ?? 0;
    await old.call('MeterValues', { connectorId: 1, transactionId: id, meterValue });
    assert.deepEqual((await queries.transaction(id))?.signatures, state('verified'));
  });

  it('are read in every spelling of key and curve', () => {
    const curves = [
      ['prime256v1', 'ECDSA-secp256r1-SHA256'],
      ['secp384r1', 'ECDSA-secp384r1-SHA256'],
      ['secp256k1', 'ECDSA-secp256k1-SHA256'],
      ['brainpoolP256r1', 'ECDSA-brainpool256r1-SHA256'],
    ] as const;
    for (const [curve, algorithm] of curves) {
      const { publicKey, spki, pem, record } = meter(curve, algorithm);
      const spellings = [
        publicKey,
        Buffer.from(publicKey).toString('base64'),
        spki.toString('hex'),
        spki.toString('base64'),
        pem,
      ];
      for (const spelling of spellings) {
        assert.equal(readPublicKey(spelling)?.asymmetricKeyType, 'ec', spelling);
      }
      assert.deepEqual(readOcmf(record(1.25))?.registersWh, [1_250]);
    }
    for (const nonsense of ['', 'oca:base16:asn1:zz', 'AAAA', '30']) {
      assert.equal(readPublicKey(nonsense), undefined);
    }
    for (const nonsense of ['', 'OCMF|', 'OCMF|{}', 'OCMF|{}|', 'OCMF|[1]|{"SD":1}']) {
      assert.equal(readOcmf(nonsense), undefined);
    }
  });
});
