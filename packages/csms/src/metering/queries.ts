import type { Database } from '../store/database.ts';
import { epochMsOf } from '../timestamps.ts';
import { startedAtMs, type Transaction } from '../transactions/domain.ts';
import { selectMeteredEvents } from '../transactions/events-sql.ts';
import { selectByStart } from '../transactions/sql.ts';
import type { MeterValueView } from '../views.ts';
import type { MeterValue } from './domain.ts';
import { type MeterValueSelection, selectIdleValues } from './partitions-sql.ts';
import { meterValueViews } from './view.ts';

/** Transactions that are looked at in one go, and at most. */
const TRANSACTIONS_AT_ONCE = 20;
const MAX_TRANSACTIONS = 1_000;

/** Events of one transaction that are read in one go. */
const EVENTS_AT_ONCE = 128;

/** Values inside and outside transactions, newest first. */
export async function stationMeterValues(
  database: Database,
  selection: MeterValueSelection,
): Promise<MeterValueView[]> {
  const found = new Newest(selection.limit);
  found.add(await selectIdleValues(database, selection), selection);
  let until = {
    startedAtMs: selection.toMs ?? Number.MAX_SAFE_INTEGER,
    key: Number.MAX_SAFE_INTEGER,
  };
  for (let seen = 0; seen < MAX_TRANSACTIONS; seen += TRANSACTIONS_AT_ONCE) {
    const transactions = await selectByStart(
      database,
      selection.stationId,
      until,
      TRANSACTIONS_AT_ONCE,
    );
    for (const transaction of transactions) {
      if (!concerns(transaction, selection) || found.isFullBefore(transaction.latestAtMs)) continue;
      await addTransaction(database, transaction, selection, found);
    }
    const last = transactions.at(-1);
    const allOlder = transactions.every(({ latestAtMs }) => found.isFullBefore(latestAtMs));
    if (last === undefined || transactions.length < TRANSACTIONS_AT_ONCE || allOlder) break;
    until = { startedAtMs: startedAtMs(last), key: last.key };
  }
  return found.values();
}

/** From its end backwards, until nothing that is left could be among the newest. */
async function addTransaction(
  database: Database,
  { key }: Transaction,
  selection: MeterValueSelection,
  found: Newest,
): Promise<void> {
  let before = { seqNo: Number.MAX_SAFE_INTEGER, variant: 0 };
  for (;;) {
    const entries = await selectMeteredEvents(database, key, {
      fromMs: selection.fromMs ?? 0,
      toMs: selection.toMs ?? Number.MAX_SAFE_INTEGER,
      before,
      limit: EVENTS_AT_ONCE,
    });
    for (const { event } of entries) found.add(event.meterValue ?? [], selection);
    const oldest = entries.at(-1);
    if (oldest === undefined || entries.length < EVENTS_AT_ONCE) return;
    if (found.isFullBefore(epochMsOf(oldest.event.timestamp))) return;
    before = oldest;
  }
}

function concerns(
  { evseId, earliestAtMs, latestAtMs }: Transaction,
  selection: MeterValueSelection,
): boolean {
  const { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER } = selection;
  if (selection.evseId !== undefined && evseId?.value !== selection.evseId) return false;
  return latestAtMs >= fromMs && earliestAtMs <= toMs;
}

/** Collects values and keeps the newest. */
class Newest {
  readonly #limit: number;
  #values: MeterValueView[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(meterValues: readonly MeterValue[], { fromMs, toMs }: MeterValueSelection): void {
    for (const view of meterValues.flatMap(meterValueViews)) {
      const atMs = Date.parse(view.timestamp);
      if ((fromMs ?? 0) <= atMs && atMs <= (toMs ?? Number.MAX_SAFE_INTEGER)) {
        this.#values.push(view);
      }
    }
    if (this.#values.length > 4 * this.#limit) this.#values = this.values();
  }

  /** Whether nothing from before this moment could still get in. */
  isFullBefore(atMs: number): boolean {
    const oldest = this.values().at(this.#limit - 1);
    return oldest !== undefined && Date.parse(oldest.timestamp) > atMs;
  }

  values(): MeterValueView[] {
    return this.#values
      .sort((a, b) => (a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : 0))
      .slice(0, this.#limit);
  }
}
