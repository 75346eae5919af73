import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { SIMULATION } from '../harness/simulation.ts';
import { summarize } from '../harness/statistics.ts';

const STATIONS = 500;
const ROUND_MS = 120_000;
const ROUNDS = 15;
const WARM_UP_MS = 10 * ROUND_MS;
/** Of what a station with default settings sends while it charges. */
const EVENT_INTERVAL_MS = 60_000;

export const stationCpu: Figure = {
  id: 'station-cpu',
  title:
    'stations that charge and send a meter value every 60 s, simulated in real time by one core',
  unit: 'stations',
  reach: { atLeast: 100_000 },
  async measure(signal) {
    await using simulation = new Child(SIMULATION, signal);
    await simulation.ask('boot', { stations: STATIONS });
    await simulation.ask('beginCharging');
    await simulation.ask('pass', { durationMs: WARM_UP_MS });
    const stations: number[] = [];
    const eventUs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { cpuUs = 0, events = 0 } = await simulation.ask('pass', { durationMs: ROUND_MS });
      const expected = (STATIONS * ROUND_MS) / EVENT_INTERVAL_MS;
      if (events !== expected) throw new Error(`${events} meter values, not ${expected}`);
      stations.push((STATIONS * ROUND_MS * 1000) / cpuUs);
      eventUs.push(cpuUs / events);
    }
    const { median: value, low, high } = summarize(stations);
    return {
      value,
      low,
      high,
      rows: [
        {
          ...rowOf('all that a station does in a minute, CSMS included', summarize(eventUs), 'µs'),
          ours: true,
        },
      ],
    };
  },
};
