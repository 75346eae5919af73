import { type Figure, type Row, rowOf } from '../figure.ts';
import { compareCpu } from '../harness/compare-cpu.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { SERVERS, type ServerName } from '../harness/servers.ts';
import { summaryOf } from '../harness/statistics.ts';

const STATIONS = 100;
const MESSAGES = ['Heartbeat', 'TransactionEvent'] as const;
const PEERS: readonly ServerName[] = ['ocpp-rpc', 'ocpp-ws-io'];

/** Rounds are short and many: what else the machine does falls on both sides of a ratio, and the median lets it go. */
const OURS = { rounds: 120, budgetMs: 12_000, each: 30 };
const THEIRS = { rounds: 20, budgetMs: 5000, each: 30 };

export const rpcCpu: Figure = {
  id: 'rpc-cpu',
  title:
    'server CPU of a validated round trip ÷ raw ws + JSON.parse (the worse of Heartbeat and 1 kB TransactionEvent)',
  unit: '×',
  reach: { atMost: 1.15 },
  async measure(signal) {
    await using processes = new AsyncDisposableStack();
    const raw = processes.use(await startServer('raw ws', signal));
    const northbound = processes.use(await startServer('northbound', signal));
    const ours = new Map([
      ['raw ws', raw],
      ['northbound', northbound],
    ]);
    const theirs = new Map([['raw ws', raw]]);
    const missing: { name: string; why: string }[] = [];
    for (const name of PEERS) {
      try {
        theirs.set(name, processes.use(await startServer(name, signal)));
      } catch (error) {
        missing.push({ name, why: String(error) });
      }
    }
    const rows: Row[] = [];
    let worst = { median: 0, low: 0, high: 0 };
    for (const message of MESSAGES) {
      const { ratio, cpuUs } = await compareCpu(ours, 'raw ws', message, OURS);
      const own = summaryOf(ratio, 'northbound');
      if (own.median > worst.median) worst = own;
      rows.push(rowOf(`${message}, raw ws: CPU`, summaryOf(cpuUs, 'raw ws'), 'µs'));
      rows.push({ ...rowOf(`${message}, northbound`, own, '×'), ours: true });
      const peers = await compareCpu(theirs, 'raw ws', message, THEIRS);
      for (const [name, summary] of peers.ratio) {
        if (name !== 'raw ws') rows.push(rowOf(`${message}, ${name}`, summary, '×'));
      }
    }
    return { value: worst.median, low: worst.low, high: worst.high, rows, missing };
  },
};

async function startServer(name: ServerName, signal: AbortSignal): Promise<LoadedServer> {
  const server = await LoadedServer.start(SERVERS[name], signal);
  await server.connect(STATIONS, 'CS-');
  return server;
}
