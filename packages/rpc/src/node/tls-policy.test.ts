import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { LinkFailure } from '../ports.ts';
import type { RpcServer } from '../server/options.ts';
import { createRpcServer } from './server.ts';
import { makeCertificate } from './test-certificates.ts';
import { webSocketDialer } from './web-socket-dialer.ts';

const root = makeCertificate('Root');
const ecdsa = makeCertificate('localhost', root);
const rsa = makeCertificate('localhost', root, undefined, 'rsa');
const folder = mkdtempSync(join(tmpdir(), 'tls-policy-'));
let server: RpcServer;
let port = 0;

before(async () => {
  // A00.FR.318: both kinds of certificates, so that all four suites can be used.
  server = createRpcServer<undefined>({
    versions: { '2.1': { protocol: ocpp21, handlers: {} } },
    tls: { cert: [ecdsa.cert, rsa.cert], key: [ecdsa.key, rsa.key] },
    authorize: () => ({ accept: false, status: 401 }),
  });
  ({ port } = await server.listen(0, '127.0.0.1'));
  writeFileSync(join(folder, 'cert.pem'), ecdsa.cert);
  writeFileSync(join(folder, 'key.pem'), ecdsa.key);
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The cipher suite that a client which has only this one gets, by its name in OpenSSL. */
async function negotiated(ciphers: string): Promise<string> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca: root.cert,
    ciphers,
    maxVersion: 'TLSv1.2',
  });
  await once(socket, 'secureConnect');
  const { name } = socket.getCipher();
  socket.destroy();
  return name;
}

const OF_THE_STANDARD = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
];

for (const suite of OF_THE_STANDARD) {
  test(`A00.FR.318: a server takes ${suite}`, async () => {
    assert.equal(await negotiated(suite), suite);
  });
}

for (const suite of ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA', 'AES128-SHA256']) {
  test(`A00.FR.322: a server takes no ${suite}`, async () => {
    await assert.rejects(negotiated(suite), { code: /HANDSHAKE_FAILURE/ });
  });
}

test('OpenSSL sees TLS 1.2, a suite of the list, and no compression', async () => {
  const { stdout } = await new Promise<{ stdout: string }>((resolve) => {
    const child = execFile(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${port}`, '-tls1_2', '-cipher', 'ALL:@SECLEVEL=0'],
      (_error, stdout) => resolve({ stdout }),
    );
    child.stdin?.end();
  });
  assert.match(stdout, /New, TLSv1\.2, Cipher is ECDHE-ECDSA-AES(128-GCM-SHA256|256-GCM-SHA384)/);
  assert.match(stdout, /Compression: NONE/);
});

/** What becomes of a dialer that meets `openssl s_server`, and what that tells of the handshake. */
async function meets(options: readonly string[]): Promise<{ failure: LinkFailure; said: string }> {
  const files = ['-cert', join(folder, 'cert.pem'), '-key', join(folder, 'key.pem')];
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, ...options]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!/^ACCEPT .*:\d+$/m.test(said)) await once(child.stdout, 'data');
  const url = `wss://localhost:${/^ACCEPT .*:(\d+)$/m.exec(said)?.[1]}/ocpp`;
  const { promise, resolve } = Promise.withResolvers<LinkFailure>();
  const ignored = () => undefined;
  const link = webSocketDialer()(
    { url, identity: 'CS-1', subprotocols: ['ocpp2.1'], tls: { ca: [root.cert] } },
    {
      onOpened: ignored,
      onFailed: resolve,
      onText: ignored,
      onBinary: ignored,
      onPong: ignored,
      onError: ignored,
      onClosed: ignored,
    },
  );
  // It shows the request for the upgrade, and answers nothing.
  const heard = (async () => {
    while (!said.includes('Sec-WebSocket-Key')) await once(child.stdout, 'data');
    link.terminate();
  })();
  const failure = await promise;
  child.kill();
  await Promise.race([heard, once(child, 'exit')]);
  return { failure, said };
}

test('A00.FR.319: a station and OpenSSL agree on a suite of the list', async () => {
  const { said } = await meets(['-tls1_2', '-cipher', 'ALL:@SECLEVEL=0']);
  assert.match(said, /CIPHER is ECDHE-ECDSA-AES(128-GCM-SHA256|256-GCM-SHA384)/);
});

test('A00.FR.313: TLS 1.3 where both have it', async () => {
  const { said } = await meets([]);
  assert.match(said, /CIPHER is TLS_AES_/);
});

test('A00.FR.323: a station has no suite in common with a server of old ones', async () => {
  const { failure } = await meets(['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA256']);
  assert.ok(failure.reason === 'tls');
  assert.match(failure.code, /HANDSHAKE_FAILURE/);
});

test('A00.FR.316: a station does not go below TLS 1.2', async () => {
  const { failure } = await meets(['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']);
  assert.ok(failure.reason === 'tls');
  assert.match(failure.code, /VERSION|PROTOCOL/);
});
