import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../store/sqlite/index.ts';
import { type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import type { FrameView } from '../views.ts';

const IDS = ['ONE', 'TWO', 'THREE'];

/** Pages of one list, each frame as it came. */
async function pages(
  read: (next: string | undefined) => Promise<{
    readonly items: readonly FrameView[];
    readonly nextCursor?: string;
  }>,
): Promise<readonly FrameView[]> {
  const frames: FrameView[] = [];
  for (let next: string | undefined; ; ) {
    const { items, nextCursor } = await read(next);
    frames.push(...items);
    if (nextCursor === undefined) return frames;
    next = nextCursor;
  }
}

test('frames of a station are listed as they were on the wire, over batches, clocks set back and restarts', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const database = await openSqlite({ file: ':memory:', worker: false });
  const onWire = new Map<string, string[]>(IDS.map((id) => [id, []]));
  let said = 0;

  /** Stations whose frames lie between each other's, in batches of different lengths. */
  async function talk(logic: LogicUnderTest): Promise<void> {
    const linked = new LinkedStations(logic);
    const stations = new Map<string, LinkedStation>();
    for (const id of IDS) stations.set(id, await linked.boot(id, '2.1'));
    for (let turn = 0; turn < 40; turn += 1) {
      for (const [index, id] of IDS.entries()) {
        if (turn % (index + 1) !== 0) continue;
        said += 1;
        await stations.get(id)?.call('DataTransfer', { vendorId: 'order', messageId: `${said}` });
        onWire.get(id)?.push(`${said}`);
        await clock.advance(7);
      }
      if (turn === 20) clock.setEpochMs(clock.epochMs() - 5_000);
    }
  }

  let logic = await logicUnderTest({ clock, database });
  await talk(logic);
  await logic.csms.close();
  logic = await logicUnderTest({ clock, database });
  await talk(logic);
  // The second time right after its start, when the numbers of the last batches are still near.
  await logic.csms.close();
  logic = await logicUnderTest({ clock, database });
  await talk(logic);

  const { queries, blocks } = logic.csms;
  const toldBy = (frames: readonly FrameView[], stationId: string) =>
    frames
      .filter((frame) => frame.stationId === stationId && frame.direction === 'in')
      .flatMap(({ text }) => /"messageId":"(\d+)"/.exec(text)?.[1] ?? [])
      .reverse();
  for (const limit of [1, 7, 1000]) {
    const all = await pages((cursor) =>
      blocks.framePages.ofAll({ limit, ...(cursor !== undefined && { cursor }) }),
    );
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'numbers are of one frame');
    for (const id of IDS) {
      const own = await pages((before) =>
        queries.frames(id, { limit, ...(before !== undefined && { before: Number(before) }) }),
      );
      assert.deepEqual(toldBy(own, id), onWire.get(id), `${id}, ${limit} a page`);
      assert.deepEqual(toldBy(all, id), onWire.get(id), `${id} among all, ${limit} a page`);
    }
  }
  await logic.csms.close();
  await database.close();
});
