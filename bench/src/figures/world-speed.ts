import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { WORLD } from '../harness/simulation.ts';
import { summarize } from '../harness/statistics.ts';

const ROUNDS = 5;
/** Worlds of other seeds before them: a campaign pays for the compiler once. */
const WARM_UPS = 2;
/** A world lives on so long after its last day: everybody leaves, everything heals. */
const HEALING_DAYS = 16 / 24;

export const worldSpeed: Figure = {
  id: 'world-speed',
  title:
    'days of busy stations, their CSMS included, that `world explore` simulates in a second of a core',
  unit: 'station-days/s',
  reach: { atLeast: 50 },
  async measure(signal) {
    await using world = new Child(WORLD, signal);
    const live = (seed: number) => world.ask('live', { seed });
    for (let seed = 1; seed <= WARM_UPS; seed++) await live(ROUNDS + seed);
    const speeds: number[] = [];
    const whole: number[] = [];
    const frameUs: number[] = [];
    const framesADay: number[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const { cpuUs = 0, stations = 0, days = 0, frames = 0 } = await live(seed);
      const cpuS = cpuUs / 1_000_000;
      speeds.push((stations * days) / cpuS);
      whole.push((stations * (days + HEALING_DAYS)) / cpuS);
      frameUs.push(cpuUs / frames);
      framesADay.push(frames / (stations * (days + HEALING_DAYS)));
    }
    const { median: value, low, high } = summarize(speeds);
    const row = (name: string, values: readonly number[], unit: string) => ({
      ...rowOf(name, summarize(values), unit),
      ours: true,
    });
    return {
      value,
      low,
      high,
      rows: [
        row('the 16 hours in which each world heals counted, too', whole, 'station-days/s'),
        row('all that both sides and the checkers do for a frame', frameUs, 'µs'),
        row('frames of a station in a day', framesADay, 'frames'),
      ],
    };
  },
};
