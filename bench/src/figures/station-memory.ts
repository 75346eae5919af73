import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { summarize } from '../harness/statistics.ts';

const STATIONS = 5000;
/** A resident set grows in steps of the heap, which fall where chance has them. */
const ROUNDS = 5;
/** As for connections: what comes only once is not counted for each, and little is left free to be taken up. */
const WARM_UP = 20;
/** Between two looks at whether the stations have gone quiet. */
const QUIET_MS = 500;

const CSMS = new URL('../servers/accepting.ts', import.meta.url);
const CONNECTED = new URL('../stations/connected.ts', import.meta.url);
const RAW_CLIENTS = new URL('../load/main.ts', import.meta.url);
const KB = 1024;

export const stationMemory: Figure = {
  id: 'station-memory',
  title:
    'resident memory of a booted station beyond its socket, each of 5,000 idle ones on real sockets',
  unit: 'kB',
  reach: { atMost: 40 },
  async measure(signal) {
    const rounds: { readonly socketKb: number; readonly stationKb: number }[] = [];
    let reported = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // Another server for each: it counts calls.
      await using csms = new Child(CSMS, signal);
      const url = `ws://127.0.0.1:${await csms.askFor('port', 'listen')}/ocpp`;
      const socketKb = await rawClientKb(url, signal);
      const { stationKb, variables } = await stationsKb(csms, url, signal);
      rounds.push({ socketKb, stationKb });
      reported = variables;
    }
    const {
      median: value,
      low,
      high,
    } = summarize(rounds.map(({ stationKb, socketKb }) => stationKb - socketKb));
    const ofStation = summarize(rounds.map(({ stationKb }) => stationKb));
    const ofSocket = summarize(rounds.map(({ socketKb }) => socketKb));
    return {
      value,
      low,
      high,
      rows: [
        { ...rowOf('station with its socket', ofStation, 'kB'), ours: true },
        rowOf('raw ws client, which is subtracted', ofSocket, 'kB'),
        { name: 'variables that each reports', value: reported, unit: 'variables', ours: true },
      ],
    };
  },
};

/** A `ws` client that made one call and keeps nothing. */
async function rawClientKb(url: string, signal: AbortSignal): Promise<number> {
  await using clients = new Child(RAW_CLIENTS, signal, ['--expose-gc']);
  const open = async (connections: number, prefix: string) => {
    await clients.ask('connect', { connections, url, prefix, deflate: false });
    await clients.ask('call', { message: 'BootNotification', each: 1 });
  };
  await open(WARM_UP, 'W-');
  await clients.ask('disconnect');
  const before = await clients.askFor('rssBytes', 'memory');
  await open(STATIONS, 'RAW-');
  const after = await clients.askFor('rssBytes', 'memory');
  return (after - before) / STATIONS / KB;
}

async function stationsKb(
  csms: Child,
  url: string,
  signal: AbortSignal,
): Promise<{ stationKb: number; variables: number }> {
  await using connected = new Child(CONNECTED, signal, ['--expose-gc']);
  await connected.ask('boot', { stations: WARM_UP, url, prefix: 'W-' });
  const variables = await reportedVariables(csms, 'W-0');
  await connected.ask('shutDown');
  const before = await connected.askFor('rssBytes', 'memory');
  await connected.ask('boot', { stations: STATIONS, url, prefix: 'CS-' });
  await quiet(csms);
  const after = await connected.askFor('rssBytes', 'memory');
  return { stationKb: (after - before) / STATIONS / KB, variables };
}

/** How much there is in the device model of a station, by its own word. */
async function reportedVariables(csms: Child, identity: string): Promise<number> {
  const before = await csms.askFor('reportedVariables', 'countCalls');
  await csms.ask('askForReport', { identity });
  await quiet(csms);
  return (await csms.askFor('reportedVariables', 'countCalls')) - before;
}

/** Until no station has called for a while. */
async function quiet(csms: Child): Promise<void> {
  for (let calls = -1; ; ) {
    const now = await csms.askFor('calls', 'countCalls');
    if (now === calls) return;
    calls = now;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}
