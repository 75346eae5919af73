import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { WORLD } from '../harness/simulation.ts';
import { summarize } from '../harness/statistics.ts';

const STATIONS = 3;
const DAYS = 2;
const STATION_DAYS = STATIONS * DAYS;
const ROUNDS = 5;

export const worldSpeed: Figure = {
  id: 'world-speed',
  title: 'days of busy stations, their CSMS included, that one core simulates in a second',
  unit: 'station-days/s',
  reach: { atLeast: 50 },
  async measure(signal) {
    await using world = new Child(WORLD, signal);
    const live = (seed: number) => world.ask('live', { seed, stations: STATIONS, days: DAYS });
    await live(ROUNDS + 1);
    const speeds: number[] = [];
    const frameUs: number[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const { cpuUs = 0, frames = 0 } = await live(seed);
      speeds.push((STATION_DAYS * 1_000_000) / cpuUs);
      frameUs.push(cpuUs / frames);
    }
    const { median: value, low, high } = summarize(speeds);
    return {
      value,
      low,
      high,
      rows: [
        {
          ...rowOf('all that both sides and the checkers do for a frame', summarize(frameUs), 'µs'),
          ours: true,
        },
      ],
    };
  },
};
