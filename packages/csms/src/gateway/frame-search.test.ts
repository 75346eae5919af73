import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';

const csms = await runningCsms();
after(() => csms.close());

interface Frame {
  readonly id: number;
  readonly stationId: string;
  readonly at: string;
  readonly direction: string;
  readonly action?: string;
  readonly messageId?: string;
  readonly messageType?: string;
  readonly verdict?: string;
}

interface FramePage {
  readonly items: readonly Frame[];
  readonly nextCursor?: string;
}

async function pageOf(path: string): Promise<FramePage> {
  const { status, answer } = await ask(csms, 'GET', path);
  assert.equal(status, 200, JSON.stringify(answer));
  return answer;
}

/** Everything that a list holds, turned page by page. */
async function everyFrame(list: string, cursor: 'before' | 'cursor', limit: number) {
  const frames: Frame[] = [];
  for (let next = ''; ; ) {
    const page = await pageOf(`${list}limit=${limit}${next}`);
    frames.push(...page.items);
    assert.ok(page.items.length <= limit);
    if (page.nextCursor === undefined) return frames;
    next = `&${cursor}=${page.nextCursor}`;
  }
}

/** Two stations whose frames lie between each other's, one of which makes mistakes. */
async function talk(): Promise<void> {
  await using one = await WireStation.connect(csms.url, 'ONE', 'ocpp2.1');
  await using two = await WireStation.connect(csms.url, 'TWO', 'ocpp1.6');
  await one.call('BootNotification', boot2);
  await two.call('BootNotification', boot16);
  for (let turn = 0; turn < 10; turn += 1) {
    await one.call('Heartbeat', {});
    await two.call('Heartbeat', {});
    // What was said so far is stored; what follows is in other rows.
    if (turn % 3 === 0) await pageOf('/stations/ONE/frames');
  }
  await one.call('StatusNotification', { evseId: 'one' });
  await one.call('Heartbeat', {});
}

test('frames are found by action, message id, direction, trouble and time', async () => {
  await talk();
  const all = await everyFrame('/stations/ONE/frames?', 'before', 1000);
  assert.ok(all.length >= 26, `${all.length}`);
  const filters: [query: string, isMeant: (frame: Frame) => boolean, atLeast: number][] = [
    ['action=Heartbeat', ({ action }) => action === 'Heartbeat', 22],
    ['messageId=s7', ({ messageId }) => messageId === 's7', 2],
    ['direction=out', ({ direction }) => direction === 'out', 12],
    ['trouble=true', (frame) => 'verdict' in frame || frame.messageType === 'CALLERROR', 2],
    [
      'action=Heartbeat&direction=in&trouble=false',
      ({ action, direction }) => action === 'Heartbeat' && direction === 'in',
      11,
    ],
    ['action=Reset', () => false, 0],
  ];
  for (const [query, isMeant, atLeast] of filters) {
    const expected = all.filter(isMeant);
    assert.ok(expected.length >= atLeast, `${query}: ${expected.length}`);
    for (const limit of [1, 2, 7, 1000]) {
      const found = await everyFrame(`/stations/ONE/frames?${query}&`, 'before', limit);
      assert.deepEqual(found, expected, `${query}, ${limit} a page`);
    }
  }
  const [oldest, newest] = [all.at(-1), all[0]];
  assert.ok(oldest !== undefined && newest !== undefined);
  const end = new Date(Date.parse(newest.at) + 1).toISOString();
  const path = (from: string, to: string) => `/stations/ONE/frames?from=${from}&to=${to}&`;
  assert.deepEqual(await everyFrame(path(oldest.at, end), 'before', 5), all);
  assert.deepEqual(
    await everyFrame(path(newest.at, newest.at), 'before', 5),
    [],
    'the end of a time is not in it',
  );
  const middle = all[12]?.at ?? '';
  assert.deepEqual(
    await everyFrame(path(middle, end), 'before', 3),
    all.filter(({ at }) => at >= middle),
  );
  assert.deepEqual(
    await everyFrame(path(oldest.at, middle), 'before', 3),
    all.filter(({ at }) => at < middle),
  );
});

test('frames of all stations are one list, each frame once, whatever the page', async () => {
  const whole = await everyFrame('/frames?', 'cursor', 1000);
  const ids = (frames: readonly Frame[]) => frames.map(({ id }) => id).sort((a, b) => a - b);
  const ofEach = await Promise.all(
    ['ONE', 'TWO'].map((id) => everyFrame(`/stations/${id}/frames?`, 'before', 1000)),
  );
  assert.deepEqual(ids(whole), ids(ofEach.flat()));
  for (const limit of [1, 3, 10])
    assert.deepEqual(await everyFrame('/frames?', 'cursor', limit), whole);
  const heartbeats = await everyFrame('/frames?action=Heartbeat&direction=in&', 'cursor', 4);
  assert.deepEqual([...new Set(heartbeats.map(({ stationId }) => stationId))].sort(), [
    'ONE',
    'TWO',
  ]);
  assert.deepEqual(
    heartbeats,
    whole.filter(({ action, direction }) => action === 'Heartbeat' && direction === 'in'),
  );
  const { status, answer } = await ask(csms, 'GET', '/frames?cursor=nonsense');
  assert.deepEqual([status, answer.type], [400, 'urn:northbound:problem:invalidCursor']);
});

test('who looks for something rare gets the cursor to look on with', async () => {
  await using station = await WireStation.connect(csms.url, 'TALKATIVE', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  for (let turn = 0; turn < 80; turn += 1) {
    await station.call('DataTransfer', { vendorId: 'nobody', data: 'x'.repeat(60_000) });
    if (turn % 20 === 0) await pageOf('/stations/TALKATIVE/frames?limit=1');
  }
  const list = '/stations/TALKATIVE/frames?action=BootNotification&direction=in&';
  const first = await pageOf(`${list}limit=10`);
  assert.deepEqual(first.items, []);
  assert.ok(first.nextCursor !== undefined);
  assert.equal((await everyFrame(list, 'before', 10)).length, 1);
  const fleet = '/frames?action=BootNotification&direction=in&';
  assert.equal((await everyFrame(fleet, 'cursor', 10)).length, 3);
});
