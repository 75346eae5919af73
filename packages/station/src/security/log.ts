import type { StationClock } from '../clock.ts';
import { cacheInsteadOf } from '../nvm/cache-instead.ts';
import type { KeyValueStore } from '../nvm/storage.ts';

/** A security event as it is kept. */
export interface SecurityEntry {
  readonly seqNo: number;
  readonly epochMs: number;
  /** The name of 2.1 (`SECURITY_EVENTS`), or one of the vendor's. */
  readonly type: string;
  readonly techInfo?: string;
}

const STORED = 'securityLog:';

/** A rolling log (2.1 part 2, A04.FR.04): so many records of the flash, then the oldest is replaced. */
export const SECURITY_LOG_ENTRIES = 64;

/** The security log, over reboots. */
export class SecurityLog {
  readonly #values: KeyValueStore;
  /** By the place in the flash; in the order of the numbers when read out. */
  readonly #entries = new Map<number, SecurityEntry>();
  #nextSeqNo = 1;

  constructor(values: KeyValueStore) {
    this.#values = values;
    for (const key of values.keys(STORED)) {
      const entry = parse(values.get(key));
      const place = placeOf(key);
      if (entry === undefined || Number.isNaN(place)) continue;
      this.#entries.set(place, entry);
      this.#nextSeqNo = Math.max(this.#nextSeqNo, entry.seqNo + 1);
    }
  }

  /** Oldest first. */
  get entries(): readonly SecurityEntry[] {
    return [...this.#entries.values()].toSorted((a, b) => a.seqNo - b.seqNo);
  }

  add(event: Omit<SecurityEntry, 'seqNo'>): SecurityEntry {
    const entry = { ...event, seqNo: this.#nextSeqNo++ };
    const place = this.#freePlace();
    this.#entries.set(place, entry);
    this.#store(place, entry);
    return entry;
  }

  /** Where the oldest entry is, when there is no other. */
  #freePlace(): number {
    for (let place = 0; place < SECURITY_LOG_ENTRIES; place++) {
      if (!this.#entries.has(place)) return place;
    }
    return this.#placesByAge()[0] ?? 0;
  }

  #placesByAge(): readonly number[] {
    return [...this.#entries].toSorted(([, a], [, b]) => a.seqNo - b.seqNo).map(([place]) => place);
  }

  /** Where the flash has room for fewer entries, the log is that much shorter. */
  #store(place: number, { seqNo, epochMs, type, techInfo = '' }: SecurityEntry): void {
    const text = JSON.stringify([seqNo, epochMs, type, techInfo]);
    const others = this.#othersOnFlash(place);
    const went = cacheInsteadOf(this.#values, [STORED + place, text], others) ?? [];
    for (const key of went) this.#entries.delete(placeOf(key));
  }

  /** The oldest first. What was never stored stays in RAM: it would make no room. */
  *#othersOnFlash(place: number): Generator<string> {
    for (const other of this.#placesByAge()) {
      const key = STORED + other;
      if (other !== place && this.#values.get(key) !== undefined) yield key;
    }
  }
}

/** With the time that it really happened at, where it was not known then. */
export function dated(clock: Pick<StationClock, 'resolve'>, entry: SecurityEntry): SecurityEntry {
  const timestamp = new Date(entry.epochMs).toISOString();
  return { ...entry, epochMs: Date.parse(clock.resolve(timestamp)) };
}

function placeOf(key: string): number {
  return Number(key.slice(STORED.length));
}

function parse(text: string | undefined): SecurityEntry | undefined {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(value)) return undefined;
  const [seqNo, epochMs, type, techInfo]: unknown[] = value;
  if (typeof seqNo !== 'number' || typeof epochMs !== 'number') return undefined;
  if (typeof type !== 'string' || typeof techInfo !== 'string') return undefined;
  return { seqNo, epochMs, type, ...(techInfo !== '' && { techInfo }) };
}
