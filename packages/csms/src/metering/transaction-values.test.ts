import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at, transactionEvent } from '../testing/messages.ts';

test('a full disk at the first values of a day costs no other value of it', async () => {
  const inner = await openSqlite({ file: ':memory:', worker: false });
  const database = new ControlledDatabase(inner);
  const logic = await logicUnderTest({ database });
  const links = new LinkedStations(logic);
  const station = await links.boot('CS-1', '2.1');
  const send = (seqNo: number, powerW?: number) => {
    const sampledValue = [{ value: powerW ?? 0, measurand: 'Power.Active.Import' }];
    const meterValue = [{ timestamp: at(seqNo), sampledValue }];
    const type = seqNo === 0 ? 'Started' : 'Updated';
    const event = transactionEvent('T', seqNo, type, { timestamp: at(seqNo) });
    const values = powerW === undefined ? undefined : meterValue;
    return station.call('TransactionEvent', { ...event, meterValue: values });
  };
  await send(0);
  database.become('full');
  await send(1, 7_000);
  database.become('normal');
  // World seed 200276: an event without values made the table of the day seem to be there.
  await send(2);
  await send(3, 7_100);
  const [transaction] = (await logic.csms.queries.transactions({ limit: 1 })).items;
  const { items } = await logic.csms.queries.transactionEvents(transaction?.id ?? 0, { limit: 9 });
  assert.deepEqual(
    items.map(({ seqNo, event }) => [seqNo, 'meterValue' in Object(event)]),
    [
      [0, false],
      [2, false],
      [3, true],
    ],
  );
  await links.close();
  await logic.csms.close();
  await inner.close();
});
