import assert from 'node:assert/strict';
import { it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { withoutSecrets } from './secrets.ts';

const SECRET = 'hunter2-hunter2-hunter2';
const by = 'test';
const password = {
  component: { name: 'SecurityCtrlr' },
  variable: { name: 'BasicAuthPassword' },
  attributeValue: SECRET,
};

it('passwords reach the station, and stand in no record, frame or event', async () => {
  await using under = await csmsUnderTest();
  const { outbox, commandBook } = under.csms.blocks;
  const told: unknown[] = [];
  under.bus.subscribe({ types: ['command', 'frame'] }, (event) => told.push(event));
  for (const [id, subprotocol, boot] of [
    ['OLD', 'ocpp1.6', boot16],
    ['NEW', 'ocpp2.1', boot2],
  ] as const) {
    await using station = await RawStation.connect(under.port, id, subprotocol);
    await station.call('BootNotification', boot);
    const sending = outbox.send(id, 'SetVariables', { setVariableData: [password] }, { by });
    const [, messageId, , payload] = await station.next();
    assert.ok(JSON.stringify(payload).includes(SECRET));
    const { attributeValue: _secret, ...name } = password;
    const result = { ...name, attributeStatus: 'Accepted' };
    const answer = id === 'OLD' ? { status: 'Accepted' } : { setVariableResult: [result] };
    station.send([3, messageId, answer]);
    assert.equal((await sending).state, 'answered');
    const { items } = await under.csms.queries.frames(id, { limit: 10 });
    const sent = items.find(
      ({ direction, messageType }) => direction === 'out' && messageType === 'CALL',
    );
    assert.match(sent?.text ?? '', /"\*\*\*"/);
    assert.ok(!JSON.stringify(items).includes(SECRET));
  }
  const { items } = await commandBook.list({ limit: 10 });
  assert.equal(items.length, 2);
  assert.match(JSON.stringify(items), /"attributeValue":"\*\*\*"/);
  assert.match(JSON.stringify(items), /"key":"AuthorizationKey","value":"\*\*\*"/);
  const stored = await under.database.read({ sql: 'SELECT * FROM commands', params: [] });
  for (const place of [items, stored, told]) assert.ok(!JSON.stringify(place).includes(SECRET));
});

it('a secret that waits is sent as it is, and forgotten when it has come to its end', async () => {
  await using under = await csmsUnderTest();
  const { outbox, commandBook } = under.csms.blocks;
  await under.csms.commands.putStation('CS-1', {});
  const request = { setVariableData: [password] };
  const { commandId } = await outbox.send('CS-1', 'SetVariables', request, { by, queueForS: 600 });
  assert.ok(!JSON.stringify(await commandBook.find(commandId)).includes(SECRET));
  await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  await under.clock.advance(0);
  const [, , , payload] = await station.next();
  assert.deepEqual(payload, request);
});

it('passwords of network profiles are hidden, and nothing else', () => {
  const request = {
    configurationSlot: 1,
    connectionData: {
      ocppCsmsUrl: 'wss://csms.example.com',
      basicAuthPassword: SECRET,
      apn: { apn: 'internet', apnUserName: 'me', apnPassword: SECRET },
      vpn: { server: 'vpn', user: 'me', password: SECRET, key: SECRET, type: 'IKEv2' },
    },
  };
  const hidden = JSON.stringify(withoutSecrets(request));
  assert.equal(hidden, JSON.stringify(request).replaceAll(SECRET, '***'));
  const plain = { setVariableData: [{ ...password, variable: { name: 'OrganizationName' } }] };
  assert.deepEqual(withoutSecrets(plain), plain);
});

it('a key code stands in no record', async () => {
  await using under = await csmsUnderTest();
  const { outbox, commandBook } = under.csms.blocks;
  await under.csms.commands.putStation('CS-1', {});
  const idToken = { idToken: SECRET, type: 'KeyCode' };
  const { commandId } = await outbox.send('CS-1', 'RequestStartTransaction', { idToken }, { by });
  const { request } = await commandBook.find(commandId);
  assert.ok(!JSON.stringify(request).includes(SECRET));
});
