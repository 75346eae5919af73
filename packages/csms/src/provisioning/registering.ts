import type { Core } from '../core.ts';
import { type PageRequest, pageOf } from '../paging.ts';
import type { Registration, Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { Registrations } from './registrations.ts';
import type { Setup } from './setup.ts';
import type { RegistrationView } from './views.ts';

/** What operators see and say of registrations. */
export class Registering {
  readonly #core: Core;
  readonly #registrations: Registrations;
  readonly #setup: Setup;

  constructor(core: Core, registrations: Registrations, setup: Setup) {
    this.#core = core;
    this.#registrations = registrations;
    this.#setup = setup;
  }

  /** @throws CommandError `unknownStation` */
  view(stationId: string): Promise<RegistrationView> {
    const station = this.#core.stations.known(stationId);
    return this.#viewOf(station);
  }

  /** @throws CommandError `unknownStation` */
  async decide(
    stationId: string,
    registration: Registration,
    by: string,
    reason: string | undefined,
  ): Promise<RegistrationView> {
    return this.#viewOf(await this.#registrations.decide(stationId, registration, by, reason));
  }

  /** Stations that have booted and are not accepted, in the order of their ids. */
  async held({ cursor, limit }: PageRequest): Promise<Page<RegistrationView>> {
    const found: Station[] = [];
    for (const station of this.#core.stations.all()) {
      const { registration } = station.record;
      if (registration === undefined || registration === 'Accepted') continue;
      if (cursor !== undefined && station.id <= cursor) continue;
      if (found.push(station) > limit) break;
    }
    const { items, ...page } = pageOf(
      found,
      limit,
      (station) => station,
      ({ id }) => id,
    );
    return { ...page, items: await Promise.all(items.map((station) => this.#viewOf(station))) };
  }

  async #viewOf(station: Station): Promise<RegistrationView> {
    const { registration } = station.record;
    const decision = this.#registrations.decision(station.id);
    const next = this.#registrations.next(station);
    return {
      stationId: station.id,
      ...(registration === undefined ? {} : { registration }),
      next,
      ...(decision === undefined
        ? {}
        : {
            decidedBy: decision.by,
            decidedAt: timestampOf(decision.atMs),
            ...(decision.reason === undefined ? {} : { reason: decision.reason }),
          }),
      waitsFor: next === 'Pending' ? await this.#setup.waitsFor(station) : [],
    };
  }
}
