import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask } from '../testing/ask.ts';
import { at, boot2 } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';
import { WireStation } from './testing/wire-station.ts';

const csms = await runningCsms();
const station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.1');
await station.call('BootNotification', boot2);
after(async () => {
  await station[Symbol.asyncDispose]();
  await csms.close();
});

interface Item {
  readonly [name: string]: unknown;
}

/** One property of everything that a list holds, turned one item a page. */
async function namesIn(list: string, property: string): Promise<unknown[]> {
  const names: unknown[] = [];
  for (let next = ''; ; ) {
    const { status, answer } = await ask(csms, 'GET', `${list}limit=1${next}`);
    assert.equal(status, 200, JSON.stringify(answer));
    names.push(...answer.items.map((item: Item) => item[property]));
    if (answer.nextCursor === undefined) return names;
    next = `&cursor=${answer.nextCursor}`;
  }
}

test('tokens are found by the beginning of their ids, by type, group and status', async () => {
  const tokens = [
    ['ISO14443', 'AB10', { status: 'Accepted', groupIdToken: 'Fleet' }],
    ['ISO14443', 'ab11', { status: 'Blocked', groupIdToken: 'FLEET' }],
    ['Central', 'AB10', { status: 'Accepted' }],
    ['Central', 'b%_', { status: 'Blocked' }],
  ] as const;
  for (const [type, idToken, body] of tokens) {
    const path = `/tokens/${type}/${encodeURIComponent(idToken)}`;
    assert.equal((await ask(csms, 'PUT', path, body)).status, 200);
  }
  const cases = [
    ['', ['AB10', 'AB10', 'ab11', 'b%_']],
    ['search=aB1&', ['AB10', 'AB10', 'ab11']],
    ['search=AB10&', ['AB10', 'AB10']],
    ['search=B1&', []],
    ['search=b%25&', ['b%_']],
    ['search=%25&', []],
    ['type=Central&', ['AB10', 'b%_']],
    ['type=Central&search=a&', ['AB10']],
    ['groupIdToken=fleet&', ['AB10', 'ab11']],
    ['status=Blocked&', ['ab11', 'b%_']],
    ['status=Blocked&groupIdToken=Fleet&type=ISO14443&', ['ab11']],
  ] as const;
  for (const [query, expected] of cases)
    assert.deepEqual(await namesIn(`/tokens?${query}`, 'idToken'), expected, query);
  assert.equal((await ask(csms, 'GET', '/tokens?status=Sold')).status, 400);
});

test('security events are found by type and by when they happened, though told late', async () => {
  for (const [type, second] of [
    ['TamperDetectionActivated', 20],
    ['SettingSystemTime', 10],
    ['TamperDetectionActivated', 30],
  ] as const) {
    await station.call('SecurityEventNotification', { type, timestamp: at(second) });
  }
  const seconds = (numbers: readonly number[]) => numbers.map(at);
  const cases = [
    ['', [30, 10, 20]],
    [`from=${at(0)}&`, [30, 20, 10]],
    [`from=${at(20)}&`, [30, 20]],
    [`to=${at(20)}&`, [10]],
    [`from=${at(10)}&to=${at(30)}&`, [20, 10]],
    [`from=${at(10)}&to=${at(30)}&type=TamperDetectionActivated&`, [20]],
    [`from=${at(10)}&stationId=CS-1&`, [30, 20, 10]],
    [`from=${at(10)}&stationId=CS-2&`, []],
    ['type=SettingSystemTime&', [10]],
  ] as const;
  for (const [query, expected] of cases)
    assert.deepEqual(await namesIn(`/security-events?${query}`, 'at'), seconds(expected), query);
  assert.equal((await ask(csms, 'GET', '/security-events?from=yesterday')).status, 400);
});

test('notices are found by when they happened', async () => {
  for (const second of [20, 10])
    await station.call('NotifySettlement', {
      pspRef: `P${second}`,
      status: 'Settled',
      settlementAmount: 1,
      settlementTime: at(second),
    });
  const list = '/stations/CS-1/notices?action=NotifySettlement&';
  assert.deepEqual(await namesIn(list, 'at'), [at(10), at(20)]);
  assert.deepEqual(await namesIn(`${list}from=${at(0)}&`, 'at'), [at(20), at(10)]);
  assert.deepEqual(await namesIn(`${list}to=${at(20)}&`, 'at'), [at(10)]);
});

test('alerts are found by when they began', async () => {
  for (const [eventId, second] of [
    [1, 20],
    [2, 10],
  ] as const) {
    const event = {
      eventId,
      timestamp: at(second),
      trigger: 'Alerting',
      actualValue: '90',
      techCode: `CX00${eventId + 1}`,
      eventNotificationType: 'HardWiredNotification',
      component: { name: 'EVSE', evse: { id: eventId } },
      variable: { name: 'Temperature' },
    };
    await station.call('NotifyEvent', { generatedAt: at(30), seqNo: 0, eventData: [event] });
  }
  const openedAt = async (query: string) => namesIn(`/alerts?${query}`, 'openedAt');
  const all = await openedAt('');
  assert.equal(all.length, 2);
  const [newest, oldest] = [...all].sort().reverse();
  assert.deepEqual(await openedAt(`from=${oldest}&`), [newest, oldest]);
  assert.deepEqual(await openedAt(`to=${newest}&`), newest === oldest ? [] : [oldest]);
  assert.deepEqual(await openedAt('from=2199-01-01T00:00:00Z&'), []);
});

test('reservations are found by token and by when they end', async () => {
  station.answers.set('ReserveNow', () => ({ status: 'Accepted' }));
  for (const [idToken, expiresAt] of [
    ['R1', '2199-01-02T00:00:00.000Z'],
    ['R2', '2199-01-01T00:00:00.000Z'],
  ] as const) {
    const body = { evseId: 1, idToken, idTokenType: 'Central', expiresAt };
    const { status, answer } = await ask(csms, 'POST', '/stations/CS-1/reservations', body);
    assert.equal(status, 200, JSON.stringify(answer));
  }
  const tokens = async (query: string) => namesIn(`/reservations?${query}`, 'idToken');
  assert.deepEqual(await tokens(''), ['R2', 'R1']);
  assert.deepEqual(await tokens('idToken=r1&'), ['R1']);
  assert.deepEqual(await tokens('from=2199-01-01T00:00:00Z&'), ['R1', 'R2']);
  assert.deepEqual(await tokens('to=2199-01-02T00:00:00Z&'), ['R2']);
});
