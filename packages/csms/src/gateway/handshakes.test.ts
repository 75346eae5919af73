import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import { WebSocket } from 'ws';
import { type RunningCsms, startCsms } from '../server.ts';

const authority = makeCertificate('Fleet CA');
const server = makeCertificate('localhost', authority);
const PASSWORD = 'a password of 24 letters';

let csms: RunningCsms;

before(async () => {
  csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    logLevel: 'silent',
    console: false,
    tls: { cert: server.cert, key: server.key, clientCa: authority.cert },
  });
  await csms.commands.putStation('CS-1', { password: PASSWORD });
  await csms.commands.putStation('CS-2', {});
});
after(() => csms.close());

interface Handshake {
  readonly identity?: string;
  readonly subprotocols?: readonly string[];
  readonly options?: ConstructorParameters<typeof WebSocket>[2];
}

/** The sub-protocol that was agreed on, or why the station did not come in. */
function comeIn({ identity = 'CS-1', subprotocols, options }: Handshake): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(
      `wss://localhost:${csms.port}/ocpp/${identity}`,
      [...(subprotocols ?? ['ocpp2.0.1'])],
      { ca: authority.cert, ...options },
    );
    socket.once('error', (error) => resolve(error.message));
    socket.once('open', () => {
      const { protocol } = socket;
      socket.once('close', () => resolve(protocol));
      socket.close();
    });
  });
}

const auth = `CS-1:${PASSWORD}`;

test('TC_A_01_CSMS, TC_A_04_CSMS, TC_085_CSMS, TC_086_CSMS: a station with its password comes in over TLS', async () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])
    assert.equal(await comeIn({ subprotocols: [subprotocol], options: { auth } }), subprotocol);
});

test('TC_A_02_CSMS: the user must be the station', async () => {
  assert.match(await comeIn({ options: { auth: `CS-2:${PASSWORD}` } }), /401/);
});

test('TC_A_03_CSMS: a wrong password, or none, keeps out', async () => {
  assert.match(await comeIn({ options: { auth: 'CS-1:another password' } }), /401/);
  assert.match(await comeIn({}), /401/);
});

test('TC_A_06_CSMS: nothing below TLS 1.2', async () => {
  const old = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  assert.match(await comeIn({ options: { auth, ...old } }), /protocol version|EPROTO|alert/i);
  assert.equal(
    await comeIn({ options: { auth, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } }),
    'ocpp2.0.1',
  );
});

test('TC_A_07_CSMS, TC_087_CSMS: a station with its certificate comes in', async () => {
  const { cert, key } = makeCertificate('CS-2', authority);
  assert.equal(await comeIn({ identity: 'CS-2', options: { cert, key } }), 'ocpp2.0.1');
});

test('TC_A_08_CSMS: a certificate of a stranger, or of another station, keeps out', async () => {
  const strangers = makeCertificate('CS-2', makeCertificate('Other CA'));
  for (const { cert, key } of [strangers, makeCertificate('CS-3', authority)])
    assert.match(await comeIn({ identity: 'CS-2', options: { cert, key } }), /401/);
});

test('TC_B_58_CSMS, TC_088_CSMS: the first sub-protocol of the station that is known here is taken', async () => {
  for (const [subprotocols, agreed] of [
    [['ocpp2.1', 'ocpp2.0.1', 'ocpp1.6'], 'ocpp2.1'],
    [['ocpp9.9', 'ocpp1.6', 'ocpp2.1'], 'ocpp1.6'],
  ] as const)
    assert.equal(await comeIn({ subprotocols, options: { auth } }), agreed);
  assert.match(await comeIn({ subprotocols: ['ocpp9.9'], options: { auth } }), /no subprotocol/i);
});
