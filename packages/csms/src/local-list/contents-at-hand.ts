import type { Version } from '@northbound/protocol';
import type { Database } from '../store/database.ts';
import { differences, type Entry, type Fitting, fitting } from './contents.ts';
import { readContents } from './sql.ts';

type Entries = readonly Entry[];

/** Entries that stay in memory, over all contents. */
const MOST_AT_HAND = 200_000;

/** One station needs two contents: what it should hold, and what it holds. */
const LEAST_AT_HAND = 2;

/**
 * Contents of lists, and what follows from them: when a token changes, each station of a fleet needs the same ones, and
 * to read and compare thousands of entries anew for each would keep all others waiting.
 */
export class ContentsAtHand {
  readonly #database: Database;
  /** By list and version, what was used last at the end. */
  readonly #contents = new Map<string, Entries>();
  readonly #reading = new Map<string, Promise<Entries | undefined>>();
  readonly #fitting = new WeakMap<Entries, Map<Version, Fitting>>();
  readonly #differences = new WeakMap<Entries, WeakMap<Entries, Entries>>();

  constructor(database: Database) {
    this.#database = database;
  }

  async of(list: string, version: number): Promise<Entries | undefined> {
    const name = nameOf(list, version);
    const entries = this.#contents.get(name) ?? (await this.#read(list, version));
    if (entries === undefined) return undefined;
    this.#contents.delete(name);
    this.#contents.set(name, entries);
    this.#makeRoom();
    return entries;
  }

  /** Its contents are gone, and the next list of its name counts them anew. */
  forget(list: string): void {
    for (const name of this.#contents.keys()) {
      const [of] = JSON.parse(name);
      if (of === list) this.#contents.delete(name);
    }
  }

  fitting(entries: Entries, version: Version): Fitting {
    const known = this.#fitting.get(entries) ?? new Map<Version, Fitting>();
    const found = known.get(version) ?? fitting(entries, version);
    this.#fitting.set(entries, known.set(version, found));
    return found;
  }

  differences(before: Entries, after: Entries): Entries {
    const known = this.#differences.get(before) ?? new WeakMap<Entries, Entries>();
    const found = known.get(after) ?? differences(before, after);
    this.#differences.set(before, known.set(after, found));
    return found;
  }

  /** Stations that ask at the same time share one reading. */
  #read(list: string, version: number): Promise<Entries | undefined> {
    const name = nameOf(list, version);
    const reading =
      this.#reading.get(name) ??
      readContents(this.#database, list, version).finally(() => this.#reading.delete(name));
    this.#reading.set(name, reading);
    return reading;
  }

  #makeRoom(): void {
    let size = 0;
    for (const { length } of this.#contents.values()) size += length;
    for (const [name, { length }] of this.#contents) {
      if (size <= MOST_AT_HAND || this.#contents.size <= LEAST_AT_HAND) return;
      this.#contents.delete(name);
      size -= length;
    }
  }
}

function nameOf(list: string, version: number): string {
  return JSON.stringify([list, version]);
}
