import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameSchema } from '../gateway/schemas.ts';
import { stationSchema } from '../stations/schemas.ts';
import { transactionSchema } from '../transactions/schemas.ts';
import { page } from './common-schemas.ts';
import { serializer } from './serialize.ts';
import { sampleFrame, sampleStation, sampleTransaction } from './testing/sample-views.ts';

test('a view comes out as it went in', () => {
  const station = sampleStation('CS-1');
  assert.deepEqual(JSON.parse(serializer(stationSchema)(station)), station);
  assert.deepEqual(JSON.parse(serializer(transactionSchema)(sampleTransaction)), sampleTransaction);
});

test('what a schema does not declare stays inside, at any depth', () => {
  const secret = 'not for anybody';
  const [evse] = sampleStation('CS-1').evses;
  const station = {
    ...sampleStation('CS-1'),
    passwordHash: secret,
    evses: [{ ...evse, cable: secret, activeTransaction: { ...sampleTransaction, pin: secret } }],
  };
  const written = serializer(stationSchema)(station);
  assert.ok(!written.includes(secret));
  assert.deepEqual(JSON.parse(written), sampleStation('CS-1'));
});

test('a page keeps its items and its cursor, and nothing else', () => {
  const write = serializer(page('SamplePage', frameSchema));
  const items = [sampleFrame(2), sampleFrame(1)];
  assert.deepEqual(JSON.parse(write({ items, nextCursor: '1', total: 9 })), {
    items,
    nextCursor: '1',
  });
});
