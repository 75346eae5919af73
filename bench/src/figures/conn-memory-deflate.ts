import { type Figure, rowOf } from '../figure.ts';
import { compareCpu } from '../harness/compare-cpu.ts';
import { connectionMemoryKb } from '../harness/connection-memory.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { interleave } from '../harness/rounds.ts';
import { SERVERS, type ServerName } from '../harness/servers.ts';
import { summarize, summaryOf } from '../harness/statistics.ts';

/** Raw `ws` gets fewer: as it comes it needs a quarter of a megabyte for each, at both ends. */
const COMPARED = [
  { name: 'raw ws', connections: 500 },
  { name: 'northbound', connections: 1500 },
] as const;
const STATIONS = 100;

export const connMemoryDeflate: Figure = {
  id: 'conn-memory-deflate',
  title:
    'resident memory of an idle connection with permessage-deflate, each of 1,500 after a compressed message',
  unit: 'kB',
  reach: { atMost: 25 },
  async measure(signal) {
    const contenders = COMPARED.map(({ name, connections }) => ({
      name,
      measure: () => connectionMemoryKb(SERVERS[name], signal, { connections, deflate: true }),
    }));
    const values = await interleave(contenders, { rounds: 3, budgetMs: 15_000 });
    const memory = summarize(values.get('northbound') ?? []);
    const { median: ratio, ...quartiles } = await deflateCpu('northbound', signal);
    return {
      value: memory.median,
      low: memory.low,
      high: memory.high,
      conditions: [
        {
          name: 'CPU of a compressed 1 kB TransactionEvent ÷ uncompressed',
          value: ratio,
          unit: '×',
          ...quartiles,
          reach: { atMost: 2.5 },
        },
      ],
      rows: [
        rowOf('raw ws as it comes: memory', summarize(values.get('raw ws') ?? []), 'kB'),
        rowOf(
          'raw ws as it comes: CPU compressed ÷ uncompressed',
          await deflateCpu('raw ws', signal),
          '×',
        ),
      ],
    };
  },
};

/** CPU of a TransactionEvent that arrives compressed ÷ the same uncompressed, at the same kind of server. */
async function deflateCpu(name: ServerName, signal: AbortSignal) {
  await using plain = await LoadedServer.start(SERVERS[name], signal);
  await using deflating = await LoadedServer.start(SERVERS[name], signal, { deflate: true });
  const servers = new Map([
    ['plain', plain],
    ['deflating', deflating],
  ]);
  for (const server of servers.values()) await server.connect(STATIONS, 'CS-');
  const limits = { rounds: 15, budgetMs: 6000, each: 20 };
  const { ratio } = await compareCpu(servers, 'plain', 'TransactionEvent', limits);
  return summaryOf(ratio, 'deflating');
}
