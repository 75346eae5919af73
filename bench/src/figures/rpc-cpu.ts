import { type Figure, type Row, rowOf } from '../figure.ts';
import { compareCpu } from '../harness/compare-cpu.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { mayBeMissing, SERVERS, type ServerName } from '../harness/servers.ts';

const STATIONS = 100;
const MESSAGES = ['Heartbeat', 'TransactionEvent'] as const;
const COMPARED: readonly ServerName[] = ['raw ws', 'northbound', 'ocpp-rpc', 'ocpp-ws-io'];

export const rpcCpu: Figure = {
  id: 'rpc-cpu',
  title:
    'server CPU of a validated round trip ÷ raw ws + JSON.parse (the worse of Heartbeat and 1 kB TransactionEvent)',
  unit: '×',
  reach: { atMost: 1.15 },
  async measure(signal) {
    await using processes = new AsyncDisposableStack();
    const servers = new Map<string, LoadedServer>();
    const missing: { name: string; why: string }[] = [];
    for (const name of COMPARED) {
      try {
        const server = processes.use(await LoadedServer.start(SERVERS[name], signal));
        await server.connect(STATIONS, 'CS-');
        servers.set(name, server);
      } catch (error) {
        if (!mayBeMissing(name)) throw error;
        missing.push({ name, why: String(error) });
      }
    }
    const rows: Row[] = [];
    let worst = { median: 0, low: 0, high: 0 };
    for (const message of MESSAGES) {
      const { baselineUs, ratio } = await compareCpu(servers, 'raw ws', message, {
        rounds: 40,
        budgetMs: 20_000,
        each: 60,
      });
      rows.push(rowOf(`${message}, raw ws: CPU`, baselineUs, 'µs'));
      for (const [name, summary] of ratio) {
        if (name !== 'raw ws') {
          rows.push({ ...rowOf(`${message}, ${name}`, summary, '×'), ours: name === 'northbound' });
        }
        if (name === 'northbound' && summary.median > worst.median) worst = summary;
      }
    }
    return { value: worst.median, low: worst.low, high: worst.high, rows, missing };
  },
};
