import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCsms } from '../server.ts';
import { ask } from '../testing/ask.ts';

test('a group of stations is a site when its place is known, also after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sites-'));
  const start = () =>
    startCsms({
      port: 0,
      databaseFile: join(folder, 'csms.db'),
      logLevel: 'silent',
      console: false,
    });
  const site = {
    address: '1 Pier Road',
    latitude: 53.5,
    longitude: 9.9,
    timeZone: 'Europe/Berlin',
  };
  let adminKey: string | undefined;
  {
    await using csms = await start();
    ({ adminKey } = csms);
    await csms.commands.putStation('CS-1', {});
    await ask(csms, 'PUT', '/stations/CS-1/groups', { groups: ['Harbour'] });
    assert.deepEqual((await ask(csms, 'PUT', '/groups/Harbour/site', site)).answer, site);
    await ask(csms, 'PUT', '/groups/Airport/site', { address: 'Terminal 2' });
    const wrong = await ask(csms, 'PUT', '/groups/Airport/site', { ...site, latitude: 91 });
    assert.equal(wrong.status, 400);
  }
  await using csms = await start();
  const asked = { url: csms.url, adminKey };
  assert.deepEqual((await ask(asked, 'GET', '/groups')).answer.items, [
    { group: 'Airport', stations: 0, site: { address: 'Terminal 2' } },
    { group: 'Harbour', stations: 1, site },
  ]);
  assert.equal((await ask(asked, 'DELETE', '/groups/Harbour/site')).status, 204);
  assert.equal((await ask(asked, 'GET', '/groups/Harbour/site')).status, 404);
  assert.deepEqual((await ask(asked, 'GET', '/groups')).answer.items[1], {
    group: 'Harbour',
    stations: 1,
  });
  const found = (await ask(asked, 'GET', '/stations?group=Harbour')).answer.items;
  assert.equal(found.length, 1);
  await rm(folder, { recursive: true });
});
