import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import { loadGroups, replaceGroups } from './group-sql.ts';

/** Names that operators give to sets of stations: a site, a fleet, a pilot. A station may be in several. */
export class Groups {
  readonly #core: Core;
  readonly #ofStation: Map<string, ReadonlySet<string>>;

  private constructor(core: Core, ofStation: Map<string, ReadonlySet<string>>) {
    this.#core = core;
    this.#ofStation = ofStation;
    core.signals.on('removed', ({ station }) => this.#ofStation.delete(station.id));
  }

  static async load(core: Core): Promise<Groups> {
    const ofStation = new Map<string, Set<string>>();
    for (const { stationId, group } of await loadGroups(core.database)) {
      const known = ofStation.get(stationId);
      if (known === undefined) ofStation.set(stationId, new Set([group]));
      else known.add(group);
    }
    return new Groups(core, ofStation);
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

  /** Every group with the number of its stations. */
  all(): readonly { readonly group: string; readonly stations: number }[] {
    const counts = new Map<string, number>();
    for (const groups of this.#ofStation.values()) {
      for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return [...counts]
      .map(([group, stations]) => ({ group, stations }))
      .sort((a, b) => (a.group < b.group ? -1 : 1));
  }

  /** @throws CommandError `unknownStation` */
  async put(stationId: string, groups: readonly string[]): Promise<readonly string[]> {
    const station = this.#core.stations.get(stationId);
    if (station === undefined) {
      throw new CommandError('unknownStation', `There is no station "${stationId}".`);
    }
    const unique = new Set(groups);
    await this.#core.database.write(replaceGroups(stationId, [...unique]));
    this.#ofStation.set(stationId, unique);
    this.#core.signals.emit('regrouped', { station });
    return this.of(stationId);
  }
}
