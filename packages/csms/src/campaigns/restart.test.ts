import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMAND_EXAMPLES } from '../remote-control/examples.ts';
import { countsOf, fleet, RESET } from '../testing/campaigns-under-test.ts';
import type { LinkedStation } from '../testing/linked-stations.ts';

describe('a campaign over a crash', () => {
  it('sends to nobody twice, and to everybody else', async () => {
    const { start, clock, stations, restart, called } = await fleet(6);
    for (const id of ['CS-0002', 'CS-0003'])
      Object.assign(stations.get(id) ?? {}, { answer: () => undefined });
    await start({ concurrency: 2, queueForS: 3_600 });
    await clock.advance(0);
    assert.equal(called(), 3);
    const { campaigns, comeBack, failures } = await restart();
    await clock.advance(0);
    assert.deepEqual(countsOf(await campaigns.find(1)), { succeeded: 1, failed: 2, pending: 3 });
    const back: LinkedStation[] = [];
    for (const id of stations.keys()) back.push(await comeBack(id));
    await clock.advance(10_000);
    const finished = await campaigns.find(1);
    assert.deepEqual(
      [finished.state, countsOf(finished)],
      ['finished', { succeeded: 4, failed: 2 }],
    );
    assert.deepEqual(
      back.map(({ called }) => called.length),
      [0, 0, 0, 1, 1, 1],
    );
    const { items } = await campaigns.targets(1, { state: 'failed', limit: 10 });
    for (const { cause } of items) assert.match(cause ?? '', /CSMS ended before an answer came/);
    assert.deepEqual(failures, []);
  });

  it('goes on with its waves', async () => {
    const { start, clock, stations, restart } = await fleet(4);
    await start({ waveSize: 2, pauseBetweenWavesS: 600 });
    await clock.advance(0);
    const { campaigns, comeBack } = await restart();
    const back: LinkedStation[] = [];
    for (const id of stations.keys()) back.push(await comeBack(id));
    await clock.advance(599_000);
    assert.equal(back.filter(({ called }) => called.length > 0).length, 0);
    await clock.advance(2_000);
    assert.equal((await campaigns.find(1)).state, 'finished');
    assert.deepEqual(
      back.map(({ called }) => called.length),
      [0, 0, 1, 1],
    );
  });

  it('takes no station for away because the CSMS was', async () => {
    const { start, clock, stations, restart, csms } = await fleet(7);
    for (const station of stations.values()) station.answer = () => undefined;
    await start({ concurrency: 1 });
    await clock.advance(0);
    await csms.commands.deleteStation('CS-0007');
    const { campaigns, comeBack } = await restart();
    await clock.advance(60_000);
    const { items } = await campaigns.targets(1, { state: 'failed', limit: 10 });
    assert.deepEqual(
      items.map(({ stationId }) => stationId),
      ['CS-0001', 'CS-0007'],
    );
    assert.deepEqual(countsOf(await campaigns.find(1)), { failed: 2, pending: 5 });
    const slow = await comeBack('CS-0002');
    slow.answer = () => undefined;
    await comeBack('CS-0003');
    await clock.advance(6_000);
    assert.deepEqual(countsOf(await campaigns.find(1)), { failed: 2, active: 1, pending: 4 });
    slow.answerLate({ status: 'Accepted' });
    await clock.advance(200_000);
    assert.deepEqual(countsOf(await campaigns.find(1)), { failed: 2, succeeded: 2, pending: 3 });
    await clock.advance(60_000);
    const finished = await campaigns.find(1);
    assert.deepEqual(
      [finished.state, countsOf(finished)],
      ['finished', { failed: 5, succeeded: 2 }],
    );
  });

  it('gives a station its next command when it is back', async () => {
    const { start, clock, stations, store, restart } = await fleet(1);
    const steps = [{ command: 'ClearCache', request: {} }, RESET] as const;
    store.dieBehind(({ params }) => params.includes('answered'));
    void start({}, { steps });
    await clock.advance(0);
    const calledBy = (station: LinkedStation | undefined) =>
      station?.called.map(([action]) => action);
    assert.deepEqual(calledBy(stations.get('CS-0001')), ['ClearCache']);
    const { campaigns, comeBack } = await restart();
    await clock.advance(10_000);
    assert.deepEqual(countsOf(await campaigns.find(1)), { pending: 1 });
    const back = await comeBack('CS-0001');
    await clock.advance(10_000);
    assert.deepEqual(calledBy(back), ['Reset']);
    assert.equal((await campaigns.find(1)).state, 'finished');
  });

  for (const [operation, counts] of [
    ['cancel', { skipped: 2 }],
    ['pause', { pending: 2 }],
  ] as const)
    it(`right behind the word to ${operation} it, sends nothing of what waited`, async () => {
      const { start, clock, stations, campaigns: before, restart } = await fleet(2);
      for (const station of stations.values()) station.drop();
      await start({ queueForS: 3_600 });
      await clock.advance(0);
      void before.operate(1, operation);
      const { campaigns, comeBack } = await restart();
      const back = await comeBack('CS-0001');
      await clock.advance(60_000);
      assert.deepEqual(back.called, []);
      assert.deepEqual(countsOf(await campaigns.find(1)), counts);
    });

  it('right behind the word to cancel it, skips those whose turn had not come', async () => {
    const { start, clock, campaigns: before, restart } = await fleet(3);
    await start({}, { startsAt: '2026-01-01T01:00:00Z' });
    void before.operate(1, 'cancel');
    const { campaigns } = await restart();
    await clock.advance(0);
    const { state, counts } = await campaigns.find(1);
    assert.deepEqual([state, counts.skipped], ['cancelled', 3]);
  });

  it('hears of an effect that came while nobody listened', async () => {
    const { start, clock, stations, store, restart } = await fleet(1);
    const { firmware } = COMMAND_EXAMPLES.UpdateFirmware;
    const step = { command: 'UpdateFirmware', request: { firmware } } as const;
    await start({}, { steps: [{ ...step, until: 'firmwareInstalled' }] });
    await clock.advance(0);
    const station = stations.get('CS-0001');
    const [[, payload] = []] = station?.called ?? [];
    const { requestId } = Object(payload);
    store.dieBehind(({ params }) => params.includes('Failed'));
    const status = { status: 'DownloadFailed', requestId };
    void station?.call('FirmwareStatusNotification', status);
    await clock.settle();
    const { campaigns } = await restart();
    const { items } = await campaigns.targets(1, { limit: 10 });
    assert.deepEqual(
      items.map(({ state, cause }) => [state, cause]),
      [['failed', 'DownloadFailed']],
    );
  });
});
