import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { makeCertificate } from '@northbound/rpc/testing-certificates';
import { RPCServer } from 'ocpp-rpc';
import { NorthboundProcess } from './northbound-process.ts';

test('the command connects with certificates on both sides, and asks for a new one', {
  timeout: 60_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-tls-'));
  const root = makeCertificate('Operator root');
  const csms = makeCertificate('localhost', root);
  const station = makeCertificate('TLS-1', root);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const news = new EventEmitter();
  const server = new RPCServer({ protocols: ['ocpp2.1'], strictMode: false });
  server.auth((accept) => accept());
  server.on('client', (client) => {
    client.handle(async ({ method }: { method?: string }) => {
      news.emit(String(method));
      if (method === 'SignCertificate') return { status: 'Accepted' };
      if (method !== 'BootNotification') return {};
      setImmediate(() =>
        client.call('TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' }),
      );
      return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
    });
  });
  const tls = { cert: csms.cert, key: csms.key, ca: root.cert, requestCert: true };
  const https = createServer({ ...tls, rejectUnauthorized: true });
  https.on('upgrade', server.handleUpgrade);
  const handshakes: TLSSocket[] = [];
  https.on('secureConnection', (socket: TLSSocket) => handshakes.push(socket));
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', () => resolve()));
  const address = https.address();
  assert.ok(typeof address === 'object' && address !== null);
  context.after(async () => {
    await server.close({ force: true });
    https.closeAllConnections();
    https.close();
    rmSync(folder, { recursive: true });
  });
  const signed = once(news, 'SignCertificate');
  const process = new NorthboundProcess([
    'station',
    `wss://localhost:${address.port}/ocpp`,
    ...['--id', 'TLS-1', '--json'],
    ...['--ca', file('root.pem', root.cert)],
    ...['--cert', file('cert.pem', station.cert)],
    ...['--key', file('key.pem', station.key)],
  ]);
  context.after(() => process.end('SIGKILL'));
  await signed;
  assert.equal(handshakes[0]?.getPeerCertificate().subject.CN, 'TLS-1');
  process.write(JSON.stringify({ id: 1, command: 'stop' }));
  assert.equal(await process.ended, 0);
});
