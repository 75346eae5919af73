import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { startCsms } from '../server.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { DatabaseError, type DatabaseErrorKind } from './errors.ts';
import { databaseError } from './sqlite/connection.ts';
import { openSqlite } from './sqlite/index.ts';

function place(): { readonly file: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'northbound-bad-'));
  return { file: join(path, 'data.db'), [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const pragma = (sql: string) => [{ sql, params: [] }];

function ofKind(kind: DatabaseErrorKind) {
  return (error: unknown) => error instanceof DatabaseError && error.kind === kind;
}

/** Sends events until one is refused. */
async function sendUntilRefused(station: RawStation, from: number): Promise<number> {
  for (let seqNo = from; seqNo < from + 3_000; seqNo += 1) {
    const [type, , code] = await station.call('TransactionEvent', eventOf(seqNo));
    if (type === 4) {
      assert.equal(code, 'InternalError');
      return seqNo;
    }
  }
  return assert.fail('nothing was refused');
}

function eventOf(seqNo: number) {
  const more = { customData: { vendorId: 'test', filling: 'x'.repeat(4_000) } };
  return transactionEvent('T', seqNo, seqNo === 0 ? 'Started' : 'Updated', more);
}

describe('a store that refuses during the run', () => {
  it('full: stations are asked to repeat, nothing answered is lost, and it goes on when there is room', async () => {
    using folder = place();
    const database = await openSqlite({ file: folder.file, worker: true });
    await using under = await csmsUnderTest({ database });
    const { queries, blocks } = under.csms;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const [pages] = await database.read<{ page_count: number }>({
      sql: 'PRAGMA page_count',
      params: [],
    });
    await database.write(pragma(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 60}`));
    const refused = await sendUntilRefused(station, 0);
    for (let again = 0; again < 5; again += 1) {
      assert.equal((await station.call('TransactionEvent', eventOf(refused)))[0], 4);
    }
    assert.equal((await station.call('Heartbeat', {}))[0], 3, 'what needs no disk is answered');
    const told = under.warnings.filter((warning) => /no space is left/.test(warning));
    assert.equal(told.length, 1, 'the log says it once, and what to do');
    await database.write(pragma('PRAGMA max_page_count = 1000000'));
    await assert.rejects(blocks.store.probe(), ofKind('full'), 'one write alone proves little');
    await under.clock.advance(10_000);
    await blocks.store.probe();
    assert.match(under.warnings.at(-1) ?? '', /works again/);
    assert.equal((await station.call('TransactionEvent', eventOf(refused)))[0], 3);
    const [transaction] = (await queries.transactions({ limit: 2 })).items;
    assert.equal(transaction?.eventCount, refused + 1);
    assert.deepEqual(transaction?.missingSeqNos, []);
    await under.csms.close();
  });

  it('read-only: no boot is accepted and no new station let in', async () => {
    using folder = place();
    const database = await openSqlite({ file: folder.file, worker: true });
    await using under = await csmsUnderTest({ database });
    await using known = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await database.write(pragma('PRAGMA query_only = ON')).catch(() => undefined);
    const [type, , code] = await known.call('BootNotification', boot16);
    assert.deepEqual([type, code], [4, 'InternalError']);
    // One that nobody knows cannot be stored, so it is not let in yet.
    await assert.rejects(RawStation.connect(under.port, 'CS-2', 'ocpp1.6'), /503/);
    assert.match(under.warnings.join(), /cannot be written; check the permissions/);
    assert.equal((await under.csms.queries.station('CS-1'))?.registration, undefined);
    await under.csms.close();
  });

  it('locked by another program: refused after a wait, all of a group at once, and taken when it lets go', async () => {
    using folder = place();
    const database = await openSqlite({ file: folder.file, worker: true, lockWaitMs: 50 });
    await using under = await csmsUnderTest({ database });
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const other = new DatabaseSync(folder.file);
    other.exec('BEGIN IMMEDIATE');
    assert.equal((await station.call('TransactionEvent', eventOf(0)))[0], 4);
    const writes = Array.from({ length: 20 }, () => database.write(pragma('DELETE FROM marks')));
    for (const result of await Promise.allSettled(writes)) {
      assert.ok(result.status === 'rejected' && ofKind('locked')(result.reason));
    }
    assert.match(under.warnings.join(), /another process holds the data file/);
    other.exec('ROLLBACK');
    other.close();
    assert.equal((await station.call('TransactionEvent', eventOf(0)))[0], 3);
    await under.csms.close();
  });
});

describe('a data file that cannot be used', () => {
  const config = {
    port: 0,
    logLevel: 'silent',
    console: false,
    readsDeviceModels: false,
  } as const;

  it('is refused at the start when another CSMS has it', async () => {
    using folder = place();
    await using _first = await startCsms({ ...config, databaseFile: folder.file });
    await assert.rejects(startCsms({ ...config, databaseFile: folder.file }), (error) => {
      assert.ok(error instanceof DatabaseError);
      return /only one CSMS may use it/.test(error.message);
    });
  });

  it('is refused with what to do when its disk refuses, as under a quota', () => {
    using folder = place();
    const store = new URL('./sqlite/index.ts', import.meta.url).href;
    const script = `
      import { openSqlite } from '${store}';
      const filling = { sql: 'INSERT INTO t VALUES (?)', params: [new Uint8Array(200_000)] };
      try {
        const database = await openSqlite({ file: process.argv[1], worker: false });
        await database.write([{ sql: 'CREATE TABLE t (b BLOB)', params: [] }, filling]);
      } catch ({ kind, message, isOfTheStore }) {
        console.log(JSON.stringify({ kind, message, isOfTheStore }));
      }`;
    const limited = ['-c', 'ulimit -f 64 && exec "$@"', 'sh'];
    const run = [process.execPath, '--input-type=module', '-e', script, folder.file];
    const { stdout } = spawnSync('sh', [...limited, ...run], { encoding: 'utf8' });
    const { kind, message, isOfTheStore } = JSON.parse(stdout);
    assert.deepEqual([kind, isOfTheStore], ['disk', true]);
    assert.match(message, /check its room, quotas and limits on files/);
  });

  it('finds no room for the index of its log: that is a full disk too', () => {
    const SQLITE_IOERR_SHMSIZE = 4874;
    const cause = Object.assign(new Error('disk I/O error'), { errcode: SQLITE_IOERR_SHMSIZE });
    assert.ok(ofKind('full')(databaseError(cause)));
  });

  it('is refused when it is damaged, at the start or when the damage is met', async () => {
    using folder = place();
    const csms = await startCsms({ ...config, databaseFile: folder.file, admission: 'open' });
    {
      await using station = await RawStation.connect(csms.port, 'CS-1', 'ocpp2.1');
      await station.call('BootNotification', boot2);
      for (let seqNo = 0; seqNo < 60; seqNo += 1) {
        await station.call('TransactionEvent', eventOf(seqNo));
      }
    }
    await csms.close();
    const { size } = statSync(folder.file);
    const descriptor = openSync(folder.file, 'r+');
    for (let at = 8_192; at < size; at += 4_096) writeSync(descriptor, 'damage'.repeat(50), at);
    closeSync(descriptor);
    await assert.rejects(startCsms({ ...config, databaseFile: folder.file }), (error) => {
      assert.ok(error instanceof DatabaseError, String(error));
      return error.kind === 'damaged' && /restore it from a backup/.test(error.message);
    });
  });
});
