import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startCsms } from '../server.ts';
import { boot2, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

it('the books over HTTP: a session of a station becomes a record that can be exported and verified', async () => {
  await using csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
    console: false,
    readsDeviceModels: false,
  });
  const api = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${csms.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${csms.adminKey}`,
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  const settings = {
    askAfterS: 60,
    gapsLostAfterS: 604_800,
    rebootGraceS: 900,
    silentAfterS: 259_200,
    sealAfterS: 0,
  };
  assert.equal((await api('PUT', '/ledger/settings', settings)).status, 200);
  assert.equal((await api('PUT', '/ledger/settings', { ...settings, askAfterS: 0 })).status, 400);
  assert.deepEqual(JSON.parse((await api('GET', '/ledger/settings')).text), settings);
  const sealed = new Promise<unknown>((resolve) => csms.bus.subscribe({ types: ['cdr'] }, resolve));
  await using station = await RawStation.connect(csms.port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  await sealed;
  const page: { items: { number: number; content: { energyWh: number } }[] } = JSON.parse(
    (await api('GET', '/cdrs?stationId=CS-1')).text,
  );
  assert.deepEqual(
    page.items.map(({ number, content }) => [number, content.energyWh]),
    [[1, 100]],
  );
  const verification = await api('GET', '/cdrs/1/verification');
  assert.deepEqual(JSON.parse(verification.text), {
    number: 1,
    contentMatches: true,
    hashMatches: true,
  });
  const csv = await api('GET', '/cdrs/export?format=csv&inForce=true');
  assert.match(csv.type ?? '', /^text\/csv/);
  assert.equal(csv.text.split('\r\n').length, 3);
  const json = await api('GET', '/cdrs/export?format=json&stationId=CS-1');
  assert.deepEqual(JSON.parse(json.text), page.items);
  assert.equal((await api('GET', '/cdrs/2')).status, 404);
  assert.equal((await api('GET', '/cdrs/export?format=xml')).status, 400);
  assert.equal((await api('POST', '/transactions/1/close', { reason: 'late' })).status, 409);
  const story = JSON.parse((await api('GET', '/transactions/1/story?limit=1')).text);
  assert.equal(story.items.length, 1);
  const rest = JSON.parse(
    (await api('GET', `/transactions/1/story?cursor=${story.nextCursor}`)).text,
  );
  assert.deepEqual(
    rest.items.map(({ kind }: { kind: string }) => kind),
    ['event', 'cdr'],
  );
  assert.equal((await api('GET', '/transactions/1/events?cursor=nonsense')).status, 400);
  const rule = await api('PUT', '/concurrency-rules/group/FLEET', { max: 3 });
  assert.deepEqual(JSON.parse(rule.text), { scope: 'group', id: 'FLEET', max: 3 });
  assert.equal((await api('DELETE', '/concurrency-rules/group/fleet')).status, 204);
  const key = { publicKey: 'no key' };
  assert.equal((await api('PUT', '/stations/CS-1/meter-keys/1', key)).status, 422);
  for (const body of [undefined, {}]) {
    assert.equal((await api('POST', '/backups', body)).status, 409, 'a store in memory has none');
  }
});
