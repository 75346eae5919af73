import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBench } from '../testing/bench.ts';
import { accepted } from '../testing/independent-csms.ts';
import { started } from '../testing/sessions.ts';

const VARIABLE = { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } };

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} B05.FR.11: of two settings of one variable the first counts`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const answer = await bench.csms.call('SetVariables', {
      setVariableData: [
        { ...VARIABLE, attributeValue: '70' },
        { ...VARIABLE, attributeType: 'Actual', attributeValue: '80' },
      ],
    });
    assert.deepEqual(answer, {
      setVariableResult: [
        { ...VARIABLE, attributeType: 'Actual', attributeStatus: 'Accepted' },
        {
          ...VARIABLE,
          attributeType: 'Actual',
          attributeStatus: 'Rejected',
          attributeStatusInfo: {
            reasonCode: 'UnsupportedRequest',
            additionalInfo: 'is there twice',
          },
        },
      ],
    });
    assert.deepEqual(await bench.csms.call('GetVariables', { getVariableData: [VARIABLE] }), {
      getVariableResult: [
        {
          ...VARIABLE,
          attributeType: 'Actual',
          attributeStatus: 'Accepted',
          attributeValue: '70',
        },
      ],
    });
  });

  test(`${version} B05.FR.12, B06.FR.17: more bytes than BytesPerMessage`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const attributeValue = 'x'.repeat(1000);
    const instance = '\u00e4'.repeat(50);
    const setVariableData = Array.from({ length: 50 }, () => ({
      component: {
        name: 'c'.repeat(50),
        instance,
        customData: { vendorId: 'v', text: attributeValue },
      },
      variable: { name: 'v'.repeat(50), instance },
      attributeValue,
    }));
    await assert.rejects(bench.csms.call('SetVariables', { setVariableData }), {
      rpcErrorCode: 'FormatViolation',
    });
  });
}

test('1.6: more keys than GetConfigurationMaxKeys', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const key = Array.from({ length: 51 }, (_, index) => `Key${index}`);
  await assert.rejects(bench.csms.call('GetConfiguration', { key }));
  const most = await bench.csms.call('GetConfiguration', { key: ['GetConfigurationMaxKeys'] });
  assert.deepEqual(most, {
    configurationKey: [{ key: 'GetConfigurationMaxKeys', readonly: true, value: '50' }],
  });
});

test('2.1 G02: a heartbeat once a day, however much else is sent', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'AlignedDataCtrlr.Interval': '3600' },
    prepare: (csms) => {
      csms.answers.set('BootNotification', () => accepted({ interval: 86_400 }));
    },
  });
  await started(bench);
  const { csms, clock } = bench;
  for (let hour = 0; hour < 26; hour++) {
    await clock.advance(3_600_000);
    await csms.next('MeterValues');
  }
  assert.equal(csms.all('Heartbeat').length, 1);
});
