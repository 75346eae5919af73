import { type Figure, rowOf } from '../figure.ts';
import { connectionMemoryKb } from '../harness/connection-memory.ts';
import { interleave } from '../harness/rounds.ts';
import { SERVERS, type ServerName } from '../harness/servers.ts';
import { summarize } from '../harness/statistics.ts';

const CONNECTIONS = 4000;
const COMPARED: readonly ServerName[] = ['raw ws', 'northbound', 'ocpp-rpc'];

export const connMemory: Figure = {
  id: 'conn-memory',
  title: 'resident memory of an idle connection with its session, each of 4,000',
  unit: 'kB',
  reach: { atMost: 12 },
  async measure(signal) {
    const contenders = COMPARED.map((name) => ({
      name,
      measure: () =>
        connectionMemoryKb(SERVERS[name], signal, { connections: CONNECTIONS, deflate: false }),
    }));
    const values = await interleave(contenders, { rounds: 3, budgetMs: 20_000 });
    const { median, low, high } = summarize(values.get('northbound') ?? []);
    const rows = [...values]
      .filter(([name]) => name !== 'northbound')
      .map(([name, own]) => rowOf(name, summarize(own), 'kB'));
    return { value: median, low, high, rows };
  },
};
