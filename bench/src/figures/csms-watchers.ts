import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Measurement, rowOf } from '../figure.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { Child } from '../harness/parent.ts';
import { interleave } from '../harness/rounds.ts';
import { ratios, summarize } from '../harness/statistics.ts';

const CSMS = new URL('../servers/csms.ts', import.meta.url);
const WATCHERS = new URL('../load/watchers.ts', import.meta.url);
const STATIONS = 200;
const EACH = 40;
const OPERATORS = 100;

export const csmsWatchers: Figure = {
  id: 'csms-watchers',
  title: `TransactionEvents a second while ${OPERATORS} operators watch the whole fleet ÷ without them`,
  unit: '×',
  reach: { atLeast: 0.7 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      return await measureWatchers(directory, signal);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function measureWatchers(directory: string, signal: AbortSignal): Promise<Measurement> {
  const [databaseFile, keyFile] = [join(directory, 'csms.db'), join(directory, 'key')];
  await using csms = await LoadedServer.start(CSMS, signal, { databaseFile, keyFile });
  await using operators = new Child(WATCHERS, signal);
  await csms.connect(STATIONS, 'CS-');
  await csms.run('BootNotification', 1);
  await csms.run('TransactionEvent', EACH);
  const sentBytes: number[] = [];
  const values = await interleave(
    [
      {
        name: 'alone',
        measure: async () => (await csms.run('TransactionEvent', EACH)).callsPerS,
      },
      {
        name: 'watched',
        async measure() {
          await operators.ask('watch', { port: csms.port, keyFile, watchers: OPERATORS });
          const startMs = performance.now();
          const { callsPerS } = await csms.run('TransactionEvent', EACH);
          const tookS = (performance.now() - startMs) / 1000;
          sentBytes.push((await operators.askFor('receivedBytes', 'stop')) / 1e6 / tookS);
          return callsPerS;
        },
      },
    ],
    { rounds: 15, budgetMs: 35_000 },
  );
  const [alone, watched] = [values.get('alone') ?? [], values.get('watched') ?? []];
  const { median, low, high } = summarize(ratios(watched, alone));
  return {
    value: median,
    low,
    high,
    rows: [
      { ...rowOf('watched', summarize(watched), 'events/s'), ours: true },
      { ...rowOf('alone', summarize(alone), 'events/s'), ours: true },
      { ...rowOf('sent to the operators', summarize(sentBytes), 'MB/s'), ours: true },
    ],
  };
}
