import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeSecureRandom } from '../api/testing/fake-csms.ts';
import { diskFileStore } from '../files/node/disk-file-store.ts';
import type { Database } from '../store/database.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

test('what a station says of an upload is not undone by its answer, which is stored at the same time', async () => {
  const store = diskFileStore();
  const files = { store, random: fakeSecureRandom(), baseUrl: () => 'http://csms.example.com' };
  const disk = await openSqlite({ file: ':memory:', worker: false });
  let isFree = Promise.resolve();
  /** What is stored of logs waits, and keeps its order. */
  const database: Database = {
    read: (statement) => disk.read(statement),
    write: (statements) =>
      statements.some(({ sql }) => sql.includes('INTO station_logs'))
        ? isFree.then(() => disk.write(statements))
        : disk.write(statements),
    close: () => disk.close(),
  };
  const logic = await logicUnderTest({ files, database });
  const station = await new LinkedStations(logic).boot('CS-1', '2.1');
  let requestId: unknown;
  station.answer = (_, payload) => {
    ({ requestId } = Object(payload));
    return undefined;
  };
  const { stationLogs } = logic.csms.blocks;
  const asking = stationLogs.request('CS-1', { logType: 'DiagnosticsLog' }, 'anna');
  while (station.called.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const busy = Promise.withResolvers<void>();
  isFree = busy.promise;
  const told = station.call('LogStatusNotification', { status: 'UploadFailure', requestId });
  station.answerLate({ status: 'Accepted' });
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  busy.resolve();
  await told;
  assert.equal((await asking).status, 'UploadFailure');
  await logic.csms.close();
  await store.close();
});
