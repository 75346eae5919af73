import type { Clock } from '@northbound/rpc';
import { BUSY, countTargets, type Target } from './campaign.ts';
import type { TargetCounts, TargetState } from './views.ts';

/** The stations of a campaign in memory, counted by their states. */
export class Targets {
  readonly #clock: Clock;
  readonly #byStation: Map<string, Target>;
  readonly #counts: Record<TargetState, number>;

  constructor(clock: Clock, targets: readonly Target[]) {
    this.#clock = clock;
    this.#byStation = new Map(targets.map((target) => [target.stationId, target]));
    this.#counts = { ...countTargets(targets.map(({ state }) => state)) };
  }

  get counts(): TargetCounts {
    return { ...this.#counts };
  }

  get busy(): number {
    let busy = 0;
    for (const state of BUSY) busy += this.#counts[state];
    return busy;
  }

  get(stationId: string): Target | undefined {
    return this.#byStation.get(stationId);
  }

  in(state: TargetState): Target[] {
    return [...this.#byStation.values()].filter((target) => target.state === state);
  }

  change(target: Target, change: Partial<Target>): Target {
    const changed = { ...target, ...change, updatedAtMs: this.#clock.epochMs() };
    this.#counts[target.state] -= 1;
    this.#counts[changed.state] += 1;
    this.#byStation.set(changed.stationId, changed);
    return changed;
  }
}
