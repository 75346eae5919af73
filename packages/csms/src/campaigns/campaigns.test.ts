import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMAND_EXAMPLES } from '../remote-control/examples.ts';
import { countsOf, fleet, RESET } from '../testing/campaigns-under-test.ts';

describe('a campaign', () => {
  it('chooses its stations by everything that is given', async () => {
    const { campaigns, links, csms } = await fleet(2);
    const old = await links.connect('OLD-1', '1.6');
    await old.call('BootNotification', {
      chargePointVendor: 'Vendor',
      chargePointModel: 'Pole',
      firmwareVersion: '1.0',
    });
    await csms.commands.putStation('AWAY', {});
    await csms.blocks.groups.put('CS-0002', ['north']);
    for (const [selection, expected] of [
      [{}, ['AWAY', 'CS-0001', 'CS-0002', 'OLD-1']],
      [{ stationIds: ['CS-0001', 'NOBODY'] }, ['CS-0001']],
      [{ version: '1.6' }, ['OLD-1']],
      [{ vendor: 'Vendor', model: 'Model' }, ['CS-0001', 'CS-0002']],
      [{ firmwareVersion: '1.0' }, ['OLD-1']],
      [{ vendor: 'vend*', model: '*ol*', firmwareVersion: '1.*' }, ['OLD-1']],
      [{ model: 'Pol' }, []],
      [{ group: 'north' }, ['CS-0002']],
      [{ connected: false }, ['AWAY']],
      [{ search: 'pole' }, ['OLD-1']],
      [{ version: '2.1', group: 'south' }, []],
    ] as const)
      assert.deepEqual(campaigns.preview(selection), expected, JSON.stringify(selection));
  });

  it('goes through its stations in waves, with a pause between them', async () => {
    const { start, called, clock, campaigns } = await fleet(7);
    await start({ waveSize: 3, pauseBetweenWavesS: 60, concurrency: 2 });
    await clock.advance(0);
    assert.equal(called(), 3);
    const paused = await campaigns.find(1);
    assert.deepEqual([paused.wave, paused.waves], [1, 3]);
    assert.equal(paused.nextWaveAt, '2026-01-01T00:01:00.000Z');
    await clock.advance(59_000);
    assert.equal(called(), 3);
    await clock.advance(1_000);
    assert.equal(called(), 6);
    await clock.advance(60_000);
    const done = await campaigns.find(1);
    assert.deepEqual([done.state, countsOf(done)], ['finished', { succeeded: 7 }]);
  });

  it('works on no more stations at the same time than it may', async () => {
    const { start, called, clock, stations } = await fleet(6);
    for (const station of stations.values()) station.answer = () => undefined;
    await start({ concurrency: 4 });
    await clock.advance(0);
    assert.equal(called(), 4);
    stations.get('CS-0002')?.answerLate({ status: 'Accepted' });
    await clock.advance(0);
    assert.equal(called(), 5);
  });

  it('stops when too much fails, and goes on when somebody says so', async () => {
    const { start, called, clock, stations, campaigns } = await fleet(10);
    for (const id of ['CS-0002', 'CS-0003'])
      Object.assign(stations.get(id) ?? {}, { answer: () => ({ status: 'Rejected' }) });
    await start({ concurrency: 1, stopAtFailurePercent: 40, stopAfterStations: 3 });
    await clock.advance(0);
    const stopped = await campaigns.find(1);
    assert.equal(stopped.state, 'stopped');
    assert.equal(stopped.reason, '2 of 3 stations failed, more than 40%.');
    assert.equal(called(), 3);
    const failed = await campaigns.targets(1, { state: 'failed', limit: 10 });
    assert.deepEqual(
      failed.items.map(({ stationId, cause }) => [stationId, cause]),
      ['CS-0002', 'CS-0003'].map((id) => [
        id,
        'The station cannot reset now, for example because it updates its firmware.',
      ]),
    );
    await assert.rejects(campaigns.operate(1, 'pause'), { code: 'conflict' });
    await campaigns.operate(1, 'resume');
    await clock.advance(0);
    const finished = await campaigns.find(1);
    assert.deepEqual(
      [finished.state, countsOf(finished)],
      ['finished', { succeeded: 8, failed: 2 }],
    );
  });

  it('stops with the first that fails, and not before more fail than may', async () => {
    const refuse = { answer: () => ({ status: 'Rejected' }) };
    const strict = await fleet(3);
    Object.assign(strict.stations.get('CS-0001') ?? {}, refuse);
    await strict.start({ concurrency: 1, stopAtFailurePercent: 0 });
    await strict.clock.advance(0);
    assert.equal((await strict.campaigns.find(1)).reason, '1 of 1 stations failed, more than 0%.');

    const patient = await fleet(4);
    for (const id of ['CS-0002', 'CS-0004']) Object.assign(patient.stations.get(id) ?? {}, refuse);
    await patient.start({ concurrency: 1, stopAtFailurePercent: 50 });
    await patient.clock.advance(0);
    assert.equal((await patient.campaigns.find(1)).state, 'finished');
  });

  it('is paused, resumed and cancelled', async () => {
    const { start, called, clock, stations, campaigns, csms } = await fleet(4);
    await csms.commands.putStation('AWAY', {});
    for (const station of stations.values()) station.answer = () => undefined;
    await start({ concurrency: 2, queueForS: 3_600 });
    await clock.advance(0);
    assert.deepEqual(countsOf(await campaigns.find(1)), { active: 2, pending: 2, waiting: 1 });
    await campaigns.operate(1, 'pause');
    await clock.settle();
    stations.get('CS-0001')?.answerLate({ status: 'Accepted' });
    await clock.advance(60_000);
    assert.equal(called(), 2);
    const paused = await campaigns.find(1);
    assert.deepEqual(countsOf(paused), { succeeded: 1, failed: 1, pending: 3 });
    await campaigns.operate(1, 'resume');
    await clock.advance(0);
    assert.equal(called(), 4);
    const cancelled = await campaigns.operate(1, 'cancel');
    assert.equal(cancelled.state, 'cancelled');
    await clock.advance(60_000);
    const { items } = await campaigns.targets(1, { limit: 10 });
    assert.deepEqual(
      items.map(({ stationId, state }) => [stationId, state]),
      [
        ['AWAY', 'skipped'],
        ['CS-0001', 'succeeded'],
        ['CS-0002', 'failed'],
        ['CS-0003', 'failed'],
        ['CS-0004', 'failed'],
      ],
    );
    await assert.rejects(campaigns.operate(1, 'resume'), { code: 'conflict' });
  });

  it('sends several commands one after the other, until one fails', async () => {
    const { start, clock, stations, campaigns } = await fleet(2);
    Object.assign(stations.get('CS-0002') ?? {}, { answer: () => 'InternalError' });
    await start({}, { steps: [{ command: 'ClearCache', request: {} }, RESET] });
    await clock.advance(0);
    const actions = [...stations.values()].map(({ called }) => called.map(([action]) => action));
    assert.deepEqual(actions, [['ClearCache', 'Reset'], ['ClearCache']]);
    const { items } = await campaigns.targets(1, { limit: 10 });
    assert.deepEqual(
      items.map(({ state, step }) => [state, step]),
      [
        ['succeeded', 2],
        ['failed', 1],
      ],
    );
    assert.match(items[1]?.cause ?? '', /failed inside/);
  });

  it('waits for an effect where a step asks for one', async () => {
    const { start, clock, campaigns, csms } = await fleet(3);
    const steps = [{ ...RESET, until: 'firmwareInstalled', untilTimeoutS: 600 } as const];
    await start({}, { steps });
    await clock.advance(0);
    assert.deepEqual(countsOf(await campaigns.find(1)), { awaiting: 3 });
    campaigns.decide('CS-0001', 'firmwareInstalled', { succeeded: true });
    const cause = 'The image did not verify.';
    campaigns.decide('CS-0002', 'firmwareInstalled', { succeeded: false, cause });
    await clock.advance(601_000);
    const { items } = await campaigns.targets(1, { limit: 10 });
    assert.deepEqual(
      items.map((target) => [target.state, target.cause]),
      [
        ['succeeded', undefined],
        ['failed', cause],
        ['failed', 'The station said yes, and firmwareInstalled did not come within 600 s.'],
      ],
    );
    assert.equal((await campaigns.find(1)).state, 'finished');
    const { items: records } = await csms.blocks.commandBook.list({ campaignId: 1, limit: 10 });
    assert.deepEqual(
      records.map(({ by }) => by),
      ['anna', 'anna', 'anna'],
    );
  });

  it('knows the effect of its own command from that of another, also when it comes first', async () => {
    const { start, clock, campaigns, csms, stations } = await fleet(2);
    const [first, second] = stations.values();
    assert.ok(first !== undefined && second !== undefined);
    const effect = (stationId: string, requestId: number) =>
      csms.blocks.campaigns.decide(stationId, 'firmwareInstalled', {
        succeeded: true,
        commandId: requestId,
      });
    // It happens before the answer: the station answers while it tells.
    first.answer = (_, payload) => {
      effect('CS-0001', Object(payload).requestId);
      return { status: 'Accepted' };
    };
    const { firmware } = COMMAND_EXAMPLES.UpdateFirmware;
    const step = { command: 'UpdateFirmware', request: { firmware } } as const;
    await start({}, { steps: [{ ...step, until: 'firmwareInstalled' }] });
    await clock.advance(0);
    assert.deepEqual(countsOf(await campaigns.find(1)), { succeeded: 1, awaiting: 1 });
    const [[, payload] = []] = second.called;
    const { requestId } = Object(payload);
    effect('CS-0002', requestId + 100);
    assert.deepEqual(countsOf(await campaigns.find(1)), { succeeded: 1, awaiting: 1 });
    effect('CS-0002', requestId);
    assert.deepEqual(countsOf(await campaigns.find(1)), { succeeded: 2 });
  });

  it('waits for no effect at a station that is removed', async () => {
    const { start, clock, campaigns, csms } = await fleet(2);
    const steps = [{ ...RESET, until: 'firmwareInstalled', untilTimeoutS: 600 } as const];
    await start({ waveSize: 1 }, { steps });
    await clock.advance(0);
    await csms.commands.deleteStation('CS-0001');
    await clock.advance(0);
    const { items } = await campaigns.targets(1, { limit: 10 });
    assert.deepEqual(
      items.map(({ state, cause }) => [state, cause]),
      [
        ['failed', 'The station was removed.'],
        ['awaiting', undefined],
      ],
    );
  });

  it('holds a station between two steps while it is paused', async () => {
    const { start, clock, campaigns, stations } = await fleet(1);
    const [station] = stations.values();
    const steps = [
      { command: 'ClearCache', request: {}, until: 'firmwareInstalled' } as const,
      RESET,
    ];
    await start({}, { steps });
    await clock.advance(0);
    await campaigns.operate(1, 'pause');
    campaigns.decide('CS-0001', 'firmwareInstalled', { succeeded: true });
    await clock.advance(1_000);
    assert.deepEqual(
      station?.called.map(([action]) => action),
      ['ClearCache'],
    );
    await campaigns.operate(1, 'resume');
    await clock.advance(0);
    assert.deepEqual(
      station?.called.map(([action]) => action),
      ['ClearCache', 'Reset'],
    );
    assert.equal((await campaigns.find(1)).state, 'finished');
  });

  it('begins when it is told to', async () => {
    const { start, called, clock, campaigns } = await fleet(1);
    const view = await start({}, { startsAt: '2026-01-01T01:00:00Z' });
    assert.equal(view.state, 'scheduled');
    await clock.advance(3_599_000);
    assert.equal(called(), 0);
    await clock.advance(1_000);
    assert.equal(called(), 1);
    assert.equal((await campaigns.find(1)).state, 'finished');
  });

  it('keeps no password that it has sent', async () => {
    const { start, clock, campaigns, stations, database } = await fleet(1);
    const attributeValue = 'hunter2-hunter2-hunter2';
    const name = {
      component: { name: 'SecurityCtrlr' },
      variable: { name: 'BasicAuthPassword' },
    };
    const request = { setVariableData: [{ ...name, attributeValue }] };
    const [station] = stations.values();
    const result = { ...name, attributeStatus: 'Accepted' };
    Object.assign(station ?? {}, { answer: () => ({ setVariableResult: [result] }) });
    const view = await start({}, { steps: [{ command: 'SetVariables', request }] });
    // Hashing the password takes time that is not the clock's.
    while ((await campaigns.find(1)).state !== 'finished') await clock.advance(0);
    assert.deepEqual(station?.called, [['SetVariables', request]]);
    const stored = await database.read({ sql: 'SELECT campaign_order FROM campaigns', params: [] });
    for (const place of [view, await campaigns.find(1), stored])
      assert.ok(!JSON.stringify(place).includes(attributeValue));
  });

  it('is refused when it cannot be meant', async () => {
    const { campaigns } = await fleet(1);
    const order = { name: 'x', stations: {}, steps: [RESET] };
    const wrong = { ...RESET, request: { type: 'Gently' } };
    await assert.rejects(campaigns.create({ ...order, steps: [wrong] }, 'anna'), {
      code: 'invalidPayload',
    });
    const nobody = { model: 'Unheard' };
    await assert.rejects(campaigns.create({ ...order, stations: nobody }, 'anna'), {
      code: 'conflict',
    });
    await assert.rejects(campaigns.find(9), { code: 'notFound' });
  });
});

describe('a campaign while the disk is full', () => {
  it('waits, and goes on with those that got nothing', async () => {
    const { start, clock, stations, campaigns, disk } = await fleet(4);
    const [first] = stations.values();
    assert.ok(first !== undefined);
    first.answer = () => {
      disk.become('full');
      return { status: 'Accepted' };
    };
    await start({ concurrency: 1 });
    await clock.advance(25_000);
    assert.equal([...stations.values()].filter(({ called }) => called.length > 0).length, 1);
    disk.become('normal');
    await clock.advance(15_000);
    const done = await campaigns.find(1);
    assert.deepEqual([done.state, countsOf(done)], ['finished', { succeeded: 4 }]);
    assert.ok([...stations.values()].every(({ called }) => called.length === 1));
  });

  it('begins, and begins its next wave, when the disk lets it', async () => {
    const { start, clock, campaigns, disk, called } = await fleet(2);
    const startsAt = new Date(clock.epochMs() + 10_000).toISOString();
    await start({ waveSize: 1, pauseBetweenWavesS: 60 }, { startsAt });
    disk.become('full');
    await clock.advance(20_000);
    assert.deepEqual([(await campaigns.find(1)).state, called()], ['scheduled', 0]);
    disk.become('normal');
    await clock.advance(20_000);
    assert.equal(called(), 1);
    disk.become('full');
    await clock.advance(90_000);
    assert.deepEqual([(await campaigns.find(1)).wave, called()], [1, 1]);
    disk.become('normal');
    await clock.advance(60_000);
    const done = await campaigns.find(1);
    assert.deepEqual([done.state, countsOf(done)], ['finished', { succeeded: 2 }]);
  });
});

describe('a campaign to 2,000 stations', () => {
  it('reaches each once, and tells how far it is', async () => {
    const { start, clock, stations, campaigns, bus, failures } = await fleet(2_000);
    const told: number[] = [];
    bus.subscribe({ types: ['campaign'] }, (event) => {
      if (event.type === 'campaign') told.push(event.campaign.counts.succeeded);
    });
    await start({ waveSize: 500, pauseBetweenWavesS: 10, concurrency: 100 });
    await clock.advance(60_000);
    const done = await campaigns.find(1);
    assert.deepEqual([done.state, countsOf(done)], ['finished', { succeeded: 2_000 }]);
    assert.ok([...stations.values()].every(({ called }) => called.length === 1));
    assert.deepEqual(told, [500, 1_000, 1_500, 2_000]);
    const { items, nextCursor } = await campaigns.targets(1, { limit: 1_000 });
    assert.equal(items.length, 1_000);
    assert.ok(nextCursor !== undefined);
    assert.deepEqual(failures, []);
  });
});
