import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeEvent } from '../api/write-event.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import { money, secret, settled, webhooksUnderTest, wish } from '../testing/webhooks-under-test.ts';
import type { CsmsEvent } from '../views.ts';

const hourMs = 3_600_000;

test('what a transaction came to is told also when the CSMS dies right after its answer', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create(money, secret);
  const station = await world.boot('CS-1');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  await world.crash();
  await world.pass(2_000, 4);
  const heard = world.receiver.told.flatMap(({ event }) =>
    event.type === 'transaction' ? [event.transaction] : [],
  );
  assert.deepEqual(
    heard
      .slice(0, 2)
      .map(({ transactionId, eventCount, endedAt }) => [
        transactionId,
        eventCount,
        endedAt !== undefined,
      ]),
    [
      ['T', 1, false],
      ['T', 2, true],
    ],
  );
  const ids = world.receiver.told.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

/** What a station reports, and what of it is told. */
const REPORTS: readonly [action: string, payload: object, told: string][] = [
  [
    'SecurityEventNotification',
    { type: 'SettingSystemTime', timestamp: at(1) },
    'securityEvent SettingSystemTime',
  ],
  [
    'NotifyEvent',
    {
      generatedAt: at(1),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: at(1),
          trigger: 'Alerting',
          actualValue: '90',
          techCode: 'CX002',
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name: 'Temperature' },
        },
      ],
    },
    'alert CX002',
  ],
  ['ClearedChargingLimit', { chargingLimitSource: 'SO' }, 'notice ClearedChargingLimit'],
  ['NotifyDisplayMessages', { requestId: 7 }, 'report NotifyDisplayMessages'],
];

test('what a station reported is told also when the CSMS dies right after its answer', async () => {
  await using world = await webhooksUnderTest();
  const types = ['securityEvent', 'alert', 'notice', 'report', 'stationRemoved'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  const station = await world.boot('CS-1');
  for (const [action, payload] of REPORTS) {
    const answer = await station.call(action, payload);
    assert.equal(answer[0], 3, `${action}: ${JSON.stringify(answer)}`);
  }
  await world.removeStation('CS-1');
  await world.crash();
  await world.pass(2_000, 4);
  const words = world.receiver.told.map(({ event }) => {
    assert.deepEqual(JSON.parse(writeEvent(event)), event);
    if (event.type === 'securityEvent') return `${event.type} ${event.securityEvent.type}`;
    if (event.type === 'alert') return `${event.type} ${event.alert.code}`;
    if (event.type === 'notice') return `${event.type} ${event.notice.action}`;
    return event.type === 'report' ? `${event.type} ${event.report.action}` : event.type;
  });
  assert.deepEqual(words, [...REPORTS.map(([, , told]) => told), 'stationRemoved']);
});

test('what an operator did is told also when the CSMS dies right after it', async () => {
  await using world = await webhooksUnderTest();
  const types = ['command', 'reservation', 'firmwareUpdate'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  await world.boot('CS-1');
  const { outbox, reservations, firmwareImages, firmwareUpdates } = world.blocks();
  await outbox.send('CS-1', 'ClearCache', {}, { by: 'Ada' });
  const expiresAt = at(86_400);
  const request = { idToken: 'DRIVER', idTokenType: 'Central', expiresAt };
  await reservations.reserve('CS-1', request, 'Ada');
  const image = { version: '2', url: 'https://files.example/2' };
  const { id: imageId } = await firmwareImages.register(image);
  await firmwareUpdates.start('CS-1', { imageId }, 'Ada');
  await world.crash();
  await world.pass(2_000, 4);
  const told = new Set(world.receiver.told.map(({ event }) => event.type));
  assert.deepEqual([...told].sort(), ['command', 'firmwareUpdate', 'reservation']);
  for (const { event } of world.receiver.told)
    assert.deepEqual(JSON.parse(writeEvent(event)), event);
});

/** What a view says of a turning point. */
function turnIn(event: CsmsEvent): string {
  if (event.type === 'campaign') return `campaign ${event.campaign.state}`;
  if (event.type !== 'station') return event.type;
  const { connected, registration = 'unknown', admission } = event.station;
  return `${admission} ${registration} ${connected ? 'here' : 'gone'}`;
}

test('how commands ended that the death of the CSMS cut off is told by the next one', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create({ ...wish, types: ['command'] }, secret);
  const station = await world.boot('A');
  station.answer = () => undefined;
  const { outbox } = world.blocks();
  void outbox.send('A', 'Reset', { type: 'Immediate' }, { by: 'test' });
  await world.pass(200);
  await world.putStation('B');
  for (const queueForS of [60, 3_600])
    await outbox.send('B', 'ClearCache', {}, { by: 'test', queueForS });
  await world.crash(61_000);
  await world.pass(200);
  const states = world.receiver.told
    .map(({ event }) => (event.type === 'command' ? event.command : undefined))
    .map((command) => `${command?.id} ${command?.state}`);
  assert.deepEqual(
    new Set(states),
    new Set(['1 sent', '2 queued', '3 queued', '1 unknown', '2 expired']),
  );
  assert.equal(states.length, 5);
});

test('turning points of stations and campaigns are told also when the CSMS dies right after them', async () => {
  await using world = await webhooksUnderTest();
  const types = ['station', 'campaign', 'deviceModel'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  const turns = async () => {
    world.receiver.posts.length = 0;
    await world.crash();
    await world.pass(2_000, 4);
    const { told } = world.receiver;
    for (const { event } of told) assert.deepEqual(JSON.parse(writeEvent(event)), event);
    return told.map(({ event }) => turnIn(event));
  };
  await world.putStation('CS-1');
  assert.deepEqual(await turns(), ['Known unknown gone'], 'it is registered');
  await world.boot('CS-1');
  // The connection came just before, and stays in front.
  assert.deepEqual((await turns()).slice(0, 2), ['Known unknown here', 'Known Accepted here']);

  const again = await world.boot('CS-1');
  await world.pass(1_000, 4);
  again.close();
  await settled();
  assert.equal((await turns())[0], 'Known Accepted gone');

  const { deviceModel, campaigns } = world.blocks();
  const wished = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval', value: '60' };
  await deviceModel.desire('CS-1', [wished], 'Ada');
  const steps = [{ command: 'ClearCache', request: {} }] as const;
  await campaigns.create({ name: 'c', stations: { stationIds: ['CS-1'] }, steps }, 'Ada');
  await settled();
  assert.deepEqual(await turns(), ['deviceModel', 'campaign finished']);
});

test('an older view that is gathered while a turning point is stored is not the last word', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create({ ...wish, types: ['station'] }, secret);
  await world.putStation('CS-1');
  await world.pass(1_000, 4);
  const [first] = world.receiver.told;
  assert.ok(first?.event.type === 'station');
  const older = { ...first.event, station: { ...first.event.station, admission: 'Open' } } as const;
  world.receiver.posts.length = 0;
  const put = world.putStation('CS-1');
  world.tell(older);
  await put;
  await world.pass(1_000, 4);
  assert.deepEqual(
    world.receiver.told.map(({ event }) => turnIn(event)),
    ['Known unknown gone', 'Open unknown gone', 'Known unknown gone'],
  );
});

test('a turning point is told once', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create({ ...wish, types: ['station'] }, secret);
  await world.putStation('CS-1');
  await world.pass(1_000, 4);
  assert.deepEqual(
    world.receiver.told.map(({ event }) => turnIn(event)),
    ['Known unknown gone'],
  );
});

test('events of transactions are what the schema declares', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create(money, secret);
  const station = await world.boot('CS-1');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  // Records are sealed after a day.
  await world.pass(26 * hourMs, 26);
  const { told } = world.receiver;
  assert.deepEqual([...new Set(told.map(({ event }) => event.type))], ['transaction', 'cdr']);
  for (const { event } of told) assert.deepEqual(JSON.parse(writeEvent(event)), event);
});

test('a disk that is full for a while takes no event, and none is told twice', async () => {
  await using world = await webhooksUnderTest();
  const both = { ...wish, types: ['transaction', 'deviceEvents'] as const };
  await world.webhooks().create(both, secret);
  const station = await world.boot('CS-1');
  world.disk.become('full');
  world.publish('A');
  const refused = await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  assert.equal(refused[2], 'InternalError');
  await world.pass(20_000, 8);
  assert.deepEqual(world.receiver.events, []);
  world.disk.become('normal');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await world.pass(20_000, 8);
  assert.deepEqual(world.receiver.events.flat().toSorted(), ['A', 'CS-1']);
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});
