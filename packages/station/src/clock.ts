import type { Clock } from '@northbound/rpc';
import type { KeyValueStore } from './nvm/storage.ts';
import { readJson } from './nvm/stored-json.ts';
import { SparseMap } from './sparse-map.ts';

/** The CSMS tells the time in whole seconds or better; a smaller difference is the network's, not the clock's. */
const TOLERANCE_MS = 1_000;

/** Without a battery a clock begins at 1970. A CSMS that tells such a time does not know it either. */
const EARLIEST_MS = Date.UTC(2020);

/** No station lives so long: a CSMS that says so is wrong, and from the year 10000 on RFC 3339 has no words. */
const LATEST_MS = Date.UTC(2200);

const PROVISIONAL = 'clock:provisional';
const BOOTS = 'clock:boots';
const ERAS = 'clock:eras';
/** A provisional time is handed out so far ahead of what is written down of it. */
const LEASE_MS = 60_000;
const MAX_ERAS = 16;

/** What passed between a boot without a clock and the next boot, or the moment when the time came. */
interface Era {
  /** In provisional time. */
  readonly fromMs: number;
  /** By how much it is off. */
  readonly byMs: number;
  /** It was over then, since 1970. */
  readonly untilMs: number;
}

/**
 * The station's wall clock: the system's, corrected by the CSMS. Where the system does not know the
 * time it counts the time that it is on, from 1970 and on over reboots: such provisional times are
 * taken for what they were once the CSMS has told the time, see {@link resolve}. How long the power
 * was gone between two boots without a clock nobody knows: it counts for nothing.
 */
export class StationClock {
  readonly #clock: Clock;
  readonly #changed: (differenceMs: number) => void;
  readonly #store: KeyValueStore | undefined;
  readonly #watchers = new SparseMap<() => void, true>();
  #offsetMs = 0;
  /** Where this boot began, in provisional time. */
  readonly #bootMs: number = 0;
  #leasedMs = 0;
  /** The last timestamp, and its moment: much of what happens happens at once. */
  #shown = '';
  #shownMs = Number.NaN;

  /** @param changed hears by how much the CSMS moves the clock */
  constructor(
    clock: Clock,
    changed: (differenceMs: number) => void = () => undefined,
    store?: KeyValueStore,
  ) {
    this.#clock = clock;
    this.#changed = changed;
    this.#store = store;
    if (this.known || store === undefined) return;
    this.#bootMs = Number(store.get(PROVISIONAL) ?? 0);
    this.#leasedMs = this.#bootMs;
    // Timestamps are whole milliseconds: none of this boot may fall into the one before.
    this.#offsetMs = this.#bootMs + 1 - clock.epochMs();
  }

  /** Whether it shows a time that can be, or only how long it is on. */
  get known(): boolean {
    return isKnown(this.epochMs());
  }

  /** What the system's clock shows, which goes on over resets and is not set; absent where it does not know the time. */
  get systemMs(): number | undefined {
    const systemMs = this.#clock.epochMs();
    return isKnown(systemMs) ? systemMs : undefined;
  }

  epochMs(): number {
    return this.#clock.epochMs() + this.#offsetMs;
  }

  /** Is told each time when the CSMS has moved the clock. @returns what ends that */
  watch(watcher: () => void): () => void {
    this.#watchers.set(watcher, true);
    return () => this.#watchers.delete(watcher);
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  /** Now, as messages write it: RFC 3339 in UTC. */
  timestamp(): string {
    const nowMs = this.epochMs();
    this.#lease(nowMs);
    if (nowMs !== this.#shownMs) {
      this.#shown = new Date(nowMs).toISOString();
      this.#shownMs = nowMs;
    }
    return this.#shown;
  }

  /** What a timestamp stands for that was made before the time was known. */
  resolve(timestamp: string): string {
    const epochMs = Date.parse(timestamp);
    if (!(epochMs < EARLIEST_MS) || this.#store === undefined) return timestamp;
    const era = erasOf(this.#store).findLast(({ fromMs }) => fromMs <= epochMs);
    if (era === undefined) return timestamp;
    return new Date(Math.min(epochMs + era.byMs, era.untilMs)).toISOString();
  }

  /** Takes over `currentTime` of a BootNotification or Heartbeat answer (2.1 part 2, B01.FR.06, G02). */
  set(currentTime: string): void {
    const epochMs = Date.parse(currentTime);
    if (!(epochMs >= EARLIEST_MS && epochMs < LATEST_MS)) return;
    const differenceMs = epochMs - this.epochMs();
    if (Math.abs(differenceMs) <= TOLERANCE_MS) return;
    if (!this.known) this.#endEra(differenceMs);
    this.#offsetMs += differenceMs;
    this.#changed(differenceMs);
    for (const watcher of [...this.#watchers.keys()]) watcher();
  }

  /** No provisional time is given twice, also after a power cut. */
  #lease(nowMs: number): void {
    const store = this.#store;
    if (store === undefined || nowMs >= EARLIEST_MS || nowMs < this.#leasedMs) return;
    const isFirst = this.#leasedMs === this.#bootMs;
    if (isFirst) store.set(BOOTS, JSON.stringify([...bootsOf(store), this.#bootMs]));
    this.#leasedMs = Math.ceil(nowMs) + LEASE_MS;
    store.set(PROVISIONAL, String(this.#leasedMs));
  }

  /**
   * The time has come. How long this boot lasted is known; of the boots before it only that they
   * were over when the next one began, and that no more than a lease of each was never used. The
   * latest time that can be is taken: then nothing seems older than what happened before it.
   */
  #endEra(byMs: number): void {
    const store = this.#store;
    if (store === undefined) return;
    const untilMs = Math.floor(this.epochMs() + byMs);
    let next: Era = { fromMs: this.#bootMs, byMs: Math.floor(byMs), untilMs };
    const eras = [next];
    const before = erasOf(store);
    // A power cut may have come between an era's record and the end of its boots.
    const datedMs = before.at(-1)?.fromMs ?? -1;
    for (const fromMs of bootsOf(store).reverse()) {
      if (fromMs === this.#bootMs || fromMs <= datedMs) continue;
      const overMs = Math.floor(Math.min(next.fromMs + next.byMs, next.untilMs)) - 1;
      next = { fromMs, byMs: next.byMs + LEASE_MS, untilMs: overMs };
      eras.unshift(next);
    }
    const all = [...before, ...eras].slice(-MAX_ERAS);
    // Where the memory is full the oldest ones go: what they would date is told long since.
    while (!store.set(ERAS, JSON.stringify(all)) && all.length > 0) all.shift();
    store.delete(BOOTS);
    store.set(PROVISIONAL, String(Math.ceil(Math.max(this.#leasedMs, this.epochMs() + 1))));
  }
}

/** Whether it can be a time, in ms since 1970, or is how long a station was on before it knew the time. */
export function isKnown(epochMs: number): boolean {
  return epochMs >= EARLIEST_MS;
}

function bootsOf(store: KeyValueStore): number[] {
  const value = readJson(store, BOOTS);
  return Array.isArray(value) ? value.filter((boot) => typeof boot === 'number') : [];
}

function erasOf(store: KeyValueStore): readonly Era[] {
  const value = readJson(store, ERAS);
  return Array.isArray(value) ? value.filter(isEra) : [];
}

function isEra(value: unknown): value is Era {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fromMs' in value &&
    'byMs' in value &&
    'untilMs' in value
  );
}
