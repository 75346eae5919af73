import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Blocks } from '../blocks.ts';
import { createPartition } from '../metering/partitions-sql.ts';
import { dayOf } from '../metering/transaction-values-sql.ts';
import type { PageRequest } from '../paging.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { findByKey } from '../transactions/sql.ts';
import type { Page, Queries, TransactionFilter } from '../views.ts';
import type { Statement } from './database.ts';
import { openSqlite } from './sqlite/index.ts';

function* transactionFilters(): Generator<Partial<TransactionFilter>> {
  for (const stationId of [{}, { stationId: 'CS-1' }])
    for (const active of [{}, { active: true }, { active: false }])
      for (const idToken of [{}, { idToken: 'DRIVER' }])
        for (const trouble of [{}, { trouble: 'gaps' }, { trouble: 'any' }] as const)
          for (const time of [{}, { from: at(0) }, { to: at(9) }, { from: at(0), to: at(9) }])
            yield { ...stationId, ...active, ...idToken, ...trouble, ...time };
}

/** Everything that an API can ask, in every combination of its filters. */
async function askEverything(queries: Queries): Promise<void> {
  for (const page of [{}, { before: 9 }]) await queries.frames('CS-1', { ...page, limit: 5 });
  for (const filter of transactionFilters()) {
    const keys = filter.from === undefined && filter.to === undefined ? [9] : [9, 9];
    const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url');
    await queries.transactions({ ...filter, limit: 5 });
    await queries.transactions({ ...filter, cursor, limit: 5 });
  }
  await queries.transaction(1);
  await queries.transactionEvents(1, { limit: 1 });
  await queries.transactionMeterValues(1, { limit: 1 });
  for (const evseId of [{}, { evseId: 1 }]) {
    for (const range of [{}, { from: at(0) }, { to: at(9) }, { from: at(0), to: at(9) }]) {
      await queries.meterValues('CS-1', { ...evseId, ...range, limit: 5 });
    }
  }
  const { nextCursor = '' } = await queries.tokens({ limit: 1 });
  assert.notEqual(nextCursor, '');
  for (const cursor of [{}, { cursor: nextCursor }])
    for (const search of [{}, { search: 'dr' }])
      for (const filter of [
        {},
        { type: 'Central' },
        { status: 'Blocked' },
        { groupIdToken: 'FLEET' },
      ] as const)
        await queries.tokens({ ...cursor, ...search, ...filter, limit: 1 });
  await queries.token('DRIVER', 'ISO14443');
}

/** The same of the books: stories, records, and what is decided and forgotten. */
async function askBooks({ csms, clock, database }: CsmsUnderTest): Promise<void> {
  const { transactions, cdrs, aging } = csms.blocks;
  const { concurrency, settings, idleValues } = transactions;
  await concurrency.put({ scope: 'token', id: 'DRIVER', max: 1 });
  await concurrency.put({ scope: 'group', id: 'FLEET', max: 1 });
  const transaction = await findByKey(database, 1);
  assert.ok(transaction !== undefined);
  for (const among of ['earlier', 'others'] as const)
    assert.equal(await concurrency.exceeds(transaction, 'FLEET', among), false);
  await transactions.close(1, 'for the test');
  await settings.put({ ...settings.current, framesKeptDays: 1, meterValuesKeptDays: 1 });
  await aging.put({
    commandsKeptDays: 1,
    historyKeptDays: 1,
    eventsKeptDays: 1,
    alertsKeptDays: 1,
    deliveriesKeptDays: 1,
    auditKeptDays: 1,
  });
  clock.setEpochMs(clock.epochMs() + 40 * 86_400_000);
  await clock.advance(7_300_000);
  const station = csms.stations.get('CS-1');
  assert.ok(station !== undefined);
  const timestamp = new Date(clock.epochMs()).toISOString();
  const values = idleValues.record(station, 1, [{ timestamp, sampledValue: [{ value: 1 }] }]);
  await database.write(values.statements);
  await csms.queries.meterValues('CS-1', { evseId: 1, from: at(0), limit: 5 });
  for (const cursor of [{}, { cursor: '0.0.0' }]) {
    await transactions.story(1, { ...cursor, limit: 1 });
  }
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const idToken of [{}, { idToken: 'DRIVER' }, { transaction: 1 }]) {
      for (const range of [{}, { from: at(0) }, { to: at(9) }, { inForce: true }]) {
        const filter = { ...stationId, ...idToken, ...range };
        const { nextCursor } = await cdrs.page(filter, { limit: 1 });
        if (nextCursor !== undefined) await cdrs.page(filter, { limit: 1, cursor: nextCursor });
      }
    }
  }
  for await (const page of cdrs.pages({})) {
    assert.ok(page.length > 0);
    for (const { number } of page) await cdrs.verify(number);
  }
}

/** The same of commands, campaigns and jobs. */
async function askCommands({ outbox, commandBook, campaigns }: Blocks): Promise<void> {
  const options = { by: 'test', queueForS: 600 };
  const queued = await outbox.send('CS-1', 'ClearCache', {}, options);
  await commandBook.cancel(queued.commandId);
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const state of [{}, { state: 'queued' } as const]) {
      for (const other of [{}, { campaignId: 1 }, { by: 'test', command: 'Reset', from: at(0) }]) {
        await commandBook.list({ ...stationId, ...state, ...other, limit: 5 });
      }
    }
  }
  const steps = [{ command: 'ClearCache', request: {} }] as const;
  const startsAt = at(900);
  const { id } = await campaigns.create({ name: 'test', stations: {}, steps, startsAt }, 'test');
  for (const state of [{}, { state: 'running' } as const])
    await campaigns.list({ ...state, limit: 5 });
  for (const state of [{}, { state: 'pending' } as const])
    await campaigns.targets(id, { ...state, limit: 5 });
  await campaigns.operate(id, 'cancel');
  await campaigns.find(id);
}

/** The same of the operations of stations. */
async function askOperations(blocks: Blocks): Promise<void> {
  const { notices, reports, reservations, securityEvents, smartCharging } = blocks;
  for (const action of [{}, { action: 'NotifyDERAlarm' }]) {
    for (const time of [{}, { from: at(0) }])
      await notices.list('CS-1', { ...action, ...time, limit: 5 });
    await reports.list('CS-1', { ...action, limit: 5 });
  }
  for (const time of [{}, { from: at(0), to: at(9) }])
    await notices.told('CS-1', 'NotifySettlement', { ...time, limit: 5 }, (payload) => payload);
  await blocks.commandBook.answers('CS-1', 'GetTariffs');
  await reports.get('CS-1', 1);
  await reports.latest('CS-1', 'GetDisplayMessages');
  await smartCharging.limits('CS-1');
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const type of [{}, { type: 'ResetOrReboot' }]) {
      for (const time of [{}, { from: at(0) }, { from: at(0), to: at(9) }])
        await securityEvents.list({ ...stationId, ...type, ...time, limit: 5 });
    }
    for (const state of [{}, { state: 'Used' } as const, { idToken: 'DRIVER' }]) {
      for (const time of [{}, { from: at(0), to: at(9) }])
        await reservations.list({ ...stationId, ...state, ...time, limit: 5 });
    }
  }
  for (const state of [{}, { state: 'Closed' } as const]) {
    await blocks.localLists.states('all', { limit: 5 });
    await blocks.firmwareImages.list({ limit: 5 });
    for (const filter of [{}, { stationId: 'CS-1' }, { rule: 'schema' }, { model: 'Model' }]) {
      await blocks.violations.list({ ...filter, limit: 5 });
    }
    for (const range of [{}, { from: at(0), to: at(9) }]) {
      await blocks.sessions.export('CS-1', { ...range, limit: 5 });
      for (const cursor of [{}, { cursor: '9.9' }])
        await blocks.framePages.ofAll({ trouble: true, ...range, ...cursor, limit: 5 });
    }
    for (const stationId of [{}, { stationId: 'CS-1' }]) {
      for (const imageId of [{}, { imageId: 1 }]) {
        await blocks.firmwareUpdates.list({ ...stationId, ...imageId, limit: 5 });
      }
    }
    await blocks.firmwareUpdates.list({ state: 'Failed', limit: 5 });
    await blocks.stationLogs.list('CS-1', { limit: 5 });
    await blocks.files.behind('none', 'Upload');
    await blocks.maintenanceWindows.list({ ...state, limit: 5 });
  }
}

/** The same of device models, monitors and alerts, a second page of each list included. */
async function askDeviceModels(blocks: Blocks): Promise<void> {
  const { twin, modelReports, monitors, alerts, streams, registering } = blocks;
  const pages = async (ask: (page: PageRequest) => Promise<Page<unknown>>) => {
    const { nextCursor } = await ask({ limit: 1 });
    if (nextCursor !== undefined) await ask({ limit: 1, cursor: nextCursor });
  };
  for (const component of [{}, { component: 'EVSE' }]) {
    for (const drift of [{}, { drift: true }, { drift: false }]) {
      for (const desired of [{}, { desired: true }, { desired: false }]) {
        await pages((page) => twin.page('CS-1', { ...component, ...drift, ...desired, ...page }));
      }
    }
  }
  await pages((page) => twin.drift(page));
  await pages((page) => twin.drift(page, ['CS-1', 'CS-2']));
  const address = {
    component: 'EVSE',
    evseId: 1,
    variable: 'Power',
    attributeType: 'Actual',
  } as const;
  await pages((page) => twin.history('CS-1', address, page));
  await pages((page) => modelReports.page('CS-1', page));
  await registering.held({ limit: 5 });
  await monitors.view('CS-1');
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const more of [{}, { component: 'EVSE' }, { techCode: 'CX002' }, { from: 0, to: 9 }]) {
      await pages((page) => monitors.events({ ...stationId, ...more, ...page }));
    }
    for (const open of [{}, { open: true }, { open: false }]) {
      for (const more of [{}, { code: 'CX002' }, { acknowledged: false }, { severity: 3 }]) {
        for (const time of [{}, { from: at(0), to: at(9) }])
          await pages((page) => alerts.page({ ...stationId, ...open, ...more, ...time, ...page }));
      }
    }
  }
  await alerts.frequency({});
  await alerts.frequency({ code: 'CX002' });
  await alerts.acknowledge(1, 'Ada', undefined);
  for (const range of [{}, { fromMs: 0, toMs: 9 }]) {
    const stream = { stationId: 'CS-1', streamId: 1, ...range };
    await pages((page) => streams.samples({ ...stream, ...page }));
  }
  await streams.list('CS-1');
}

async function sendDeviceModel(station: RawStation): Promise<void> {
  const component = { name: 'EVSE', evse: { id: 1 } };
  const report = { requestId: 1, generatedAt: at(0) };
  const watched = (name: string) => ({ component, variable: { name } });
  for (const [seqNo, value] of ['1', '2', '3'].entries()) {
    const reportData = ['Power', 'Temperature'].map((name) => ({
      ...watched(name),
      variableAttribute: [{ value }],
    }));
    await station.call('NotifyReport', { ...report, seqNo, tbc: seqNo < 2, reportData });
  }
  const variableMonitoring = [1, 2].map((id) => ({
    id,
    transaction: false,
    value: 80,
    type: 'UpperThreshold',
    severity: 4,
    eventNotificationType: 'CustomMonitor',
  }));
  const monitor = [{ ...watched('Temperature'), variableMonitoring }];
  await station.call('NotifyMonitoringReport', { ...report, requestId: 2, seqNo: 0, monitor });
  const events = [1, 2].map((eventId) => ({
    eventId,
    timestamp: at(eventId),
    trigger: 'Alerting',
    actualValue: '90',
    techCode: `CX00${eventId + 1}`,
    variableMonitoringId: eventId,
    eventNotificationType: 'CustomMonitor',
    ...watched('Temperature'),
  }));
  await station.call('NotifyEvent', { generatedAt: at(0), seqNo: 0, eventData: events });
  const constantStreamData = { id: 1, params: { interval: 60 }, variableMonitoringId: 1 };
  await station.call('OpenPeriodicEventStream', { constantStreamData });
  for (const second of [1, 2]) {
    const data = [{ t: 0, v: '1' }];
    const payload = { id: 1, pending: 0, basetime: at(second), data };
    station.send([6, `n${second}`, 'NotifyPeriodicEventStream', payload]);
  }
  await station.call('ClosePeriodicEventStream', { id: 1 });
}

async function sendEverything(port: number): Promise<void> {
  await using two = await RawStation.connect(port, 'CS-1', 'ocpp2.1');
  await two.call('BootNotification', boot2);
  for (const seqNo of [0, 2, 1, 1]) {
    const eventType = seqNo === 0 ? 'Started' : 'Updated';
    await two.call('TransactionEvent', transactionEvent('T', seqNo, eventType));
  }
  await sendDeviceModel(two);
  await two.call('NotifyDisplayMessages', { requestId: 1 });
  await two.call('NotifyChargingLimit', { chargingLimit: { chargingLimitSource: 'SO' } });
  await two.call('ClearedChargingLimit', { chargingLimitSource: 'SO' });
  await two.call('ReservationStatusUpdate', {
    reservationId: 1,
    reservationUpdateStatus: 'Expired',
  });
  await two.call('FirmwareStatusNotification', { requestId: 5, status: 'Downloading' });
  await two.call('LogStatusNotification', { requestId: 5, status: 'Uploading' });
  await using one = await RawStation.connect(port, 'CS-2', 'ocpp1.6');
  await one.call('BootNotification', boot16);
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: at(0) };
  await one.call('StartTransaction', start);
  await one.call('StartTransaction', start);
  for (const transactionId of [-1, -1, 77]) {
    await one.call('StopTransaction', { transactionId, meterStop: 1, timestamp: at(5) });
  }
}

describe('every statement of running traffic', () => {
  it('finds its rows by an index and sorts by one', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    const database = new ControlledDatabase(inner);
    await using under = await csmsUnderTest({ database });
    const { commands, queries } = under.csms;
    // What a start reads, it reads whole on purpose.
    database.reads = [];
    database.writes = [];
    await commands.putToken({ idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' });
    await commands.putToken({ idToken: 'OTHER', type: 'Central', status: 'Blocked' });
    await sendEverything(under.port);
    await askEverything(queries);
    await under.csms.blocks.localLists.put('all', { stationIds: ['CS-1'] });
    await under.csms.blocks.localLists.sync('CS-1');
    await under.csms.blocks.localLists.remove('all');
    await askOperations(under.csms.blocks);
    await askCommands(under.csms.blocks);
    await askDeviceModels(under.csms.blocks);
    await commands.remoteStart('CS-1', { idToken: 'DRIVER' });
    await commands.remoteStop(1);
    await commands.deleteToken('OTHER', 'Central');
    await askBooks(under);
    await commands.deleteStation('CS-2');
    assert.equal(await queries.hasHeardOf('CS-9'), false);
    const changes = database.writes.flat().filter(({ sql }) => !/^(INSERT|CREATE)/.test(sql));
    const statements = new Map([...database.reads, ...changes].map((each) => [each.sql, each]));
    // What retention has dropped is there again for its plans.
    await inner.write(createPartition(dayOf(Date.parse(at(0))), 'transactions'));
    assert.ok(statements.size > 20, `only ${statements.size}`);
    for (const statement of statements.values()) {
      for (const step of await planOf(statement)) {
        // A list without a filter walks its primary key from one end and stops at its limit.
        const walksIndex = / LIMIT /.test(statement.sql) && /^SCAN \w+( USING INDEX|$)/.test(step);
        assert.ok(!/^SCAN/.test(step) || walksIndex, `${step}: ${statement.sql}`);
        assert.ok(!/TEMP B-TREE/.test(step), `${step}: ${statement.sql}`);
      }
    }

    async function planOf({ sql, params }: Statement): Promise<string[]> {
      const rows = await inner.read<{ detail: string }>({
        sql: `EXPLAIN QUERY PLAN ${sql}`,
        params,
      });
      return rows.map(({ detail }) => detail);
    }
  });
});

describe('meter values of a time', () => {
  it('are looked for in the partitions of that time and in no others', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    const database = new ControlledDatabase(inner);
    await using under = await csmsUnderTest({ database });
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const days = ['2026-01-01', '2026-01-02', '2026-02-03', '2026-02-04', '2026-03-05'];
    for (const [seqNo, day] of days.entries()) {
      const timestamp = `${day}T12:00:00.000Z`;
      under.clock.setEpochMs(Date.parse(timestamp));
      const sampledValue = [{ value: 230, measurand: 'Voltage' as const }];
      const meterValue = [{ timestamp, sampledValue }];
      await station.call('MeterValues', { evseId: 1, meterValue });
      const type = (['Started', 'Updated', 'Updated', 'Updated', 'Ended'] as const)[seqNo];
      assert.ok(type !== undefined);
      const event = transactionEvent('T', seqNo, type, { timestamp, meterValue });
      await station.call('TransactionEvent', event);
    }
    database.reads = [];
    const range = { from: '2026-02-01T00:00:00Z', to: '2026-02-03T23:00:00Z' };
    const found = await under.csms.queries.meterValues('CS-1', { ...range, limit: 100 });
    assert.deepEqual(
      found.map(({ timestamp }) => timestamp.slice(0, 10)),
      ['2026-02-03', '2026-02-03'],
    );
    const looked = database.reads.flatMap(
      ({ sql }) => /FROM ((?:transaction|meter)_values_\w+)/.exec(sql)?.[1] ?? [],
    );
    assert.deepEqual(looked, ['meter_values_2026_02', 'transaction_values_2026_02_03']);
  });
});

describe('SQL outside the SQLite adapter', () => {
  it('is of the kind that PostgreSQL understands too', () => {
    const root = join(import.meta.dirname, '..');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file) && !/^store[\\/]sqlite/.test(file),
    );
    const only =
      /\b(PRAGMA|WITHOUT ROWID|AUTOINCREMENT|INSERT OR|REPLACE INTO|ifnull|rowid|strftime|GLOB)\b/;
    for (const file of files) {
      const found = only.exec(readFileSync(join(root, file), 'utf8'));
      assert.equal(found, null, `${file}: ${found?.[0]}`);
    }
    assert.ok(files.length > 50);
  });
});
