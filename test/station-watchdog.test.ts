import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { RPCServer } from 'ocpp-rpc';
import { MAIN } from './northbound-process.ts';
import { ROOT } from './sources.ts';

interface Told {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** A CSMS that keeps what it is told, and the socket of whoever tells it. */
async function startCsms(context: TestContext) {
  const told: Told[] = [];
  const news = new EventEmitter();
  const server = new RPCServer({ protocols: ['ocpp2.1'], strictMode: false });
  server.auth((accept) => accept());
  server.on('client', (client) => {
    client.handle(({ method = '', params = {} }: { method?: string; params?: object }) => {
      told.push({ method, params: { ...params } });
      news.emit('told');
      return method === 'BootNotification'
        ? { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 }
        : {};
    });
  });
  const http = await server.listen(0, '127.0.0.1');
  const sockets: import('node:net').Socket[] = [];
  http.on('connection', (socket) => sockets.push(socket));
  context.after(() => server.close({ force: true }));
  const address = http.address();
  assert.ok(typeof address === 'object' && address !== null);
  const next = async (fits: (message: Told) => boolean): Promise<Told> => {
    for (;;) {
      const found = told.find(fits);
      if (found !== undefined) return found;
      await once(news, 'told');
    }
  };
  return { url: `ws://127.0.0.1:${address.port}/ocpp`, told, sockets, next };
}

test('a station whose loop hangs is killed while its socket still takes data, and tells why after the next start', {
  timeout: 60_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-watchdog-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { url, told, sockets, next } = await startCsms(context);
  // What a fault of the application would do: the loop never comes by again.
  const hang = join(folder, 'hang.mjs');
  writeFileSync(hang, "process.on('SIGUSR2', () => { for (;;); });");
  const args = ['--import', pathToFileURL(hang).href, MAIN, 'station', url, '--id', 'HUNG'];
  const flash = ['--flash', join(folder, 'flash'), '--watchdog', '2', '--json'];
  const start = () => {
    const child = spawn(process.execPath, [...args, ...flash], { cwd: ROOT, stdio: 'pipe' });
    context.after(() => child.kill('SIGKILL'));
    return child;
  };
  const first = start();
  await next(({ method }) => method === 'NotifyEvent');
  const exited = once(first, 'exit');
  first.kill('SIGUSR2');
  // The kernel answers for the process: a ping of the CSMS is acknowledged.
  const [socket] = sockets;
  assert.ok(socket !== undefined);
  const isSent = new Promise<boolean>((resolve) => {
    socket.write(Buffer.from([0x89, 0]), (error) => resolve(error === undefined || error === null));
  });
  assert.equal(await isSent, true);
  assert.equal(socket.writableLength, 0);
  const [, signal] = await exited;
  assert.equal(signal, 'SIGKILL');

  told.length = 0;
  const second = start();
  const boot = await next(({ method }) => method === 'BootNotification');
  assert.equal(boot.params.reason, 'Watchdog');
  const event = await next(({ params }) => JSON.stringify(params).includes('Watchdog: loop'));
  assert.equal(event.method, 'NotifyEvent');
  second.stdin.write(`${JSON.stringify({ id: 1, command: 'stop' })}\n`);
  const [status] = await once(second, 'exit');
  assert.equal(status, 0);
});
