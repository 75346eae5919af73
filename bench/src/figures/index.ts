import type { Figure } from '../figure.ts';
import { connMemory } from './conn-memory.ts';
import { connMemoryDeflate } from './conn-memory-deflate.ts';
import { csmsEventCpu } from './csms-event-cpu.ts';
import { csmsLatency } from './csms-latency.ts';
import { csmsLongTransaction } from './csms-long-transaction.ts';
import { csmsQueries } from './csms-queries.ts';
import { csmsStart } from './csms-start.ts';
import { csmsStorm } from './csms-storm.ts';
import { csmsWatchers } from './csms-watchers.ts';
import { flashAppend } from './flash-append.ts';
import { rpcCpu } from './rpc-cpu.ts';
import { stationBudget } from './station-budget.ts';
import { stationCpu } from './station-cpu.ts';
import { stationMemory } from './station-memory.ts';
import { stationMemorySim } from './station-memory-sim.ts';
import { validatorsCpu } from './validators-cpu.ts';
import { validatorsLoad } from './validators-load.ts';
import { worldSpeed } from './world-speed.ts';

/** Every figure there is, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  rpcCpu,
  connMemory,
  connMemoryDeflate,
  validatorsLoad,
  validatorsCpu,
  csmsEventCpu,
  csmsWatchers,
  csmsLatency,
  csmsStorm,
  csmsLongTransaction,
  csmsQueries,
  csmsStart,
  stationMemory,
  stationMemorySim,
  stationBudget,
  flashAppend,
  stationCpu,
  worldSpeed,
];
