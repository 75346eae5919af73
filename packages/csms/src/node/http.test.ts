import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { after, test } from 'node:test';
import { makeCertificate, type TestCertificate } from '@northbound/rpc/testing-certificates';
import { WebSocket } from 'ws';
import { startCsms } from '../server.ts';

const authority = makeCertificate('Fleet CA');
const server = makeCertificate('localhost', authority);
const csms = await startCsms({
  port: 0,
  databaseFile: ':memory:',
  logLevel: 'silent',
  tls: { cert: server.cert, key: server.key, clientCa: authority.cert },
  trustedProxies: ['127.0.0.1/32'],
});
after(() => csms.close());

/** How far a station comes that shows a certificate, or none. */
function connect(
  identity: string,
  certificate?: TestCertificate,
  password?: string,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`wss://localhost:${csms.port}/ocpp/${identity}`, 'ocpp2.1', {
      ca: authority.cert,
      ...(password !== undefined && { auth: `${identity}:${password}` }),
      ...(certificate !== undefined && { cert: certificate.cert, key: certificate.key }),
    });
    socket.once('error', (error) => resolve(error.message));
    socket.once('open', () => {
      socket.once('close', () => resolve('open'));
      socket.close();
    });
  });
}

test('a station is let in with a certificate of the fleet, which must be its own', async () => {
  await csms.commands.putStation('CS-1', {});
  assert.equal(await connect('CS-1', makeCertificate('CS-1', authority)), 'open');
  assert.equal((await csms.queries.station('CS-1'))?.securityProfile, 3);
  assert.match(await connect('CS-1', makeCertificate('CS-2', authority)), /401/);
});

test('who offers to speak HTTP/2, as Java does by itself, is answered in HTTP/1.1', async () => {
  const asked = request(`${csms.url}/api/v1/openapi.json`, {
    ca: authority.cert,
    headers: {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABk',
    },
  });
  asked.end();
  const [response] = await once(asked, 'response');
  assert.equal(response.statusCode, 200);
  response.resume();
});

test('a certificate of a stranger is as good as none', async () => {
  await csms.commands.putStation('CS-3', { password: 'p'.repeat(16) });
  const stranger = makeCertificate('CS-3', makeCertificate('Other CA'));
  assert.match(await connect('CS-3', stranger), /401/);
  assert.match(await connect('CS-3'), /401/);
});

test('TC_A_19_CSMS, TC_083_CSMS: a station that came with a certificate needs no password, and does not come without it', async () => {
  const password = 'p'.repeat(16);
  await csms.commands.putStation('CS-TLS', { password });
  assert.equal(await connect('CS-TLS', undefined, password), 'open');
  assert.equal((await csms.queries.station('CS-TLS'))?.securityProfile, 2);
  assert.equal(await connect('CS-TLS', makeCertificate('CS-TLS', authority)), 'open');
  assert.equal((await csms.queries.station('CS-TLS'))?.securityProfile, 3);
  assert.match(await connect('CS-TLS', undefined, password), /401/);
  await csms.commands.putStation('CS-TLS', { password });
  assert.equal(await connect('CS-TLS', undefined, password), 'open');
});

test('a browser without a certificate comes in, and its cookie is for encrypted connections', async () => {
  const user = await ask('POST', '/users', { name: 'ada', role: 'viewer' });
  const { invitation } = JSON.parse(user.text);
  const accepted = await ask('POST', '/invitations/accept', {
    invitation,
    password: 'p'.repeat(12),
  });
  assert.match(String(accepted.headers['set-cookie']), /; Secure/);
});

test('an address that a trusted proxy tells is believed', async () => {
  await ask('PUT', '/tokens/Central/T', { status: 'Accepted' }, '203.0.113.7, 198.51.100.4');
  const { text } = await ask('GET', '/audit?action=putToken');
  // The last that the trusted proxy itself has seen; what is before it anybody can make up.
  assert.equal(JSON.parse(text).items[0].remoteAddress, '198.51.100.4');
});

test('a station behind a trusted proxy has its own address', async () => {
  await csms.commands.putStation('CS-4', {});
  const socket = new WebSocket(`wss://localhost:${csms.port}/ocpp/CS-4`, 'ocpp2.1', {
    ca: authority.cert,
    headers: { 'x-forwarded-for': '8.8.8.8, 198.51.100.4' },
  });
  await once(socket, 'open');
  assert.equal((await csms.queries.station('CS-4'))?.remoteAddress, '198.51.100.4');
  const { items } = await csms.queries.frames('CS-4', { limit: 1 });
  assert.match(items[0]?.text ?? '', /opened: OCPP 2.1 from 198.51.100.4/);
  socket.close();
  await once(socket, 'close');
});

test('what is no address of a proxy stops the start', async () => {
  await assert.rejects(startCsms({ port: 0, trustedProxies: ['x'] }), RangeError);
});

function ask(method: string, path: string, body?: object, forwardedFor?: string) {
  return new Promise<{ text: string; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const sent = request(
        `https://localhost:${csms.port}/api/v1${path}`,
        {
          method,
          ca: authority.cert,
          headers: {
            authorization: `Bearer ${csms.adminKey}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
          },
        },
        async (response) => {
          const text = Buffer.concat(await response.toArray()).toString();
          resolve({ text, headers: response.headers });
        },
      );
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    },
  );
}
