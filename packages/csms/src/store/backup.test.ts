import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { backUpCsms, restoreCsms } from '../backups.ts';
import { startCsms } from '../server.ts';
import { boot2, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { DatabaseError, type DatabaseErrorKind } from './errors.ts';

function place(): { readonly path: string; readonly file: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'northbound-backup-'));
  return {
    path,
    file: join(path, 'data.db'),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

const config = {
  port: 0,
  logLevel: 'silent',
  console: false,
  admission: 'open',
  // What the CSMS asks of a station that boots is not for a station by hand.
  readsDeviceModels: false,
} as const;

async function sendEvents(port: number, from: number, to: number): Promise<void> {
  await using station = await RawStation.connect(port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  for (let seqNo = from; seqNo < to; seqNo += 1) {
    const event = transactionEvent('T', seqNo, seqNo === 0 ? 'Started' : 'Updated');
    assert.equal((await station.call('TransactionEvent', event))[0], 3);
  }
}

async function eventCount(databaseFile: string): Promise<number | undefined> {
  await using csms = await startCsms({ ...config, databaseFile });
  return (await csms.queries.transactions({ limit: 1 })).items[0]?.eventCount;
}

function refusal(kind: DatabaseErrorKind, words: RegExp) {
  return (error: unknown) =>
    error instanceof DatabaseError && error.kind === kind && words.test(error.message);
}

interface Backup {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
}

describe('a backup', () => {
  it('is made while stations send, by admins only, and put back with what it held', async () => {
    using folder = place();
    const csms = await startCsms({ ...config, databaseFile: folder.file });
    const ask = async (method: string, key: string | undefined, body?: object) =>
      fetch(`${csms.url}/api/v1/backups`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          connection: 'close',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    await sendEvents(csms.port, 0, 20);
    const sending = sendEvents(csms.port, 20, 200);
    const made = await ask('POST', csms.adminKey, { name: 'evening' });
    assert.equal(made.status, 201);
    await sending;
    const backup: Backup = JSON.parse(await made.text());
    assert.ok(existsSync(join(backup.file, 'northbound.db')) && backup.sizeBytes > 10_000);
    const listed: { items: Backup[] } = JSON.parse(await (await ask('GET', csms.adminKey)).text());
    assert.deepEqual(
      listed.items.map(({ name }) => name),
      ['evening'],
    );
    assert.equal((await ask('POST', csms.adminKey, { name: '../out' })).status, 400);
    assert.equal((await ask('POST', undefined, {})).status, 401);
    await assert.rejects(restoreCsms(backup.file, folder.file), refusal('locked', /another/));
    await csms.close();
    assert.equal(await eventCount(folder.file), 200);
    const { kept } = await restoreCsms(backup.file, folder.file);
    const restored = await eventCount(folder.file);
    assert.ok(restored !== undefined && restored >= 20 && restored <= 200, `${restored}`);
    assert.ok(kept !== undefined);
    assert.equal(await eventCount(kept), 200);
  });

  it('holds the files that its books name, and is not put back without them', async () => {
    using folder = place();
    const backups = { good: join(folder.path, 'good'), worse: join(folder.path, 'worse') };
    const files = `${folder.file}-files`;
    const image = 'firmware '.repeat(50_000);
    {
      await using csms = await startCsms({ ...config, databaseFile: folder.file });
      for (const version of ['1.0', '2.0']) {
        const response = await fetch(`${csms.url}/api/v1/firmware-images`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${csms.adminKey}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ version, model: 'Fast' }),
        });
        const { uploadUrl }: { uploadUrl: string } = JSON.parse(await response.text());
        const sent = await fetch(uploadUrl, { method: 'PUT', body: version + image });
        assert.ok(sent.ok);
      }
      assert.deepEqual(await backUpCsms(folder.file, backups.good), []);
      writeFileSync(join(files, '2'), 'something else');
      assert.deepEqual(await backUpCsms(folder.file, backups.worse), [2]);
    }
    assert.deepEqual(readdirSync(join(backups.worse, 'files')), ['1']);
    const { kept } = await restoreCsms(backups.good, folder.file);
    assert.ok(kept !== undefined && existsSync(kept));
    for (const [file, version] of [
      ['1', '1.0'],
      ['2', '2.0'],
    ] as const) {
      assert.equal(readFileSync(join(files, file), 'utf8'), version + image);
    }
    await restoreCsms(backups.worse, folder.file);
    assert.deepEqual(readdirSync(files), ['1']);
    const refused = refusal('damaged', /its file 2, .*, is missing or not what was stored/);
    writeFileSync(join(backups.good, 'files', '2'), 'firmware');
    await assert.rejects(restoreCsms(backups.good, folder.file), refused);
    rmSync(join(backups.good, 'files', '2'));
    await assert.rejects(restoreCsms(backups.good, folder.file), refused);
    assert.deepEqual(readdirSync(files), ['1'], 'what is there stays');
  });

  it('is not put back when it is damaged, cut, of another program or of a newer one', async () => {
    using folder = place();
    const good = join(folder.path, 'good.db');
    await (await startCsms({ ...config, databaseFile: good })).close();
    const bad = join(folder.path, 'bad.db');
    writeFileSync(bad, 'no database at all '.repeat(1_000));
    await assert.rejects(restoreCsms(bad, folder.file), refusal('damaged', /damaged/));
    copyFileSync(good, bad);
    truncateSync(bad, 20_000);
    await assert.rejects(restoreCsms(bad, folder.file), refusal('damaged', /damaged/));
    rmSync(bad);
    new DatabaseSync(bad).exec('CREATE TABLE recipes (name TEXT)');
    await assert.rejects(restoreCsms(bad, folder.file), refusal('damaged', /no data file/));
    copyFileSync(good, bad);
    new DatabaseSync(bad).exec("INSERT INTO migrations VALUES ('csms/999', 0)");
    await assert.rejects(restoreCsms(bad, folder.file), refusal('newer', /newer.*csms\/999/));
    await assert.rejects(restoreCsms(`${bad}x`, folder.file), refusal('cannotOpen', /opened/));
    assert.ok(!existsSync(folder.file));
    await restoreCsms(good, folder.file);
    assert.ok(existsSync(folder.file));
  });
});
