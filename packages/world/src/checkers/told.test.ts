import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqlite } from '@northbound/csms';
import { WireWatch } from './wire-watch.ts';

const AT = '2026-01-05T10:00:00.000Z';
const AT_MS = Date.parse(AT);
const VALUES = [{ timestamp: AT, sampledValue: [{ value: '1' }] }];

/** What stations tell, and the rows in which it is kept. */
const TOLD: readonly (readonly [action: string, payload: object, row: string])[] = [
  ['MeterValues', { connectorId: 1, meterValue: VALUES }, `idle VALUES ('CS-1', ${AT_MS}, 1)`],
  ['MeterValues', { evseId: 2, meterValue: VALUES }, `idle VALUES ('CS-1', ${AT_MS}, 2)`],
  [
    'MeterValues',
    { connectorId: 3, meterValue: VALUES },
    `recent_transaction_events VALUES (7, ${AT_MS}, '{"evse":{"id":3}}')`,
  ],
  [
    'MeterValues',
    { connectorId: 4, transactionId: 8, meterValue: VALUES },
    `transaction_events VALUES (8, ${AT_MS}, '{}')`,
  ],
  [
    'SecurityEventNotification',
    { type: 'SettingSystemTime', timestamp: AT },
    `security_events VALUES ('CS-1', ${AT_MS}, 'SettingSystemTime')`,
  ],
  [
    'NotifyEvent',
    {
      eventData: [
        { timestamp: AT, eventId: 5, component: { name: 'EVSE' }, variable: { name: 'Problem' } },
      ],
    },
    `device_events VALUES ('CS-1', ${AT_MS}, 'EVSE', 'Problem', 5)`,
  ],
];

const TABLES = [
  "meter_value_partitions AS SELECT 'idle' AS name, 'idle' AS holds",
  'idle (station_id, at, evse_id)',
  "transactions AS SELECT 7 AS id, 'CS-1' AS station_id UNION SELECT 8, 'CS-1'",
  'transaction_events (transaction_key, at, event)',
  'recent_transaction_events (transaction_key, at, event)',
  'security_events (station_id, at, type)',
  'device_events (station_id, at, component, variable, event_id)',
];

/** @param without the row that is not there */
async function lost(
  without: string | undefined,
  answer: (id: string) => string,
): Promise<readonly string[]> {
  const store = await openSqlite({ file: ':memory:', worker: false });
  const kept = TOLD.map(([, , row]) => row).filter((row) => row !== without);
  const sql = [
    ...TABLES.map((table) => `CREATE TABLE ${table}`),
    ...kept.map((row) => `INSERT INTO ${row}`),
  ];
  await store.write(sql.map((text) => ({ sql: text, params: [] })));
  const watch = new WireWatch();
  for (const [index, [action, payload]] of TOLD.entries()) {
    const call = JSON.stringify([2, `m${index}`, action, payload]);
    watch.sent('CS-1', 'station', call);
    watch.waits('CS-1', call, 0);
    watch.sent('CS-1', 'csms', answer(`m${index}`));
  }
  const found = await watch.told.lost(store);
  await store.close();
  return found.map(({ rule, what }) => `${rule}: ${what}`);
}

test('answered: what was told beside transactions is in the store', async () => {
  const result = (id: string) => `[3,"${id}",{}]`;
  assert.deepEqual(await lost(undefined, result), []);
  for (const [action, , row] of TOLD) {
    const [found = '', ...more] = await lost(row, result);
    assert.match(found, /^answered: .* was answered and is lost$/, action);
    assert.deepEqual(more, []);
  }
  // Who was not answered, or not so that anybody could read it, was promised nothing.
  for (const answer of [
    (id: string) => `[4,"${id}","InternalError","",{}]`,
    (id: string) => `[3,"${id}",{"cur`,
    (id: string) => `[3,"${id}x",{}]`,
  ]) {
    for (const [, , row] of TOLD) assert.deepEqual(await lost(row, answer), []);
  }
});
