import type { KeyValueStore } from '../nvm/storage.ts';

/** A security event as it is kept. */
export interface SecurityEntry {
  readonly seqNo: number;
  readonly epochMs: number;
  /** The name of 2.1 (`SECURITY_EVENTS`), or one of the vendor's. */
  readonly type: string;
  readonly techInfo?: string;
  /** Critical, and the CSMS has not confirmed it yet. */
  readonly pending: boolean;
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
      const place = Number(key.slice(STORED.length));
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
    this.#put(this.#freePlace(), entry);
    return entry;
  }

  /** The CSMS has it. */
  confirm(seqNo: number): void {
    for (const [place, entry] of this.#entries) {
      if (entry.seqNo === seqNo && entry.pending) this.#put(place, { ...entry, pending: false });
    }
  }

  /** Where the oldest entry is that the CSMS need not get any more; of all, when it has got none. */
  #freePlace(): number {
    if (this.#entries.size < SECURITY_LOG_ENTRIES) return this.#entries.size;
    const places = [...this.#entries].toSorted(([, a], [, b]) => a.seqNo - b.seqNo);
    const [place] = places.find(([, { pending }]) => !pending) ?? places[0] ?? [0];
    return place;
  }

  #put(place: number, entry: SecurityEntry): void {
    this.#entries.set(place, entry);
    const { seqNo, epochMs, type, techInfo = '', pending } = entry;
    this.#values.set(
      STORED + place,
      JSON.stringify([seqNo, epochMs, type, techInfo, Number(pending)]),
    );
  }
}

function parse(text: string | undefined): SecurityEntry | undefined {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(value)) return undefined;
  const [seqNo, epochMs, type, techInfo, pending]: unknown[] = value;
  if (typeof seqNo !== 'number' || typeof epochMs !== 'number') return undefined;
  if (typeof type !== 'string' || typeof techInfo !== 'string') return undefined;
  return { seqNo, epochMs, type, pending: pending === 1, ...(techInfo !== '' && { techInfo }) };
}
