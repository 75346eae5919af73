import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { transactionEvent } from '../testing/messages.ts';

async function stationWithBooks() {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  const station = await links.boot('CS-1', '2.1');
  const tell = (event: object) => station.call('TransactionEvent', event);
  const end = async () => {
    await links.close();
    await logic.csms.close();
    await database.close();
  };
  return { clock, logic, tell, end };
}

test('a station whose flash has forgotten that it told the end tells another one: the first is billed', async () => {
  const { logic, tell, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Updated'));
  await tell(transactionEvent('T', 2, 'Ended'));
  const told = async () => {
    const { items } = await logic.csms.queries.transactions({ stationId: 'CS-1', limit: 10 });
    return items.map(({ energyWh, stoppedReason, endedAt, eventCount }) => {
      return { energyWh, stoppedReason, endedAt, eventCount };
    });
  };
  const [before] = await told();
  assert.equal(before?.stoppedReason, 'Local');
  // Somebody else has charged meanwhile: the register stands higher.
  const { meterValue = [] } = transactionEvent('T', 9, 'Ended');
  const again = transactionEvent('T', 2, 'Ended', {
    triggerReason: 'AbnormalCondition',
    offline: true,
    meterValue,
    transactionInfo: { transactionId: 'T', stoppedReason: 'PowerLoss' },
  });
  await tell(again);
  assert.deepEqual(await told(), [{ ...before, eventCount: 4 }]);
  await end();
});

test('a station whose flash has forgotten its last numbers uses them again: the register has risen all the same', async () => {
  const { clock, logic, tell, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Updated'));
  await tell(transactionEvent('T', 2, 'Updated'));
  // World seed 204469: an end under a number that is not the last.
  const { meterValue = [] } = transactionEvent('T', 5, 'Ended');
  await tell(transactionEvent('T', 1, 'Ended', { meterValue, offline: true }));
  await clock.advance(60_000);
  const { items } = await logic.csms.queries.transactions({ stationId: 'CS-1', limit: 10 });
  assert.deepEqual(
    items.map(({ energyWh, cdr, doubts }) => [energyWh, cdr, doubts]),
    [[500, 1, undefined]],
  );
  await end();
});
