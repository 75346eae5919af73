import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';

const by = 'test';
const HOUR_MS = 3_600_000;

async function station16() {
  const logic = await logicUnderTest();
  const stations = new LinkedStations(logic);
  const { outbox } = logic.csms.blocks;
  return {
    clock: logic.clock,
    outbox,
    stations,
    station: await stations.boot('CS-1', '1.6'),
    start: (idToken: string, queueForS?: number) =>
      outbox.send(
        'CS-1',
        'RequestStartTransaction',
        { evseId: 1, idToken: { idToken, type: 'Central' } },
        { by, ...(queueForS === undefined ? {} : { queueForS }) },
      ),
  };
}

async function statusOf(station: LinkedStation, idTag: string): Promise<unknown> {
  const [, , payload] = await station.call('Authorize', { idTag });
  return Object(payload).idTagInfo.status;
}

describe('a remote start', () => {
  it('vouches for its token however the station writes it', async () => {
    const { station, start } = await station16();
    await start('deadbeef');
    assert.equal(await statusOf(station, 'DEADBEEF'), 'Accepted');
  });

  it('vouches from when it was sent', async () => {
    const { clock, station, stations, start } = await station16();
    station.drop();
    assert.equal((await start('LATER', 4 * 3600)).state, 'queued');
    await clock.advance(2 * HOUR_MS);
    const again = await stations.boot('CS-1', '1.6');
    await clock.advance(1_000);
    assert.equal(again.called.length, 1);
    assert.equal(await statusOf(again, 'LATER'), 'Accepted');
    await clock.advance(HOUR_MS);
    assert.equal(await statusOf(again, 'LATER'), 'Invalid');
  });

  it('that the station refuses, at once or late, vouches for nobody', async () => {
    const { clock, station, start } = await station16();
    station.answer = () => ({ status: 'Rejected' });
    await start('REJECTED');
    station.answer = () => 'NotSupported';
    await start('REFUSED');
    station.answer = () => undefined;
    const late = start('LATE');
    await clock.advance(40_000);
    assert.equal((await late).state, 'timedOut');
    // The station may act on it all the same.
    assert.equal(await statusOf(station, 'LATE'), 'Accepted');
    station.answerLate({ status: 'Rejected' });
    await clock.advance(0);
    for (const idTag of ['REJECTED', 'REFUSED', 'LATE'])
      assert.equal(await statusOf(station, idTag), 'Invalid', idTag);
  });

  it('that never left vouches for nobody', async () => {
    const { clock, outbox, station, stations, start } = await station16();
    station.drop();
    assert.equal((await start('AWAY')).state, 'notSent');
    await start('EXPIRED', 60);
    const { commandId } = await start('CANCELLED', 3600);
    assert.equal(await outbox.cancel(commandId), true);
    await clock.advance(120_000);
    const again = await stations.boot('CS-1', '1.6');
    for (const idTag of ['AWAY', 'EXPIRED', 'CANCELLED'])
      assert.equal(await statusOf(again, idTag), 'Invalid', idTag);
  });
});
