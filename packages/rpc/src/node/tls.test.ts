import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { LinkFailure, TlsIdentity } from '../ports.ts';
import type { Handshake, RefusedHandshake } from '../server/handshake.ts';
import type { RpcServer } from '../server/options.ts';
import { createRpcClient } from './client.ts';
import { createRpcServer } from './server.ts';
import { makeCertificate } from './test-certificates.ts';

const NOW = { currentTime: '2026-01-01T00:00:00Z' };

/** What becomes of one attempt of a station. */
async function attempt(
  url: string,
  { tls, password }: { tls?: TlsIdentity; password?: Buffer },
): Promise<LinkFailure | 'answered'> {
  const { promise, resolve } = Promise.withResolvers<LinkFailure | 'answered'>();
  const client = createRpcClient({
    identity: 'CS-1',
    context: undefined,
    versions: { '2.1': { protocol: ocpp21, handlers: {} } },
    profiles: [
      {
        slot: 1,
        url,
        ...(tls === undefined ? {} : { tls }),
        ...(password === undefined ? {} : { password }),
      },
    ],
    backOff: { waitMinimumS: 60, repeatTimes: 0, randomRangeS: 0 },
    onConnect: async (peer) => {
      assert.ok(peer.version === '2.1');
      assert.deepEqual(await peer.call('Heartbeat', {}), NOW);
      resolve('answered');
    },
    onFailure: resolve,
  });
  client.start();
  const result = await promise;
  await client.stop();
  return result;
}

describe('a CSMS on TLS', () => {
  const root = makeCertificate('Root');
  const otherRoot = makeCertificate('Other root');
  const csms = makeCertificate('localhost', root);
  const station = makeCertificate('CS-1', root);
  const handshakes: Handshake[] = [];
  let server: RpcServer;
  let port = 0;
  let url = '';
  before(async () => {
    server = createRpcServer<undefined>({
      versions: { '2.1': { protocol: ocpp21, handlers: { Heartbeat: () => NOW } } },
      tls: {
        cert: csms.cert,
        key: csms.key,
        ca: root.cert,
        requestCert: true,
        // Stations of security profile 2 have none; the application decides.
        rejectUnauthorized: false,
      },
      authorize: (handshake) => {
        handshakes.push(handshake);
        const { identity, password, clientCertificate } = handshake;
        const isKnown =
          clientCertificate?.commonName === identity || password?.toString() === 'password';
        return isKnown ? { accept: true, context: undefined } : { accept: false, status: 401 };
      },
    });
    ({ port } = await server.listen(0));
    url = `wss://localhost:${port}/ocpp`;
  });
  after(() => server.close());

  const ca = [root.cert];

  test('security profile 2: server certificate and password', async () => {
    assert.equal(
      await attempt(url, { tls: { ca }, password: Buffer.from('password') }),
      'answered',
    );
    assert.deepEqual(await attempt(url, { tls: { ca }, password: Buffer.from('guess') }), {
      reason: 'httpStatus',
      status: 401,
    });
    assert.equal(handshakes.at(-1)?.secure, true);
    assert.equal(handshakes.at(-1)?.clientCertificate, undefined);
  });

  test('security profile 3: the client certificate reaches the application', async () => {
    const tls = { ca, cert: station.cert, key: station.key };
    assert.equal(await attempt(url, { tls }), 'answered');
    const certificate = handshakes.at(-1)?.clientCertificate;
    assert.equal(certificate?.commonName, 'CS-1');
    assert.ok((certificate?.der.length ?? 0) > 100);
  });

  test('a client certificate that nobody vouches for, or that is past, is none', async () => {
    for (const bad of [
      makeCertificate('CS-1', otherRoot),
      makeCertificate('CS-1'),
      makeCertificate('CS-1', root, '20210101000000Z'),
    ]) {
      const result = await attempt(url, { tls: { ca, cert: bad.cert, key: bad.key } });
      assert.deepEqual(result, { reason: 'httpStatus', status: 401 });
      assert.equal(handshakes.at(-1)?.clientCertificate, undefined);
    }
  });

  test('a station does not talk to a CSMS that it cannot verify', async () => {
    const before = handshakes.length;
    const stranger = await attempt(url, { tls: { ca: [otherRoot.cert] } });
    assert.ok(typeof stranger === 'object' && stranger.reason === 'tls');
    const misnamed = await attempt(url, { tls: { ca, servername: 'csms.example.com' } });
    assert.deepEqual(misnamed, { reason: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    assert.equal(handshakes.length, before);
  });

  test('nothing below TLS 1.2', async () => {
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      ca: root.cert,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = await once(socket, 'error');
    assert.match(String(error), /version|alert|protocol/i);
  });
});

test('a redirect is refused, whatever stands there', async () => {
  const redirecting = createServer();
  redirecting.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 301 Moved\r\nLocation: ws://127.0.0.1:1/evil\r\n\r\n');
  });
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  const address = redirecting.address();
  assert.ok(typeof address === 'object' && address !== null);
  const result = await attempt(`ws://127.0.0.1:${address.port}`, {});
  assert.deepEqual(result, { reason: 'httpStatus', status: 301 });
  redirecting.close();
});

test('nobody there, and somebody who speaks something else', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  assert.ok(typeof address === 'object' && address !== null);
  silent.close();
  await once(silent, 'close');
  const refused = await attempt(`ws://127.0.0.1:${address.port}`, {});
  assert.deepEqual(refused, { reason: 'network', code: 'ECONNREFUSED' });
});

test('what fails before HTTP is told', async () => {
  const root = makeCertificate('Root');
  const { cert, key } = makeCertificate('localhost', root);
  let tell: (refusal: RefusedHandshake) => void = () => undefined;
  await using server = createRpcServer<undefined>({
    versions: { '2.1': { protocol: ocpp21, handlers: {} } },
    tls: { cert, key },
    authorize: () => ({ accept: true, context: undefined }),
    onHandshakeRefused: (refusal) => tell(refusal),
  });
  const { port } = await server.listen(0);
  const distrust = { tls: { ca: [makeCertificate('Other root').cert] } };
  for (const [scheme, profile, expected] of [
    [
      'wss',
      distrust,
      'the other side broke it off, as one does that does not trust our certificate',
    ],
    [
      'ws',
      {},
      'the other side speaks without TLS, as one does whose URL begins with ws: and not with wss:',
    ],
  ] as const) {
    const told = new Promise<RefusedHandshake>((resolve) => {
      tell = resolve;
    });
    await attempt(`${scheme}://localhost:${port}/ocpp`, profile);
    const { status, identity, problem } = await told;
    assert.deepEqual([status, identity, problem], [undefined, undefined, expected]);
  }
});
