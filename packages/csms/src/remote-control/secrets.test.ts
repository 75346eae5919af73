import assert from 'node:assert/strict';
import { it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { textWithoutSecrets, withoutSecrets } from './secrets.ts';

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

it('a key code reaches the station, and stands in no record, frame or event: C04.FR.04', async () => {
  await using under = await csmsUnderTest();
  const { outbox, commandBook } = under.csms.blocks;
  const told: unknown[] = [];
  under.bus.subscribe({ types: ['command', 'frame'] }, (event) => told.push(event));
  await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  const idToken = { idToken: SECRET, type: 'KeyCode' };
  const entry = { idToken, idTokenInfo: { status: 'Accepted' } };
  const expiryDateTime = '2026-01-02T00:00:00Z';
  const report = { requestId: 1, report: true, clear: false };
  const requests = [
    ['RequestStartTransaction', { idToken }],
    ['ReserveNow', { id: 1, expiryDateTime, idToken }],
    ['SendLocalList', { versionNumber: 1, updateType: 'Full', localAuthorizationList: [entry] }],
    ['CustomerInformation', { ...report, idToken }],
    ['RequestBatterySwap', { requestId: 1, idToken }],
  ] as const;
  for (const [command, request] of requests) {
    const sending = outbox.sendUnchecked('CS-1', command, request, { by });
    const [, messageId, , payload] = await station.next();
    assert.ok(JSON.stringify(payload).includes(SECRET), command);
    station.send([3, messageId, { status: 'Accepted' }]);
    await sending;
  }
  const { items: commands } = await commandBook.list({ limit: 10 });
  assert.equal(commands.length, requests.length);
  const { items: frames } = await under.csms.queries.frames('CS-1', { limit: 50 });
  assert.equal(frames.filter(({ text }) => text?.includes('"KeyCode"')).length, requests.length);
  const stored = await under.database.read({ sql: 'SELECT * FROM commands', params: [] });
  for (const place of [commands, frames, stored, told])
    assert.ok(!JSON.stringify(place).includes(SECRET));
});

it('what opens a place for files reaches the station, and stands in no record, frame or event', async () => {
  await using under = await csmsUnderTest();
  const { commandBook } = under.csms.blocks;
  const told: unknown[] = [];
  under.bus.subscribe({ types: ['command', 'frame'] }, (event) => told.push(event));
  const link = `https://csms.example/files/${SECRET}/x.bin`;
  const firmware = {
    location: `ftp://me:${SECRET}@host/x.bin`,
    retrieveDateTime: '2026-01-01T00:00:00Z',
  };
  const signed = { ...firmware, signingCertificate: 'PEM', signature: 'x' };
  const log = { remoteLocation: `https://bucket.example/x?signature=${SECRET}` };
  const places: readonly (readonly [string, 'ocpp1.6' | 'ocpp2.1', string, object])[] = [
    ['OLD', 'ocpp1.6', 'GetDiagnostics', { location: link }],
    ['OLD', 'ocpp1.6', 'UpdateFirmware', { location: link, retrieveDate: '2026-01-01T00:00:00Z' }],
    ['OLD', 'ocpp1.6', 'SignedUpdateFirmware', { requestId: 1, firmware: signed }],
    ['NEW', 'ocpp2.1', 'UpdateFirmware', { requestId: 1, firmware }],
    ['NEW', 'ocpp2.1', 'PublishFirmware', { requestId: 2, location: link, checksum: 'x' }],
    ['NEW', 'ocpp2.1', 'GetLog', { requestId: 3, logType: 'DiagnosticsLog', log }],
  ];
  for (const [id, subprotocol, action, request] of places) {
    await using station = await RawStation.connect(under.port, id, subprotocol);
    await station.call('BootNotification', id === 'OLD' ? boot16 : boot2);
    const sending = under.csms.commands.call(id, action, request, 30);
    const [, messageId, , payload] = await station.next();
    assert.ok(JSON.stringify(payload).includes(SECRET), action);
    station.send([3, messageId, action === 'GetDiagnostics' ? {} : { status: 'Accepted' }]);
    await sending.catch(() => undefined);
    const { items } = await under.csms.queries.frames(id, { limit: 10 });
    assert.ok(
      items.some(({ text }) => text?.includes('***')),
      action,
    );
    assert.ok(!JSON.stringify(items).includes(SECRET), action);
  }
  const { items } = await commandBook.list({ limit: 10 });
  assert.equal(items.length, places.length);
  const stored = await under.database.read({ sql: 'SELECT * FROM commands', params: [] });
  for (const place of [items, stored, told]) assert.ok(!JSON.stringify(place).includes(SECRET));
});

it('a key code is known however its letters are written', () => {
  const frame = (type: string, name = 'idToken') =>
    `[2,"1","Authorize",{"idToken":{"${name}":"${SECRET}","type":"${type}"}}]`;
  for (const text of [
    frame('KeyCode'),
    frame('Key\\u0043ode'),
    frame('\\u004BeyCod\\u0065', 'id\\u0054oken'),
    `${frame('Key\\u0043ode', 'id\\u0054oken')}]`,
    `${frame('KeyCode').replace(SECRET, `a\\"${SECRET}`)}]`,
  ]) {
    const kept = textWithoutSecrets(text);
    assert.ok(!kept.includes(SECRET), text);
    assert.ok(kept.includes('***'), text);
  }
  for (const text of [frame('Central'), frame('C\\u0065ntral')])
    assert.equal(textWithoutSecrets(text), text, 'and what is none is kept as it came');
});

it('what a station says of its secrets stands in no frame, event, record or twin', async () => {
  await using under = await csmsUnderTest();
  const told: unknown[] = [];
  under.bus.subscribe({ types: ['frame', 'command', 'deviceModel'] }, (event) => told.push(event));
  await using modern = await RawStation.connect(under.port, 'NEW', 'ocpp2.1');
  await modern.call('BootNotification', boot2);
  const component = { name: 'NetworkConfiguration', instance: '1' };
  const names = ['ApnPassword', 'SimPin', 'VpnKey', 'VpnPassword', 'BasicAuthPassword'];
  await modern.call('NotifyReport', {
    requestId: 1,
    generatedAt: at(0),
    seqNo: 0,
    reportData: names.map((name) => ({
      component,
      variable: { name },
      variableAttribute: [{ value: SECRET, mutability: 'ReadWrite' }],
      variableCharacteristics: { dataType: 'string', supportsMonitoring: false },
    })),
  });
  const getVariableData = names.map((name) => ({ component, variable: { name } }));
  const asked = under.csms.commands.call('NEW', 'GetVariables', { getVariableData }, 30);
  const [, messageId] = await modern.next();
  const getVariableResult = getVariableData.map((one) => ({
    ...one,
    attributeStatus: 'Accepted',
    attributeValue: SECRET,
  }));
  modern.send([3, messageId, { getVariableResult }]);
  await asked;
  await using old = await RawStation.connect(under.port, 'OLD', 'ocpp1.6');
  await old.call('BootNotification', boot16);
  const asking = under.csms.commands.call('OLD', 'GetConfiguration', {}, 30);
  const [, id] = await old.next();
  const key = { key: 'AuthorizationKey', readonly: false, value: SECRET };
  old.send([3, id, { configurationKey: [key] }]);
  await asking;
  await under.clock.advance(1000);
  for (const stationId of ['NEW', 'OLD']) {
    const { items } = await under.csms.queries.frames(stationId, { limit: 50 });
    assert.ok(!JSON.stringify(items).includes(SECRET), stationId);
    assert.ok(JSON.stringify(items).includes('***'), stationId);
  }
  const tables = ['commands', 'twin_variables', 'variable_history'];
  const rows = tables.map((table) => ({ sql: `SELECT * FROM ${table}`, params: [] }));
  for (const row of rows)
    assert.ok(!JSON.stringify(await under.database.read(row)).includes(SECRET), row.sql);
  assert.ok(!JSON.stringify(told).includes(SECRET));
});

it('a frame that only names a secret is kept as it came', () => {
  const variable = '{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}';
  const text = `[3, "1", {"getVariableResult": [${variable}]}]`;
  assert.equal(textWithoutSecrets(text), text);
});
