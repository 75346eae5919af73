import type { Figure } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { SIMULATION } from '../harness/simulation.ts';

const STATIONS = 30_000;
const GB = 1024 ** 3;

export const stationMemorySim: Figure = {
  id: 'station-memory-sim',
  title: `stations with their hardware, booted and without sockets, that 1 GB holds; all of a process with ${STATIONS.toLocaleString('en')}`,
  unit: 'stations',
  reach: { atLeast: 30_000 },
  async measure(signal) {
    await using simulation = new Child(SIMULATION, signal, ['--expose-gc']);
    const startBytes = await simulation.askFor('rssBytes', 'memory');
    await simulation.ask('boot', { stations: STATIONS });
    const { rssBytes = 0, heapBytes = 0 } = await simulation.ask('memory');
    return {
      value: (STATIONS * GB) / rssBytes,
      rows: [
        { name: 'the process with them', value: rssBytes / 1024 ** 2, unit: 'MB', ours: true },
        { name: 'heap of it', value: heapBytes / 1024 ** 2, unit: 'MB', ours: true },
        { name: 'the process without', value: startBytes / 1024 ** 2, unit: 'MB' },
      ],
    };
  },
};
