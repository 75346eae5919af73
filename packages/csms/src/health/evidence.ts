import type { Refusal } from '../gateway/refusals.ts';
import type { Station } from '../stations/station.ts';
import { energyOf } from '../transactions/energy.ts';

/** Samples of the clock that are compared. */
const CLOCK_SAMPLES = 5;
/** Between two samples: the clock does not run away, and each sample costs a look into a message. */
const SAMPLE_EVERY_MS = 60_000;
/** How far a clock may be off and still be called right. */
export const CLOCK_OFF_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Connections that are counted; more are not worth telling apart. */
const MOST_CONNECTIONS = 100;

/** An answer to a question that was asked only to get one. */
export interface Canary {
  readonly askedAtMs: number;
  /** Undefined when none came in time. */
  readonly answeredInMs: number | undefined;
}

interface Connected {
  readonly atMs: number;
  /** Whether another connection was open until then. */
  readonly takesPlace: boolean;
}

/** A register of a transaction, and since when it stands where it is. */
export interface StandingMeter {
  readonly registerWh: number;
  readonly sinceMs: number;
}

/** What was seen of one station, for as long as this process runs. */
export class Evidence {
  lastAlive: { readonly atMs: number; readonly action: string } | undefined;
  canary: Canary | undefined;
  /** Questions without an answer since the last one that had it. */
  unanswered = 0;
  /** When an answer to any question came last; 0 when none did. */
  answeredAtMs = 0;
  /** The last time it was turned away, since it has connected last. */
  refusal: Refusal | undefined;
  readonly meters = new Map<number, StandingMeter>();
  #connections: Connected[] = [];
  #clock: number[] = [];
  #sampledAtMs = Number.NEGATIVE_INFINITY;

  answered(nowMs: number): void {
    this.unanswered = 0;
    this.answeredAtMs = nowMs;
  }

  connected(nowMs: number, takesPlace: boolean): void {
    this.refusal = undefined;
    this.#connections.push({ atMs: nowMs, takesPlace });
    if (this.#connections.length > MOST_CONNECTIONS) this.#connections.shift();
  }

  /** Of the last hour. */
  connections(nowMs: number): readonly Connected[] {
    this.#connections = this.#connections.filter(({ atMs }) => atMs > nowMs - HOUR_MS);
    return this.#connections;
  }

  /** A CALL of the station: only a running program sends one. */
  heard(action: string, text: string, nowMs: number): void {
    this.lastAlive = { atMs: nowMs, action };
    const isDue = nowMs - this.#sampledAtMs >= SAMPLE_EVERY_MS;
    const last = Math.abs(this.#clock.at(-1) ?? 0);
    if (!isDue && last <= CLOCK_OFF_MS) return;
    const drift = driftIn(action, text, nowMs);
    if (drift === undefined) return;
    if (isDue) {
      this.#sampledAtMs = nowMs;
      this.#clock.push(drift);
      if (this.#clock.length > CLOCK_SAMPLES) this.#clock.shift();
    } else if (Math.abs(drift) < last) {
      // What 1.6 tells again after an outage looks old; what follows it does not, where the clock is right.
      this.#clock[this.#clock.length - 1] = drift;
    }
  }

  /**
   * Milliseconds by which the station's clock is ahead. A message may have waited, and looks old then: the sample that
   * lies closest to our clock is the one that waited least.
   */
  get clockDriftMs(): number | undefined {
    let least: number | undefined;
    for (const drift of this.#clock) {
      if (least === undefined || Math.abs(drift) < Math.abs(least)) least = drift;
    }
    return least;
  }

  /** Notes where the meters of transactions under way stand. */
  lookAtMeters(station: Station, nowMs: number): void {
    const seen = new Set<number>();
    for (const { key, registers } of station.transactions) {
      const registerWh = energyOf(registers, 'import')?.end.value;
      if (registerWh === undefined) continue;
      seen.add(key);
      const known = this.meters.get(key);
      if (known?.registerWh === registerWh) continue;
      this.meters.set(key, { registerWh, sinceMs: nowMs });
    }
    for (const key of this.meters.keys()) if (!seen.has(key)) this.meters.delete(key);
  }
}

/** Messages that tell the moment at which they are sent. */
const DATED: ReadonlySet<string> = new Set([
  'StatusNotification',
  'NotifyEvent',
  'TransactionEvent',
  'StartTransaction',
  'StopTransaction',
]);

function driftIn(action: string, text: string, nowMs: number): number | undefined {
  if (!DATED.has(action) || text.includes('"offline":true')) return undefined;
  const [, timestamp] = /"timestamp":"([^"]{20,40})"/.exec(text) ?? [];
  const atMs = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(atMs) ? undefined : atMs - nowMs;
}
