import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { selectPartitions } from '../metering/partitions-sql.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { openSqlite } from './sqlite/index.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('retention', () => {
  it('forgets what is older than the settings say, and nothing that a record rests on', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await using under = await csmsUnderTest({ database });
    const { clock, csms } = under;
    const { queries, blocks } = csms;
    const { settings } = blocks.transactions;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const now = () => new Date(clock.epochMs()).toISOString();
    const idle = async () => {
      const sampledValue = [{ value: 230, measurand: 'Voltage' }];
      const meterValue = [{ timestamp: now(), sampledValue }];
      assert.equal((await station.call('MeterValues', { evseId: 1, meterValue }))[0], 3);
    };
    const charge = async (id: string, evse: number, ends: boolean) => {
      const event = (seqNo: number, type: 'Started' | 'Updated' | 'Ended') => {
        const { meterValue = [], ...rest } = transactionEvent(id, seqNo, type, {
          timestamp: now(),
          evse: { id: evse },
        });
        return { ...rest, meterValue: meterValue.map((each) => ({ ...each, timestamp: now() })) };
      };
      await station.call('TransactionEvent', event(0, 'Started'));
      await station.call('TransactionEvent', event(1, 'Updated'));
      if (ends) await station.call('TransactionEvent', event(2, 'Ended'));
    };
    const constantStreamData = { id: 1, params: { interval: 60 }, variableMonitoringId: 1 };
    await station.call('OpenPeriodicEventStream', { constantStreamData });
    const stream = () =>
      station.send([
        6,
        `n${clock.epochMs()}`,
        'NotifyPeriodicEventStream',
        { id: 1, pending: 0, basetime: now(), data: [{ t: 0, v: '230' }] },
      ]);
    stream();
    await idle();
    const sealedMs = clock.epochMs();
    await charge('SEALED', 1, true);
    await charge('OPEN', 2, false);
    await queries.frames('CS-1', { limit: 1 });
    clock.setEpochMs(clock.epochMs() + 50 * DAY_MS);
    stream();
    await idle();
    await charge('YOUNG', 3, true);
    await queries.frames('CS-1', { limit: 1 });
    await clock.advance(60_000);
    assert.equal((await queries.transaction(1))?.cdr, 1);
    const before = await database.read({ sql: 'SELECT * FROM cdrs', params: [] });
    await settings.put({
      ...settings.current,
      silentAfterS: 365 * 86_400,
      framesKeptDays: 30,
      meterValuesKeptDays: 15,
    });
    const valuesOf = async (id: number) =>
      (await queries.transactionMeterValues(id, { limit: 99 })).items.map(
        ({ measurand }) => measurand,
      );
    assert.equal((await valuesOf(1)).length, 9);
    const partitions = async () => [
      (await selectPartitions(database, 'idle')).length,
      (await selectPartitions(database, 'transactions')).length,
    ];
    assert.deepEqual(await partitions(), [2, 2]);
    await clock.advance(2 * HOUR_MS);
    const register = 'Energy.Active.Import.Register';
    assert.deepEqual(await valuesOf(1), [register, register, register]);
    assert.deepEqual(await valuesOf(2), [register, register], 'what is not sealed too');
    assert.equal((await valuesOf(3)).length, 9, 'what is young keeps all');
    assert.deepEqual(await partitions(), [1, 1]);
    const samples = { stationId: 'CS-1', streamId: 1, limit: 9 };
    assert.equal((await blocks.streams.samples(samples)).items.length, 1);
    const cutoff = new Date(clock.epochMs() - 30 * DAY_MS).toISOString();
    const { items: frames } = await queries.frames('CS-1', { limit: 99 });
    assert.ok(frames.length > 0 && frames.every(({ at }) => at > cutoff));
    assert.deepEqual(await database.read({ sql: 'SELECT * FROM cdrs', params: [] }), before);
    assert.deepEqual(await blocks.cdrs.verify(1), {
      number: 1,
      contentMatches: true,
      hashMatches: true,
    });
    await idle();
    clock.setEpochMs(sealedMs);
    await charge('SEALED', 1, true);
    assert.equal((await queries.transaction(1))?.eventCount, 3, 'a late repetition is still known');
    await csms.close();
  });
});
