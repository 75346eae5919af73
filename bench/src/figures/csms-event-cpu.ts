import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Measurement, rowOf } from '../figure.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { interleave } from '../harness/rounds.ts';
import { SERVERS } from '../harness/servers.ts';
import { ratios, summarize } from '../harness/statistics.ts';

const CSMS = new URL('../servers/csms.ts', import.meta.url);
/** Enough that one commit carries many events, as it does in a CSMS with a few thousand stations. */
const STATIONS = 200;
const EACH = 20;

export const csmsEventCpu: Figure = {
  id: 'csms-event-cpu',
  title:
    'CPU of a TransactionEvent that the CSMS answers after its commit is on disk ÷ raw ws round trip',
  unit: '×',
  reach: { atMost: 3 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      return await measureEvents(join(directory, 'csms.db'), signal);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function measureEvents(databaseFile: string, signal: AbortSignal): Promise<Measurement> {
  await using raw = await LoadedServer.start(SERVERS['raw ws'], signal);
  await using csms = await LoadedServer.start(CSMS, signal, { databaseFile });
  for (const server of [raw, csms]) {
    await server.connect(STATIONS, 'CS-');
    await server.run('BootNotification', 1);
    await server.run('TransactionEvent', 2 * EACH);
  }
  const eventsPerS: number[] = [];
  const values = await interleave(
    [
      { name: 'raw ws', measure: async () => (await raw.run('TransactionEvent', EACH)).cpuUs },
      {
        name: 'csms',
        async measure() {
          const { cpuUs, callsPerS } = await csms.run('TransactionEvent', EACH);
          eventsPerS.push(callsPerS);
          return cpuUs;
        },
      },
    ],
    { rounds: 21, budgetMs: 35_000 },
  );
  const own = values.get('csms') ?? [];
  const base = values.get('raw ws') ?? [];
  await checkThatAllAreStored(csms, STATIONS * EACH * (own.length + 2));
  const { median, low, high } = summarize(ratios(own, base));
  return {
    value: median,
    low,
    high,
    rows: [
      { ...rowOf('CSMS, CPU of an event', summarize(own), 'µs'), ours: true },
      rowOf('raw ws, CPU of a round trip', summarize(base), 'µs'),
      {
        ...rowOf('CSMS, events stored and answered', summarize(eventsPerS), 'events/s'),
        ours: true,
      },
    ],
  };
}

/** An answer without its event in the store would make the measurement worthless. */
async function checkThatAllAreStored(csms: LoadedServer, answered: number): Promise<void> {
  const stored = await csms.askServer('events', 'countEvents');
  if (stored !== answered) throw new Error(`${answered} events answered, ${stored} stored`);
}
