import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { makeCharging, makeStation, makeTransaction } from '../testing/views.ts';
import { CALL_EXAMPLES } from './call-examples.ts';
import { fillExample } from './fill-example.ts';

const charging = makeCharging(makeStation('A'), makeTransaction(7, 'A', { transactionId: 'tx-7' }));

for (const protocol of [ocpp16, ocpp201, ocpp21]) {
  const examples = CALL_EXAMPLES[protocol.version];

  test(`every call of ${protocol.version} to a station has an example`, () => {
    const calls = [...protocol.actions]
      .filter(([, info]) => info.kind === 'CALL' && info.from !== 'ChargingStation')
      .map(([action]) => action);
    assert.deepEqual(Object.keys(examples).sort(), calls.sort());
  });

  test(`every example of ${protocol.version} is valid, filled or not`, () => {
    for (const [action, example] of Object.entries(examples)) {
      const validator = protocol.request(action);
      for (const payload of [example, fillExample(example, charging)]) {
        assert.deepEqual(validator?.explain(payload), [], action);
      }
    }
  });
}

test('an example takes the transaction and the token that are there', () => {
  assert.deepEqual(fillExample({ transactionId: 1 }, charging), { transactionId: 7 });
  assert.deepEqual(fillExample({ transactionId: 'TRANSACTION', a: [{ b: 'TOKEN' }] }, charging), {
    transactionId: 'tx-7',
    a: [{ b: 'DRIVER-1' }],
  });
  assert.deepEqual(fillExample({ transactionId: 1 }, makeStation('A')), { transactionId: 1 });
});
