import { drawRandomDelays, type InstalledProfile, type RandomDelays } from '@northbound/energy';
import type { Version } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import { readJson } from '../nvm/stored-json.ts';
import { SparseMap } from '../sparse-map.ts';

/** On flash: the transaction that charges with priority, by EVSE. */
const PRIORITISED = 'smartCharging:prioritised:';

/** On flash: where the profiles of a transaction count from, by EVSE, if not from its beginning. */
const RELATIVE_START = 'smartCharging:relativeStart:';

/** On flash: the priority of a transaction, where it has one, by EVSE. */
const PRIORITY = 'smartCharging:priority:';

/** Transactions and power paths that begin in the same second begin together. */
const TOGETHER_MS = 1_000;

/** What smart charging knows of the vehicle at an EVSE, from its authorization to the end of its transaction. */
interface Session {
  /** When the power path closed (1.6: when charging began), on the monotonic clock. */
  startMs?: number;
  /** Of a transaction that goes on after an interruption, when that was before it: RFC 3339. */
  resumedFrom?: string;
  /** The transaction of which it is known what to count from after an interruption. */
  remembered?: string;
  /** `chargingPriority` of the token, −9…9. */
  priority?: number;
  /** That of a transaction: it counts before that of the token (2.1 part 2, K03.FR.05). */
  transactionPriority?: { readonly transactionId: string; readonly priority: number };
  /** The transaction that charges with priority (2.1 part 2, K21). */
  prioritised?: string;
  /** By profile id. */
  readonly delays: Map<number, DrawnDelays>;
}

/** Drawn once for a transaction, and again for a profile that comes anew during it (K01.FR.93). */
interface DrawnDelays {
  readonly transactionId: string;
  /** Each profile that comes brings schedules of its own. */
  readonly schedules: InstalledProfile['profile']['chargingSchedule'];
  readonly delays: RandomDelays;
}

/** The sessions of all EVSEs; nothing for those that nobody uses. */
export class Sessions {
  readonly #core: Core;
  readonly #sessions = new SparseMap<number, Session>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Begins, dates and ends the session of an EVSE. */
  follow(evse: Evse, version: Version): void {
    const { connected, authorized, flowing } = evse.conditions;
    const { running } = evse.transaction;
    if (evse.authorization.state === 'None' && running === undefined) {
      this.#sessions.delete(evse.id);
      for (const key of [PRIORITISED, RELATIVE_START, PRIORITY]) this.#forget(key + evse.id);
      return;
    }
    // Only 2.1 has transactions that go on.
    if (version === '2.1') this.#rememberPriority(evse);
    const begins = version === '1.6' ? flowing : connected && authorized;
    if (!begins) return;
    const session = this.#session(evse.id);
    session.startMs ??= this.#core.clock.monotonicMs();
    if (version === '2.1') this.#rememberStart(evse, session);
  }

  /** After an interruption a transaction goes on: its profiles count from where they did before. */
  resume({ id, transaction }: Evse): void {
    const { running } = transaction;
    if (running === undefined) return;
    const { startedAt, transactionId } = running;
    const start = this.#remembered(RELATIVE_START + id, transactionId);
    const resumedFrom = typeof start === 'string' ? start : startedAt;
    if (resumedFrom !== undefined) this.#session(id).resumedFrom = resumedFrom;
    const priority = this.#remembered(PRIORITY + id, transactionId);
    if (typeof priority === 'number') this.#session(id).priority = priority;
    this.#session(id).remembered = transactionId;
    // K21: the transaction charged with priority, and goes on to.
    if (this.#prioritised(id) === transactionId) this.#session(id).prioritised = transactionId;
  }

  /** For profiles of the kind Relative; by the clock as it goes now, epoch milliseconds. */
  relativeStartMs(evse: Evse): number | undefined {
    const { clock } = this.#core;
    const { startMs, resumedFrom } = this.#sessions.get(evse.id) ?? {};
    const inThisBoot =
      startMs === undefined ? undefined : clock.epochMs() - (clock.monotonicMs() - startMs);
    if (resumedFrom === undefined) return inThisBoot;
    // Without a clock it is in the future: until the time is known it counts what has passed for certain.
    return Math.min(Date.parse(clock.resolve(resumedFrom)), inThisBoot ?? clock.epochMs());
  }

  priority({ id, transaction }: Evse): number {
    const { priority = 0, transactionPriority: own } = this.#sessions.get(id) ?? {};
    return own !== undefined && own.transactionId === transaction.running?.transactionId
      ? own.priority
      : priority;
  }

  /** @returns whether it changes anything */
  setPriority(evse: Evse, priority: number): boolean {
    const before = this.priority(evse);
    this.#session(evse.id).priority = priority;
    this.#rememberPriority(evse);
    return this.priority(evse) !== before;
  }

  /** @returns whether it changes anything */
  setTransactionPriority(evse: Evse, priority: number): boolean {
    const before = this.priority(evse);
    const transactionId = evse.transaction.running?.transactionId;
    if (transactionId === undefined) return false;
    this.#session(evse.id).transactionPriority = { transactionId, priority };
    this.#rememberPriority(evse);
    return this.priority(evse) !== before;
  }

  isPrioritised(evse: Evse): boolean {
    const prioritised = this.#sessions.get(evse.id)?.prioritised;
    return prioritised !== undefined && prioritised === evse.transaction.running?.transactionId;
  }

  prioritise(evse: Evse, activate: boolean): void {
    const session = this.#session(evse.id);
    const transactionId = evse.transaction.running?.transactionId;
    if (activate && transactionId !== undefined) {
      session.prioritised = transactionId;
      this.#core.storage.values.set(PRIORITISED + evse.id, transactionId);
    } else {
      delete session.prioritised;
      this.#forget(PRIORITISED + evse.id);
    }
  }

  /** The random delays of the profiles that ask for some, by profile id. */
  randomDelays(evse: Evse, installed: readonly InstalledProfile[]): Map<number, RandomDelays> {
    const drawn = new Map<number, RandomDelays>();
    const transactionId = evse.transaction.running?.transactionId;
    if (transactionId === undefined) return drawn;
    for (const { profile } of installed) {
      const { chargingSchedule: schedules, id } = profile;
      if (!schedules.some(({ randomizedDelay = 0 }) => randomizedDelay > 0)) continue;
      const known = this.#session(evse.id).delays.get(id);
      const isDrawn = known?.transactionId === transactionId && known.schedules === schedules;
      const delays = isDrawn
        ? known.delays
        : drawRandomDelays(profile, () => this.#core.random.next());
      this.#session(evse.id).delays.set(id, { transactionId, schedules, delays });
      drawn.set(id, delays);
    }
    return drawn;
  }

  #prioritised(evseId: number): string | undefined {
    return this.#core.storage.values.get(PRIORITISED + evseId);
  }

  /** TxStartPoint may begin a transaction long before the power path closes, or after. */
  #rememberStart({ id, transaction }: Evse, session: Session): void {
    const { clock, storage } = this.#core;
    const { running } = transaction;
    if (running?.startedAt === undefined || session.remembered === running.transactionId) return;
    session.remembered = running.transactionId;
    const startMs = clock.epochMs() - (clock.monotonicMs() - (session.startMs ?? 0));
    if (Math.abs(Date.parse(clock.resolve(running.startedAt)) - startMs) <= TOGETHER_MS) return;
    const start = [running.transactionId, new Date(startMs).toISOString()];
    storage.values.set(RELATIVE_START + id, JSON.stringify(start));
  }

  /** K03.FR.04: it counts as long as the transaction. */
  #rememberPriority(evse: Evse): void {
    const transactionId = evse.transaction.running?.transactionId;
    const priority = this.priority(evse);
    const key = PRIORITY + evse.id;
    if (transactionId === undefined || priority === 0) this.#forget(key);
    else this.#core.storage.values.set(key, JSON.stringify([transactionId, priority]));
  }

  /** What flash holds of a transaction under a key, beside its id. */
  #remembered(key: string, transactionId: string): unknown {
    const stored = readJson(this.#core.storage.values, key);
    if (!Array.isArray(stored)) return undefined;
    const [id, value]: unknown[] = stored;
    return id === transactionId ? value : undefined;
  }

  #forget(key: string): void {
    this.#core.storage.values.delete(key);
  }

  #session(evseId: number): Session {
    let session = this.#sessions.get(evseId);
    if (session === undefined) {
      session = { delays: new Map() };
      this.#sessions.set(evseId, session);
    }
    return session;
  }
}
