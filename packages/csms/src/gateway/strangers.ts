import { remember } from '../remember.ts';
import type { Stations } from '../stations/stations.ts';
import { timestampOf } from '../timestamps.ts';
import type { Refusal } from './refusals.ts';
import type { StrangerView } from './views.ts';

/** Anybody can make up names: those that knocked longest ago are forgotten. */
const MOST = 200;

interface Stranger {
  readonly firstAtMs: number;
  readonly times: number;
  readonly last: Refusal;
}

/** Who knocked under a name that no station has, since this CSMS runs. */
export class Strangers {
  readonly #stations: Pick<Stations, 'get'>;
  /** By identity; who knocked last is last. */
  readonly #known = new Map<string, Stranger>();

  constructor(stations: Pick<Stations, 'get'>) {
    this.#stations = stations;
  }

  note(identity: string, last: Refusal): void {
    const { firstAtMs = last.atMs, times = 0 } = this.#known.get(identity) ?? {};
    remember(this.#known, identity, { firstAtMs, times: times + 1, last }, MOST);
  }

  /** Who knocked last is first. One that was registered since is none. */
  list(): StrangerView[] {
    return [...this.#known]
      .filter(([identity]) => this.#stations.get(identity) === undefined)
      .reverse()
      .map(([stationId, { firstAtMs, times, last }]) => ({
        stationId,
        firstAt: timestampOf(firstAtMs),
        lastAt: timestampOf(last.atMs),
        times,
        remoteAddress: last.remoteAddress,
        reason: last.reason,
      }));
  }
}
