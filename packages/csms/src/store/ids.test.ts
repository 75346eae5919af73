import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Csms } from '../csms.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { openSqlite } from './sqlite/index.ts';

/** What can be removed although it is the newest, with how it comes and goes. */
const things: Readonly<
  Record<string, (csms: Csms) => Promise<readonly [id: number, remove: () => Promise<unknown>]>>
> = {
  async webhook({ blocks: { webhooks } }) {
    const wish = { url: 'https://receiver.example/', types: ['station'] } as const;
    const { id } = (await webhooks.create(wish, 'a secret of the receiver')).webhook;
    return [id, () => webhooks.remove(id)];
  },
  async template({ blocks: { templates } }) {
    const { id } = await templates.create({ name: 'T', filter: {}, priority: 1, values: [] });
    return [id, () => templates.remove(id)];
  },
  async 'firmware image'({ blocks: { firmwareImages } }) {
    const image = { version: '2', url: 'https://files.example/2' };
    const { id } = await firmwareImages.register(image);
    return [id, () => firmwareImages.remove(id)];
  },
  async 'desired monitor'({ blocks: { monitors } }) {
    const id = await wantMonitor(monitors);
    return [id, () => monitors.release('CS-1', id)];
  },
  async 'desired monitor of a station that is removed'({ blocks: { monitors }, commands }) {
    await commands.putStation('CS-1', {});
    return [await wantMonitor(monitors), () => commands.deleteStation('CS-1')];
  },
};

async function wantMonitor(monitors: Csms['blocks']['monitors']): Promise<number> {
  const monitor = {
    component: 'EVSE',
    variable: 'Power',
    type: 'UpperThreshold',
    value: 7,
  } as const;
  await monitors.want('CS-1', [{ ...monitor, severity: 5, transaction: false }], 'test');
  const [desired] = await monitors.desired('CS-1');
  assert.ok(desired);
  return desired.id;
}

for (const [name, make] of Object.entries(things)) {
  test(`the number of a ${name} is never given again, over restarts too`, async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const given: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      // Nothing is closed: the process may have been killed.
      const { csms } = await logicUnderTest({ database });
      for (let turn = 0; turn < 2; turn += 1) {
        const [id, remove] = await make(csms);
        given.push(id);
        await remove();
      }
    }
    assert.deepEqual(given, [1, 2, 3, 4, 5, 6]);
    await database.close();
  });
}
