import { type Figure, type Row, rowOf } from '../figure.ts';
import type { Numbers } from '../harness/child.ts';
import { Child } from '../harness/parent.ts';
import { WORLD } from '../harness/simulation.ts';
import { summarize } from '../harness/statistics.ts';

const ROUNDS = 5;
/** Worlds of other seeds before them: a campaign of thousands pays once for the compiler, which works through the first. */
const WARM_UPS = 4;
/** A world lives on so long after its last day: everybody leaves, everything heals. */
const HEALING_DAYS = 16 / 24;

export const worldSpeed: Figure = {
  id: 'world-speed',
  title:
    'days of busy stations, their CSMS included, that `world explore` simulates in a second of a core',
  unit: 'station-days/s',
  reach: { atLeast: 50 },
  async measure(signal) {
    await using child = new Child(WORLD, signal);
    const live = async (seed: number) => new LivedWorld(await child.ask('live', { seed }));
    const first = await live(ROUNDS + 1);
    for (let seed = 2; seed <= WARM_UPS; seed++) await live(ROUNDS + seed);
    const worlds: LivedWorld[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) worlds.push(await live(seed));
    const row = (name: string, unit: string, of: (world: LivedWorld) => number): Row => ({
      ...rowOf(name, summarize(worlds.map(of)), unit),
      ours: true,
    });
    const { median: value, low, high } = summarize(worlds.map((world) => world.daysIn(0)));
    return {
      value,
      low,
      high,
      rows: [
        row('the 16 hours in which each world heals counted, too', 'station-days/s', (world) =>
          world.daysIn(HEALING_DAYS),
        ),
        {
          name: 'the first world of a process, before the compiler has seen it',
          value: first.daysIn(0),
          unit: 'station-days/s',
          ours: true,
        },
        row('all that both sides and the checkers do for a frame', 'µs', (world) => world.frameUs),
        row('frames of a station in a day', 'frames', (world) => world.aDay('busyFrames')),
        row('sessions of a station in a day', 'sessions', (world) => world.aDay('sessions')),
        row('messages with meter values of a station in a day', 'messages', (world) =>
          world.aDay('meterValues'),
        ),
        row('heartbeats of a station in a day', 'messages', (world) => world.aDay('heartbeats')),
      ],
    };
  },
};

/** What a world has cost, and how busy it was. */
class LivedWorld {
  readonly #numbers: Numbers;

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** Station-days in a second of a core, when so many days more are counted for each station. */
  daysIn(moreDays: number): number {
    return (this.#of('stations') * (this.#of('days') + moreDays)) / (this.#of('cpuUs') / 1_000_000);
  }

  get frameUs(): number {
    return this.#of('cpuUs') / this.#of('frames');
  }

  /** Of one station, in one of the days in which people come. */
  aDay(what: string): number {
    return this.#of(what) / (this.#of('stations') * this.#of('days'));
  }

  #of(name: string): number {
    const number = this.#numbers[name];
    if (number === undefined) throw new Error(`no ${name} of a world`);
    return number;
  }
}
