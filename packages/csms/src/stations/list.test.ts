import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import type { StationFilter, StationSort } from '../views.ts';

const under = await csmsUnderTest();
after(() => under[Symbol.asyncDispose]());
const { queries } = under.csms;
const models = ['Post', 'Wall', 'Post', 'Bus', 'Wall', 'Post', 'Post'];
for (const [i, model] of models.entries()) {
  await using station = await RawStation.connect(under.port, `CS-${i}`, 'ocpp2.1');
  const chargingStation = { ...boot2.chargingStation, model, firmwareVersion: `${i % 2}` };
  await station.call('BootNotification', { ...boot2, chargingStation });
  await under.clock.advance(1000);
}

async function idsOf(filter: Omit<StationFilter, 'limit'>, limit = 100): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await queries.stations({
      ...filter,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    assert.ok(page.items.length <= limit);
    ids.push(...page.items.map(({ id }) => id.slice(3)));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

test('stations are sorted by what is asked for, then by their ids', async () => {
  assert.equal((await idsOf({})).join(''), '0123456');
  assert.equal((await idsOf({ sort: '-id' })).join(''), '6543210');
  assert.equal((await idsOf({ sort: 'model' })).join(''), '3025614');
  assert.equal((await idsOf({ sort: '-model' })).join(''), '4165203');
  assert.equal((await idsOf({ sort: '-lastBootAt' })).join(''), '6543210');
});

test('stations are filtered by what they said of themselves', async () => {
  assert.equal((await idsOf({ model: 'Post' })).join(''), '0256');
  assert.equal((await idsOf({ model: 'Post', firmwareVersion: '1' })).join(''), '5');
  assert.equal((await idsOf({ model: '*s*' })).join(''), '02356');
  assert.equal((await idsOf({ model: 'wal*', firmwareVersion: '1*' })).join(''), '1');
  assert.equal((await idsOf({ registration: 'Rejected' })).join(''), '');
  assert.equal((await idsOf({ vendor: 'ven*' })).join(''), '0123456');
  assert.equal((await idsOf({ vendor: 'Other' })).join(''), '');
});

test('stations are filtered by their group', async () => {
  for (const id of ['CS-2', 'CS-4']) await under.csms.blocks.groups.put(id, ['Harbour']);
  assert.equal((await idsOf({ group: 'Harbour' })).join(''), '24');
  assert.equal((await idsOf({ group: 'Harbour', model: 'Post' })).join(''), '2');
  assert.equal((await idsOf({ group: 'Airport' })).join(''), '');
});

test('pages of any size in any order give every station once', async () => {
  const sorts: StationSort[] = [
    'id',
    '-id',
    'model',
    '-model',
    'firmwareVersion',
    '-lastMessageAt',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sorts),
      fc.integer({ min: 1, max: 8 }),
      async (sort, limit) => {
        assert.deepEqual(await idsOf({ sort }, limit), await idsOf({ sort }));
      },
    ),
    runs(40),
  );
});

test('a cursor of something else is refused', async () => {
  for (const cursor of ['CS-1', 'W10', Buffer.from('[1,2]').toString('base64url')])
    await assert.rejects(queries.stations({ limit: 1, cursor }), { code: 'invalidCursor' });
});
