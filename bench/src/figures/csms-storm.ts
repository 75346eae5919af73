import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure, Measurement } from '../figure.ts';
import { Child } from '../harness/parent.ts';

const CSMS = new URL('../servers/csms.ts', import.meta.url);
const STORM = new URL('../load/storm.ts', import.meta.url);
const STATIONS = 10_000;
/** What a station gives an answer before it takes it for lost. */
const TIME_OUT_MS = 30_000;

export const csmsStorm: Figure = {
  id: 'csms-storm',
  title: `${STATIONS} known stations come back at once after a restart: each connects, boots, tells two states`,
  unit: 's',
  reach: { atMost: 30 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      return await measureStorm(join(directory, 'csms.db'), signal);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function measureStorm(databaseFile: string, signal: AbortSignal): Promise<Measurement> {
  await usingCsms(signal, databaseFile, (csms) => csms.ask('register', { stations: STATIONS }));
  return usingCsms(signal, databaseFile, async (csms, port) => {
    await using storm = new Child(STORM, signal);
    const url = `ws://127.0.0.1:${port}/ocpp`;
    const before = await csms.askFor('cpuUs', 'cpu');
    const came = await storm.ask('storm', { stations: STATIONS, url });
    const cpuUs = (await csms.askFor('cpuUs', 'cpu')) - before;
    const { tookS = 0, accepted = 0, slowestMs = 0, medianMs = 0 } = came;
    return {
      value: tookS,
      conditions: [
        {
          name: 'stations accepted',
          value: accepted,
          unit: 'stations',
          reach: { atLeast: STATIONS },
        },
        { name: 'slowest answer', value: slowestMs, unit: 'ms', reach: { atMost: TIME_OUT_MS } },
      ],
      rows: [
        { name: 'median answer', value: medianMs, unit: 'ms', ours: true },
        { name: 'CSMS, CPU of one station', value: cpuUs / STATIONS, unit: 'µs', ours: true },
      ],
    };
  });
}

/** Each gets a process of its own: the second knows of the first what is on disk. */
async function usingCsms<T>(
  signal: AbortSignal,
  databaseFile: string,
  use: (csms: Child, port: number) => Promise<T>,
): Promise<T> {
  await using csms = new Child(CSMS, signal);
  const port = await csms.askFor('port', 'listen', { databaseFile });
  const result = await use(csms, port);
  await csms.ask('close');
  return result;
}
