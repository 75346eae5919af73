import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Measurement, rowOf } from '../figure.ts';
import { syncP99Ms } from '../harness/disk.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { SERVERS } from '../harness/servers.ts';
import { summarize } from '../harness/statistics.ts';

const CSMS = new URL('../servers/csms.ts', import.meta.url);
const STATIONS = 200;
const EACH = 20;
const ROUNDS = 4;
const ROUND_MS = 3_000;

export const csmsLatency: Figure = {
  id: 'csms-latency',
  title:
    'p99 of the time to the answer of a stored TransactionEvent, at half of the rate that the CSMS can take',
  unit: 'ms',
  reach: { atMost: 20 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      return await measureLatency(directory, signal);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function measureLatency(directory: string, signal: AbortSignal): Promise<Measurement> {
  const databaseFile = join(directory, 'csms.db');
  await using csms = await LoadedServer.start(CSMS, signal, { databaseFile });
  await using raw = await LoadedServer.start(SERVERS['raw ws'], signal);
  for (const server of [csms, raw]) {
    await server.connect(STATIONS, 'CS-');
    await server.run('BootNotification', 1);
    await server.run('TransactionEvent', EACH);
  }
  const most: number[] = [];
  const rounds: { readonly p50Ms: number; readonly p99Ms: number }[] = [];
  const rawP99Ms: number[] = [];
  const diskP99Ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The most is measured again each time: what else the machine does meanwhile hits both alike.
    const { callsPerS } = await csms.run('TransactionEvent', EACH);
    most.push(callsPerS);
    rounds.push(await csms.pace('TransactionEvent', callsPerS / 2, ROUND_MS));
    rawP99Ms.push((await raw.pace('TransactionEvent', callsPerS / 2, ROUND_MS)).p99Ms);
    diskP99Ms.push(await syncP99Ms(directory));
  }
  const { median, low, high } = summarize(rounds.map(({ p99Ms }) => p99Ms));
  return {
    value: median,
    low,
    high,
    rows: [
      { ...rowOf('median answer', summarize(rounds.map(({ p50Ms }) => p50Ms)), 'ms'), ours: true },
      rowOf('p99 of raw ws at the same rate', summarize(rawP99Ms), 'ms'),
      rowOf('p99 of a sync of this disk', summarize(diskP99Ms), 'ms'),
      { ...rowOf('the most it can take', summarize(most), 'events/s'), ours: true },
    ],
  };
}
