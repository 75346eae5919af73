import type { Message } from '../payloads.ts';
import type { LoadedServer } from './loaded-server.ts';
import { interleave } from './rounds.ts';
import { ratios, type Summary, summarize } from './statistics.ts';

export interface CpuComparison {
  /** CPU of each server ÷ CPU of the baseline in the same round. */
  readonly ratio: ReadonlyMap<string, Summary>;
  /** CPU µs of one call, by server. */
  readonly cpuUs: ReadonlyMap<string, Summary>;
}

/** Calls of every station before the first round. */
const WARM_UP = 60;

/**
 * Loads the servers in turn with the same calls.
 * @param limits see `interleave`; `each` is the calls of every station in one round
 */
export async function compareCpu(
  servers: ReadonlyMap<string, LoadedServer>,
  baseline: string,
  message: Message,
  limits: { readonly rounds: number; readonly budgetMs: number; readonly each: number },
): Promise<CpuComparison> {
  const { each } = limits;
  for (const server of servers.values()) await server.run(message, WARM_UP);
  const contenders = [...servers].map(([name, server]) => ({
    name,
    measure: async () => (await server.run(message, each)).cpuUs,
  }));
  const values = await interleave(contenders, limits);
  const base = values.get(baseline) ?? [];
  return {
    ratio: mapValues(values, (own) => summarize(ratios(own, base))),
    cpuUs: mapValues(values, summarize),
  };
}

function mapValues<Value, Mapped>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Mapped,
): Map<string, Mapped> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
