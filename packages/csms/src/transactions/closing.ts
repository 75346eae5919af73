import { type Core, commit } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { ClosingRule } from '../views.ts';
import { isActive, type Transaction } from './domain.ts';
import type { Inquiries } from './inquiries.ts';
import { decide } from './ledger.ts';
import { withTransaction } from './serially.ts';
import type { LedgerSettings } from './views.ts';

/** A rule that says that a transaction is over, and in words why. */
interface Verdict {
  readonly rule: ClosingRule;
  readonly reason: string;
}

/** What a 1.6 connector says while a transaction is under way at it. */
const CHARGING_16: ReadonlySet<string> = new Set(['Charging', 'SuspendedEV', 'SuspendedEVSE']);

/**
 * Whether something speaks against a transaction of which nothing has been heard for some time. Pure.
 *
 * @param nowMs the time
 * @param aliveAtMs when its station last said that it goes on; 0 when it never did
 */
function suspicionOf(
  transaction: Transaction,
  station: Station,
  settings: LedgerSettings,
  nowMs: number,
  aliveAtMs: number,
): Verdict | undefined {
  const heardAtMs = Math.max(transaction.lastReceivedAtMs, aliveAtMs);
  const { lastBootAtMs = 0 } = station.record;
  const graceMs = settings.rebootGraceS * 1000;
  if (
    lastBootAtMs > heardAtMs &&
    nowMs >= lastBootAtMs + graceMs &&
    !isCharging(transaction, station)
  ) {
    return { rule: 'rebooted', reason: 'its station has booted and tells nothing more of it' };
  }
  if (nowMs >= heardAtMs + settings.silentAfterS * 1000) {
    return { rule: 'silent', reason: 'nothing has been heard of it for too long' };
  }
  return undefined;
}

/** A 1.6 station that goes on after its boot says so with the status of the connector. */
function isCharging({ evseId }: Transaction, station: Station): boolean {
  const connector = evseId && station.connector(evseId.value, 1);
  const { lastBootAtMs = 0 } = station.record;
  return (
    connector?.reportedStatus !== undefined &&
    CHARGING_16.has(connector.reportedStatus) &&
    connector.updatedAtMs >= lastBootAtMs
  );
}

export async function close(core: Core, key: number, { rule, reason }: Verdict): Promise<boolean> {
  const closed = await withTransaction(core, key, async (transaction, station) => {
    if (!isActive(transaction)) return false;
    await commit(core, decide(core, station, transaction, { kind: 'closed', rule }, reason));
    return true;
  });
  return closed ?? false;
}

/** Most transactions of one station that are asked about in one round. */
const MOST_QUESTIONS = 20;

/**
 * Goes through the transactions under way and closes those that are over by a rule. A station of 2.x that is there is
 * asked first: what it says counts more than a rule.
 */
export class Closing {
  readonly #core: Core;
  readonly #inquiries: Inquiries;
  readonly #settings: () => LedgerSettings;
  /** When stations said that a transaction goes on, by its key. */
  readonly #aliveAtMs = new Map<number, number>();

  constructor(core: Core, inquiries: Inquiries, settings: () => LedgerSettings) {
    this.#core = core;
    this.#inquiries = inquiries;
    this.#settings = settings;
  }

  async round(): Promise<void> {
    const { clock, stations } = this.#core;
    const [settings, nowMs] = [this.#settings(), clock.epochMs()];
    for (const station of stations.all()) {
      let questions = 0;
      for (const transaction of [...station.transactions].filter(isActive)) {
        const aliveAtMs = this.#aliveAtMs.get(transaction.key) ?? 0;
        const suspicion = suspicionOf(transaction, station, settings, nowMs, aliveAtMs);
        if (suspicion === undefined) continue;
        questions += 1;
        const isReachable = await this.#examine(transaction, station, suspicion);
        // One that does not answer would take its time-out for each of them.
        if (!isReachable || questions >= MOST_QUESTIONS) break;
      }
    }
    for (const [key, atMs] of this.#aliveAtMs) {
      if (nowMs - atMs > settings.silentAfterS * 1000) this.#aliveAtMs.delete(key);
    }
  }

  /** @returns false when the station is there and does not answer */
  async #examine(transaction: Transaction, station: Station, verdict: Verdict): Promise<boolean> {
    const { key, version } = transaction;
    const isThere = station.connection !== undefined;
    if (version !== '1.6' && isThere) {
      const outcome = await this.#inquiries.ask(transaction);
      if (outcome === 'answered') this.#aliveAtMs.set(key, this.#core.clock.epochMs());
      if (outcome !== 'unable') return outcome === 'answered';
    }
    // Nobody knows what a station does that is away, but that it is silent.
    if (verdict.rule !== 'rebooted' || isThere) await close(this.#core, key, verdict);
    return true;
  }
}
