import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { boot2, transactionEvent } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';

test('what a removed station did can be read, and a mistyped one is not there', async () => {
  await using csms = await runningCsms();
  assert.equal((await ask(csms, 'PUT', '/stations/CS-1', {})).status, 200);
  {
    await using station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  }
  const statusOf = async (path: string) => (await ask(csms, 'GET', path)).status;
  assert.equal((await ask(csms, 'DELETE', '/stations/CS-1')).status, 204);
  assert.equal(await statusOf('/stations/CS-1'), 404);
  const { status, answer } = await ask(csms, 'GET', '/stations/CS-1/frames');
  assert.equal(status, 200);
  assert.ok(JSON.stringify(answer).includes('BootNotification'));
  assert.equal(await statusOf('/stations/CS-1/settlements'), 200);
  for (const id of ['CS-l', 'cs-1', 'CS-1%20'])
    assert.equal(await statusOf(`/stations/${id}/frames`), 404, id);
  assert.equal(await statusOf('/local-lists/none/stations'), 404);
});
