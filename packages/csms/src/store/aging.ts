import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { type AgedTable, forgetRows } from './aged-rows.ts';
import type { Statement } from './database.ts';
import type { RetentionSettings } from './views.ts';

const DAY_MS = 86_400_000;
const ROUND_EVERY_MS = 3_600_000;

/** What holds until an operator says otherwise. */
const USUAL: RetentionSettings = {
  commandsKeptDays: 365,
  historyKeptDays: 365,
  eventsKeptDays: 365,
  alertsKeptDays: 365,
  deliveriesKeptDays: 7,
};

/** What each setting is about. */
const TABLES: Readonly<Record<keyof RetentionSettings, readonly AgedTable[]>> = {
  commandsKeptDays: [
    { table: 'commands', place: 'id', at: 'requested_at', over: 'settled_at' },
    { table: 'remote_starts', place: 'id', at: 'requested_at' },
  ],
  historyKeptDays: [
    { table: 'variable_history', place: 'id', at: 'at' },
    { table: 'model_reports', place: 'id', at: 'started_at', over: 'ended_at' },
  ],
  eventsKeptDays: [
    { table: 'device_events', place: 'id', at: 'received_at' },
    { table: 'status_changes', place: 'id', at: 'received_at' },
  ],
  alertsKeptDays: [{ table: 'alerts', place: 'id', at: 'opened_at', over: 'cleared_at' }],
  deliveriesKeptDays: [{ table: 'webhook_deliveries', place: 'id', at: 'at' }],
  auditKeptDays: [{ table: 'security_events', place: 'id', at: 'received_at' }],
};

/** Tables of parts around the CSMS that age as one of its settings says. */
export type MoreAged = Partial<typeof TABLES>;

export interface AgingParts {
  readonly core: Core;
  readonly more: MoreAged;
  readonly onFailure: (error: unknown) => void;
}

/** Forgets, each hour, what is older than its setting: everything that is told by rows of its own and is not in the books. */
export class Aging {
  readonly #parts: AgingParts;
  #settings: RetentionSettings;
  /** Tables in which nothing is old before a moment: none is read each hour to find its oldest row young again. */
  readonly #youngUntilMs = new Map<AgedTable, number>();
  #timer: Timer | undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;

  private constructor(parts: AgingParts, settings: RetentionSettings) {
    this.#parts = parts;
    this.#settings = settings;
    this.#schedule();
  }

  static async load(parts: AgingParts): Promise<Aging> {
    const [row] = await parts.core.database.read<{ readonly settings: string }>({
      sql: 'SELECT settings FROM retention_settings WHERE id = 1',
      params: [],
    });
    return new Aging(parts, row === undefined ? USUAL : JSON.parse(row.settings));
  }

  get settings(): RetentionSettings {
    return this.#settings;
  }

  async put(settings: RetentionSettings): Promise<RetentionSettings> {
    await this.#parts.core.database.write([save(settings)]);
    this.#settings = settings;
    this.#youngUntilMs.clear();
    return settings;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#round;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    const { core, onFailure } = this.#parts;
    this.#timer = core.clock.after(ROUND_EVERY_MS, () => {
      this.#round = this.#forget()
        .catch(onFailure)
        .then(() => this.#schedule());
    });
  }

  async #forget(): Promise<void> {
    const { core, more } = this.#parts;
    const nowMs = core.clock.epochMs();
    for (const setting of SETTINGS) {
      const days = this.#settings[setting];
      if (days === undefined) continue;
      for (const aged of [...TABLES[setting], ...(more[setting] ?? [])]) {
        if (nowMs < (this.#youngUntilMs.get(aged) ?? 0)) continue;
        const beforeMs = nowMs - days * DAY_MS;
        const oldestMs = await forgetRows(core.database, aged, beforeMs, () => this.#isClosed);
        if (oldestMs === undefined) this.#youngUntilMs.delete(aged);
        else this.#youngUntilMs.set(aged, Math.min(oldestMs, nowMs) + days * DAY_MS);
      }
    }
  }
}

const SETTINGS = [
  'commandsKeptDays',
  'historyKeptDays',
  'eventsKeptDays',
  'alertsKeptDays',
  'deliveriesKeptDays',
  'auditKeptDays',
] as const satisfies readonly (keyof RetentionSettings)[];

function save(settings: RetentionSettings): Statement {
  return {
    sql: `INSERT INTO retention_settings (id, settings) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET settings = excluded.settings`,
    params: [JSON.stringify(settings)],
  };
}
