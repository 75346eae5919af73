import type { Core } from '../core.ts';
import { loadGroups, replaceGroups } from './group-sql.ts';
import { loadSites, removeSite, saveSite } from './site-sql.ts';
import type { SiteView } from './site-views.ts';

export interface GroupView {
  readonly group: string;
  readonly stations: number;
  readonly site?: SiteView;
}

/** Names that operators give to sets of stations: a site, a fleet, a pilot. A station may be in several. */
export class Groups {
  readonly #core: Core;
  readonly #ofStation: Map<string, ReadonlySet<string>>;
  readonly #sites: Map<string, SiteView>;

  private constructor(
    core: Core,
    ofStation: Map<string, ReadonlySet<string>>,
    sites: Map<string, SiteView>,
  ) {
    this.#core = core;
    this.#ofStation = ofStation;
    this.#sites = sites;
    core.signals.on('removed', ({ station }) => this.#ofStation.delete(station.id));
  }

  static async load(core: Core): Promise<Groups> {
    const ofStation = new Map<string, Set<string>>();
    for (const { stationId, group } of await loadGroups(core.database)) {
      const known = ofStation.get(stationId);
      if (known === undefined) ofStation.set(stationId, new Set([group]));
      else known.add(group);
    }
    return new Groups(core, ofStation, await loadSites(core.database));
  }

  has(stationId: string, group: string): boolean {
    return this.#ofStation.get(stationId)?.has(group) === true;
  }

  /** In alphabetical order. */
  of(stationId: string): readonly string[] {
    return [...(this.#ofStation.get(stationId) ?? [])].sort();
  }

  /** The ids of its stations, in order. */
  members(group: string): readonly string[] {
    return this.#core.stations
      .all()
      .map(({ id }) => id)
      .filter((id) => this.has(id, group));
  }

  /** Every group with the number of its stations, and its place where it is a site. */
  all(): readonly GroupView[] {
    const counts = new Map([...this.#sites.keys()].map((group) => [group, 0]));
    for (const groups of this.#ofStation.values()) {
      for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return [...counts]
      .map(([group, stations]) => {
        const site = this.#sites.get(group);
        return { group, stations, ...(site === undefined ? {} : { site }) };
      })
      .sort((a, b) => (a.group < b.group ? -1 : 1));
  }

  site(group: string): SiteView | undefined {
    return this.#sites.get(group);
  }

  /** Says where the stations of a group stand. */
  async putSite(group: string, site: SiteView): Promise<void> {
    await this.#core.database.write([saveSite(group, site)]);
    this.#sites.set(group, site);
  }

  /** The group stays. @returns false when it was no site */
  async removeSite(group: string): Promise<boolean> {
    if (!this.#sites.has(group)) return false;
    await this.#core.database.write([removeSite(group)]);
    return this.#sites.delete(group);
  }

  /** @throws CommandError `unknownStation` */
  async put(stationId: string, groups: readonly string[]): Promise<readonly string[]> {
    const station = this.#core.stations.known(stationId);
    const unique = new Set(groups);
    await this.#core.database.write(replaceGroups(stationId, [...unique]));
    this.#ofStation.set(stationId, unique);
    this.#core.signals.emit('regrouped', { station });
    return this.of(stationId);
  }
}
