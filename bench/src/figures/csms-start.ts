import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { type Figure, rowOf } from '../figure.ts';
import { summarize } from '../harness/statistics.ts';
import { SUBPROTOCOL } from '../payloads.ts';
import { portOf } from '../servers/port.ts';

const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/northbound.js', import.meta.url));
const STARTS = 7;
const TRY_EVERY_MS = 5;

export const csmsStart: Figure = {
  id: 'csms-start',
  title: 'from the command `northbound csms` with an empty store to the first station connected',
  unit: 's',
  reach: { atMost: 0.5 },
  async measure(signal) {
    const startsS: number[] = [];
    const emptyNodeS: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      emptyNodeS.push(await emptyNode(signal));
      startsS.push(await startCsms(signal));
    }
    const { median, low, high } = summarize(startsS);
    return {
      value: median,
      low,
      high,
      rows: [
        rowOf('Node alone, from command to exit', summarize(emptyNodeS), 's'),
        { name: 'the fastest start', value: Math.min(...startsS), unit: 's', ours: true },
        { name: 'the first start', value: startsS[0] ?? 0, unit: 's', ours: true },
      ],
    };
  },
};

async function startCsms(signal: AbortSignal): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
  const port = await freePort();
  const startMs = performance.now();
  const database = join(directory, 'csms.db');
  const csms = spawn(
    process.execPath,
    [COMMAND, 'csms', '--port', `${port}`, '--database', database, '--admission', 'open'],
    { stdio: 'ignore', signal, killSignal: 'SIGKILL' },
  );
  const ended = once(csms, 'exit');
  try {
    while (!(await accepts(`ws://127.0.0.1:${port}/ocpp/CS-1`))) {
      if (csms.exitCode !== null) throw new Error(`the CSMS ended with ${csms.exitCode}`);
      await delay(TRY_EVERY_MS, undefined, { signal });
    }
    return (performance.now() - startMs) / 1000;
  } finally {
    // Not SIGKILL: a process that ends by itself leaves its compile cache behind, as a user's does.
    csms.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true });
  }
}

async function emptyNode(signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore', signal }), 'exit');
  return (performance.now() - startMs) / 1000;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, [SUBPROTOCOL], { perMessageDeflate: false });
    socket.on('error', () => resolve(false));
    socket.on('open', () => {
      resolve(true);
      socket.terminate();
    });
  });
}
