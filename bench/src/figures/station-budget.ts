import type { Figure } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { FLASH, SIMULATION } from '../harness/simulation.ts';

/** Enough that the engine has dropped the code that runs once, which is more than many stations. */
const WARM_UP = 150;
const STATIONS = 200;
const KB = 1024;

export const stationBudget: Figure = {
  id: 'station-budget',
  title:
    'RAM of one station with a full queue on 1 MiB of flash: heap of all its blocks and its device model, and the flash index',
  unit: 'kB',
  async measure(signal) {
    await using flash = new Child(FLASH, signal);
    const { emptyBytes = 0, mostBytes = 0, mostMessages = 0 } = await flash.ask('fillQueue');
    const heap = await heapBytes(signal);
    const ours = true;
    return {
      value: (heap + mostBytes) / KB,
      rows: [
        { name: 'heap, its simulated hardware included', value: heap / KB, unit: 'kB', ours },
        { name: 'flash index, queue full', value: mostBytes / KB, unit: 'kB', ours },
        { name: 'flash index, nothing stored', value: emptyBytes / KB, unit: 'kB', ours },
        { name: 'events in the full queue', value: mostMessages, unit: 'events', ours },
      ],
    };
  },
};

/** Of a station that is booted on an empty flash and idle. */
async function heapBytes(signal: AbortSignal): Promise<number> {
  await using simulation = new Child(SIMULATION, signal, ['--expose-gc']);
  await simulation.ask('boot', { stations: WARM_UP, flash: true });
  const before = await simulation.askFor('heapBytes', 'memory');
  await simulation.ask('boot', { stations: STATIONS, flash: true });
  const after = await simulation.askFor('heapBytes', 'memory');
  return (after - before) / STATIONS;
}
