import type { Figure } from '../figure.ts';
import { Child } from '../harness/parent.ts';

const STATIONS = 5000;
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
    await using csms = new Child(CSMS, signal);
    const url = `ws://127.0.0.1:${await csms.askFor('port', 'listen')}/ocpp`;
    const socketKb = await rawClientKb(url, signal);
    const { stationKb, variables } = await stationsKb(csms, url, signal);
    return {
      value: stationKb - socketKb,
      rows: [
        { name: 'station with its socket', value: stationKb, unit: 'kB', ours: true },
        { name: 'raw ws client, which is subtracted', value: socketKb, unit: 'kB' },
        { name: 'variables that each reports', value: variables, unit: 'variables', ours: true },
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
