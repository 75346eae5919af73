import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import { ListOfStation } from '../testing/list-of-station.ts';
import { ContentsAtHand } from './contents-at-hand.ts';

/** A CSMS with a local list for stations `CS-1` …, and their memory. */
async function fleet(count: number) {
  const disk = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
  const logic = await logicUnderTest({ database: disk });
  const { clock } = logic;
  const { tokens, localLists } = logic.csms.blocks;
  const links = new LinkedStations(logic);
  const lists = new Map<string, ListOfStation>();
  const stations = new Map<string, LinkedStation>();
  const connect = async (id: string) => {
    const list = lists.get(id) ?? new ListOfStation();
    lists.set(id, list);
    const station = await links.boot(id, '2.1');
    station.answer = (action, payload) =>
      action === 'GetLocalListVersion' ? { versionNumber: list.version } : list.take(payload);
    stations.set(id, station);
    return station;
  };
  const stationIds = Array.from({ length: count }, (_, index) => `CS-${index + 1}`);
  for (const id of stationIds) await connect(id);
  const put = async (idToken: string) => {
    await tokens.put({ idToken, type: 'ISO14443', status: 'Accepted' });
    await clock.advance(2_000);
  };
  return {
    ...logic,
    localLists,
    put,
    connect,
    station: (id: string) => stations.get(id),
    tokensAt: (id: string) => [...(lists.get(id)?.entries.keys() ?? [])],
    putList: async () => {
      const view = await localLists.put('all', { stationIds });
      await clock.advance(2_000);
      return view;
    },
    /** How often contents of a list were read since. */
    contentsRead() {
      const { length } = disk.reads.filter(({ sql }) => sql.includes('FROM local_list_contents'));
      disk.reads = [];
      return length;
    },
  };
}

describe('a local list of many stations', () => {
  it('leaves no commands for those that are away, however often it changes', async () => {
    const { put, putList, station, connect, csms, localLists, tokensAt } = await fleet(1);
    await put('A');
    await putList();
    station('CS-1')?.drop();
    const count = async () =>
      (await csms.blocks.commandBook.list({ stationId: 'CS-1', limit: 100 })).items.length;
    const before = await count();
    for (const id of ['B', 'C', 'D']) await put(id);
    assert.equal(await count(), before);
    const { state, heldVersion, detail } = (await localLists.state('CS-1')) ?? {};
    assert.deepEqual([state, heldVersion], ['Pending', 1]);
    assert.match(detail ?? '', /is away/);
    await connect('CS-1');
    await put('E');
    assert.deepEqual(tokensAt('CS-1'), ['A', 'B', 'C', 'D', 'E']);
  });

  it('is not read for stations that come back and have it', async () => {
    const { put, putList, station, connect, contentsRead, clock, localLists } = await fleet(3);
    await put('A');
    await putList();
    contentsRead();
    for (const id of ['CS-1', 'CS-2', 'CS-3']) {
      station(id)?.drop();
      await connect(id);
    }
    await clock.advance(10_000);
    assert.equal(contentsRead(), 0);
    assert.deepEqual(station('CS-2')?.called, [['GetLocalListVersion', {}]]);
    assert.equal((await localLists.state('CS-2'))?.state, 'InSync');
  });

  it('is read once for all of them when it changes', async () => {
    const { put, putList, contentsRead, tokensAt } = await fleet(5);
    await put('A');
    await putList();
    contentsRead();
    await put('B');
    assert.ok(contentsRead() <= 1);
    for (const id of ['CS-1', 'CS-5']) assert.deepEqual(tokensAt(id), ['A', 'B']);
  });

  it('is sent whole to one whose answer was lost, so that nobody stays in it who is gone', async () => {
    const { put, putList, station, connect, csms, clock, tokensAt } = await fleet(1);
    await put('A');
    await putList();
    const there = station('CS-1');
    assert.ok(there !== undefined);
    const { answer } = there;
    // It takes the update, and its network is gone.
    there.answer = (action, payload) => {
      const answered = answer(action, payload);
      if (action === 'SendLocalList') there.drop();
      return answered;
    };
    await put('B');
    assert.deepEqual(tokensAt('CS-1'), ['A', 'B']);
    await csms.blocks.tokens.remove('B', 'ISO14443');
    await clock.advance(2_000);
    await connect('CS-1');
    await clock.advance(10_000);
    assert.deepEqual(tokensAt('CS-1'), ['A']);
  });

  it('is not taken for the one of its name that was removed', async () => {
    const { put, putList, localLists, tokens, tokensAt } = await fleet(1).then((made) => ({
      ...made,
      tokens: made.csms.blocks.tokens,
    }));
    await put('A');
    assert.equal((await putList()).version, 1);
    await localLists.remove('all');
    await tokens.remove('A', 'ISO14443');
    await put('B');
    assert.equal((await putList()).version, 1);
    assert.deepEqual(tokensAt('CS-1'), ['B']);
  });
});

describe('contents at hand', () => {
  it('are the two that one station needs, and others while there is room', async () => {
    const asked: unknown[] = [];
    const entries = JSON.stringify(new Array(90_000).fill(null));
    const contents = new ContentsAtHand({
      read: async ({ params }) => {
        asked.push(params[1]);
        return JSON.parse(JSON.stringify([{ entries }]));
      },
      write: async () => undefined,
      close: async () => undefined,
    });
    for (const version of [1, 2, 1, 3, 1, 2]) await contents.of('all', version);
    assert.deepEqual(asked, [1, 2, 3, 2]);
  });
});
