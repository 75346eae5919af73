import type { Clock } from '@northbound/rpc';
import type { KeyValueStore } from './nvm/storage.ts';
import { readJson } from './nvm/stored-json.ts';

/** The CSMS tells the time in whole seconds or better; a smaller difference is the network's, not the clock's. */
const TOLERANCE_MS = 1_000;

/** Without a battery a clock begins at 1970. */
const EARLIEST_MS = Date.UTC(2020);

const PROVISIONAL = 'clock:provisional';
const ERA_START = 'clock:eraStart';
const ERAS = 'clock:eras';
/** A provisional time is handed out so far ahead of what is written down of it. */
const LEASE_MS = 60_000;
const MAX_ERAS = 16;

/** A span of time without a clock, and by how much it is off. */
interface Era {
  readonly fromMs: number;
  readonly byMs: number;
}

/**
 * The station's wall clock: the system's, corrected by the CSMS. Where the system does not know the
 * time it counts the time that it is on, from 1970 and on over reboots: such provisional times are
 * taken for what they were once the CSMS has told the time, see {@link resolve}. A power cut between
 * two boots without a clock counts for nothing.
 */
export class StationClock {
  readonly #clock: Clock;
  readonly #changed: (differenceMs: number) => void;
  readonly #store: KeyValueStore | undefined;
  #offsetMs = 0;
  #leasedMs = 0;

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
    this.#leasedMs = Number(store.get(PROVISIONAL) ?? 0);
    this.#offsetMs = this.#leasedMs - clock.epochMs();
  }

  /** Whether it shows a time that can be, or only how long it is on. */
  get known(): boolean {
    return this.epochMs() >= EARLIEST_MS;
  }

  epochMs(): number {
    return this.#clock.epochMs() + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  /** Now, as messages write it: RFC 3339 in UTC. */
  timestamp(): string {
    this.#lease();
    return new Date(this.epochMs()).toISOString();
  }

  /** What a timestamp stands for that was made before the time was known. */
  resolve(timestamp: string): string {
    const epochMs = Date.parse(timestamp);
    if (!(epochMs < EARLIEST_MS) || this.#store === undefined) return timestamp;
    const era = erasOf(this.#store).findLast(({ fromMs }) => fromMs <= epochMs);
    return era === undefined ? timestamp : new Date(epochMs + era.byMs).toISOString();
  }

  /** Takes over `currentTime` of a BootNotification or Heartbeat answer (2.1 part 2, B01.FR.06, G02). */
  set(currentTime: string): void {
    const epochMs = Date.parse(currentTime);
    if (Number.isNaN(epochMs)) return;
    const differenceMs = epochMs - this.epochMs();
    if (Math.abs(differenceMs) <= TOLERANCE_MS) return;
    if (!this.known) this.#endEra(differenceMs);
    this.#offsetMs += differenceMs;
    this.#changed(differenceMs);
  }

  /** No provisional time is given twice, also after a power cut. */
  #lease(): void {
    if (this.known || this.epochMs() < this.#leasedMs) return;
    this.#leasedMs = this.epochMs() + LEASE_MS;
    this.#store?.set(PROVISIONAL, String(this.#leasedMs));
  }

  #endEra(byMs: number): void {
    const store = this.#store;
    if (store === undefined) return;
    const fromMs = Number(store.get(ERA_START) ?? 0);
    const eras = [...erasOf(store), { fromMs, byMs }].slice(-MAX_ERAS);
    store.set(ERAS, JSON.stringify(eras));
    const nextMs = String(Math.max(this.#leasedMs, this.epochMs() + 1));
    store.set(ERA_START, nextMs);
    store.set(PROVISIONAL, nextMs);
  }
}

function erasOf(store: KeyValueStore): readonly Era[] {
  const value = readJson(store, ERAS);
  return Array.isArray(value) ? value.filter(isEra) : [];
}

function isEra(value: unknown): value is Era {
  return typeof value === 'object' && value !== null && 'fromMs' in value && 'byMs' in value;
}
