import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startCsms } from './server.ts';
import { openSqlite } from './store/sqlite/index.ts';
import { ControlledDatabase } from './testing/controlled-database.ts';
import { type CsmsUnderTest, csmsUnderTest } from './testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from './testing/messages.ts';
import { RawStation } from './testing/raw-station.ts';

async function controlled(): Promise<{ under: CsmsUnderTest; database: ControlledDatabase }> {
  const database = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
  return { under: await csmsUnderTest({ database }), database };
}

const status2 = {
  timestamp: at(0),
  connectorStatus: 'Available',
  evseId: 1,
  connectorId: 1,
};

/** Messages that carry money or safety, or change what a restart must find, for each version. */
const STORED = [
  ['ocpp2.1', boot2, 'BootNotification', boot2],
  ['ocpp2.1', boot2, 'TransactionEvent', transactionEvent('T', 0, 'Started')],
  ['ocpp2.1', boot2, 'StatusNotification', status2],
  ['ocpp2.1', boot2, 'SecurityEventNotification', { type: 'SettingSystemTime', timestamp: at(0) }],
  ['ocpp2.1', boot2, 'FirmwareStatusNotification', { status: 'Installed', requestId: 1 }],
  ['ocpp2.0.1', boot2, 'LogStatusNotification', { status: 'Uploaded', requestId: 1 }],
  [
    'ocpp2.0.1',
    boot2,
    'MeterValues',
    { evseId: 1, meterValue: [{ timestamp: at(0), sampledValue: [{ value: 1 }] }] },
  ],
  [
    'ocpp2.0.1',
    boot2,
    'NotifyReport',
    {
      requestId: 1,
      generatedAt: at(0),
      seqNo: 0,
      reportData: [
        {
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name: 'Power' },
          variableAttribute: [{ value: '1' }],
        },
      ],
    },
  ],
  [
    'ocpp2.1',
    boot2,
    'NotifyEvent',
    {
      generatedAt: at(0),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: at(0),
          trigger: 'Delta',
          actualValue: 'Occupied',
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'Connector', evse: { id: 1, connectorId: 1 } },
          variable: { name: 'AvailabilityState' },
        },
      ],
    },
  ],
  [
    'ocpp1.6',
    boot16,
    'StartTransaction',
    { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: at(0) },
  ],
  ['ocpp1.6', boot16, 'StopTransaction', { transactionId: 7, meterStop: 1, timestamp: at(0) }],
  [
    'ocpp1.6',
    boot16,
    'MeterValues',
    { connectorId: 1, meterValue: [{ timestamp: at(0), sampledValue: [{ value: '1' }] }] },
  ],
  [
    'ocpp1.6',
    boot16,
    'StatusNotification',
    { connectorId: 1, status: 'Charging', errorCode: 'NoError' },
  ],
  ['ocpp1.6', boot16, 'DiagnosticsStatusNotification', { status: 'Uploaded' }],
] as const;

describe('durable before acknowledged', () => {
  for (const [subprotocol, boot, action, payload] of STORED) {
    it(`${action} of ${subprotocol} has no answer while its write is under way`, async () => {
      const { under, database } = await controlled();
      await using _under = under;
      await using station = await RawStation.connect(under.port, 'CS-1', subprotocol);
      await using witness = await RawStation.connect(under.port, 'CS-2', subprotocol);
      for (const each of [station, witness]) await each.call('BootNotification', boot);
      database.become('stalled');
      database.writes = [];
      station.send([2, 'e1', action, payload]);
      // The witness is answered after the message had its turn; some turns may pass until it gets there.
      while (database.writes.length === 0) await witness.call('Heartbeat', {});
      await witness.call('Heartbeat', {});
      assert.deepEqual(station.received, []);
    });

    it(`${action} of ${subprotocol} is refused when it cannot be stored, and taken when repeated`, async () => {
      const { under, database } = await controlled();
      await using _under = under;
      await using station = await RawStation.connect(under.port, 'CS-1', subprotocol);
      await station.call('BootNotification', boot);
      database.become('full');
      const [type, , code, description] = await station.call(action, payload);
      assert.deepEqual([type, code, description], [4, 'InternalError', '']);
      database.become('normal');
      assert.equal((await station.call(action, payload))[0], 3);
    });
  }

  it('keeps the books right when writes fail in between', async () => {
    const { under, database } = await controlled();
    await using _under = under;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const events = [
      transactionEvent('T', 0, 'Started'),
      transactionEvent('T', 1, 'Updated'),
      transactionEvent('T', 2, 'Ended'),
    ];
    for (const event of events) {
      database.become('full');
      assert.equal((await station.call('TransactionEvent', event))[0], 4);
      database.become('normal');
      assert.equal((await station.call('TransactionEvent', event))[0], 3);
      assert.equal((await station.call('TransactionEvent', event))[0], 3);
    }
    const { items } = await under.csms.queries.transactions({ limit: 9 });
    assert.equal(items.length, 1);
    assert.equal(items[0]?.eventCount, 3);
    assert.equal(items[0]?.energyWh, 200);
    const stored = await under.csms.queries.transactionEvents(items[0]?.id ?? 0, { limit: 9 });
    assert.equal(stored.items.length, 3);
  });

  it('answers a repetition on a new connection only after the original is stored', async () => {
    const { under, database } = await controlled();
    await using _under = under;
    const event = transactionEvent('T', 0, 'Started');
    await using before = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await before.call('BootNotification', boot2);
    const write = database.hold();
    before.send([2, 'e1', 'TransactionEvent', event]);
    await write.arrived;
    before.cut();
    await using after = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    after.send([2, 'e2', 'TransactionEvent', event]);
    await using witness = await RawStation.connect(under.port, 'CS-2', 'ocpp2.1');
    witness.send([2, 'h', 'Heartbeat', {}]);
    await witness.next();
    assert.deepEqual(after.received, []);
    write.release();
    assert.equal((await after.next())[0], 3);
    const { items } = await under.csms.queries.transactions({ limit: 9 });
    assert.equal(items[0]?.eventCount, 1);
  });
});

describe('close', () => {
  it('answers first what is under way', async () => {
    const database = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
    const under = await csmsUnderTest({ database, drainMs: 20_000 });
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const write = database.hold();
    const answer = station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    await write.arrived;
    const closed = under[Symbol.asyncDispose]();
    write.release();
    assert.equal((await answer)[0], 3);
    await closed;
  });
});

describe('kill -9', () => {
  it('loses nothing that was answered, and bills nothing twice', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-kill-'));
    const databaseFile = join(directory, 'data.db');
    const rounds = Number(process.env.NB_KILLS ?? 3);
    /** What each station knows to be stored: the highest number that was answered. */
    const answered = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      const { child, port } = await startChild(databaseFile);
      const died = once(child, 'exit');
      let left = 150 + 40 * round;
      // All are there before the first can end it.
      const booted = ['CS-1', 'CS-2', 'CS-3', 'CS-4'].map(async (id) => {
        const station = await RawStation.connect(port, id, 'ocpp2.1');
        await station.call('BootNotification', boot2);
        return [id, station] as const;
      });
      const stations = (await Promise.all(booted)).map(async ([id, station]) => {
        while (left > 0) {
          // The last unanswered one is repeated, as a station does.
          const seqNo = (answered.get(id) ?? -1) + 1;
          const event = transactionEvent(id, seqNo, seqNo === 0 ? 'Started' : 'Updated');
          const answer = await Promise.race([station.call('TransactionEvent', event), died]);
          if (answer[0] !== 3) break;
          answered.set(id, seqNo);
          left -= 1;
          if (left === 0) child.kill('SIGKILL');
        }
        station.cut();
      });
      await Promise.all([...stations, died]);
    }
    const csms = await startCsms({ port: 0, databaseFile, logLevel: 'silent' });
    for (const [id, seqNo] of answered) {
      const { items } = await csms.queries.transactions({ stationId: id, limit: 9 });
      assert.equal(items.length, 1);
      const [transaction] = items;
      const count = transaction?.eventCount ?? 0;
      // The one that was under way may be stored too: the station will repeat it.
      assert.ok(count === seqNo + 1 || count === seqNo + 2, `${id}: ${count} after ${seqNo}`);
      assert.equal(transaction?.energyWh, (count - 1) * 100);
      assert.deepEqual(transaction?.missingSeqNos, []);
      const stored = await csms.queries.transactionEvents(transaction?.id ?? 0, { limit: 9_999 });
      assert.deepEqual(
        stored.items.map((event) => event.seqNo),
        Array.from({ length: count }, (_, n) => n),
      );
    }
    await csms.close();
    rmSync(directory, { recursive: true });
  });
});

async function startChild(databaseFile: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(new URL('./testing/csms-process.ts', import.meta.url), [databaseFile]);
  const ended = once(child, 'exit').then(() => 'The CSMS ended before it was there.');
  const port: unknown = await Promise.race([once(child, 'message').then(([told]) => told), ended]);
  assert.ok(typeof port === 'number', String(port));
  return { child, port };
}
