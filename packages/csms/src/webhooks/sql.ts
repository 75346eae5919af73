import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { DeliveryView, WebhookWish } from './views.ts';

export const webhookMigrations: readonly Migration[] = [
  {
    name: 'webhooks/001',
    sql: [
      // `wish` is JSON. The secret is kept as it is: a signature is made from it.
      `CREATE TABLE webhooks (
        id INTEGER PRIMARY KEY,
        created_at BIGINT NOT NULL,
        secret TEXT NOT NULL,
        wish TEXT NOT NULL,
        disabled INTEGER NOT NULL,
        disabled_reason TEXT,
        failing_since BIGINT
      )`,
      `CREATE TABLE webhook_events (
        id INTEGER PRIMARY KEY,
        webhook_id INTEGER NOT NULL,
        at BIGINT NOT NULL,
        event TEXT NOT NULL
      )`,
      'CREATE INDEX webhook_events_webhook ON webhook_events (webhook_id, id)',
      `CREATE TABLE webhook_deliveries (
        id INTEGER PRIMARY KEY,
        webhook_id INTEGER NOT NULL,
        at BIGINT NOT NULL,
        duration_ms INTEGER NOT NULL,
        first_event_id TEXT NOT NULL,
        events INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        status INTEGER,
        failure TEXT
      )`,
      'CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id)',
      'CREATE INDEX webhook_deliveries_at ON webhook_deliveries (webhook_id, at)',
    ],
  },
];

export interface StoredWebhook {
  readonly id: number;
  readonly createdAtMs: number;
  readonly secret: string;
  readonly wish: WebhookWish;
  readonly disabled: boolean;
  readonly disabledReason: string | undefined;
  readonly failingSinceMs: number | undefined;
}

interface WebhookRow {
  readonly id: number;
  readonly created_at: number;
  readonly secret: string;
  readonly wish: string;
  readonly disabled: number;
  readonly disabled_reason: string | null;
  readonly failing_since: number | null;
}

export interface StoredEvent {
  readonly id: number;
  readonly at: number;
  /** JSON. */
  readonly event: string;
}

export function saveWebhook(webhook: StoredWebhook): Statement {
  return {
    sql: `INSERT INTO webhooks (id, created_at, secret, wish, disabled, disabled_reason, failing_since)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, wish = excluded.wish,
        disabled = excluded.disabled, disabled_reason = excluded.disabled_reason,
        failing_since = excluded.failing_since`,
    params: [
      webhook.id,
      webhook.createdAtMs,
      webhook.secret,
      JSON.stringify(webhook.wish),
      webhook.disabled ? 1 : 0,
      webhook.disabledReason ?? null,
      webhook.failingSinceMs ?? null,
    ],
  };
}

export function removeWebhook(id: number): Statement[] {
  return [
    forgetEvents(id),
    { sql: 'DELETE FROM webhook_deliveries WHERE webhook_id = ?', params: [id] },
    { sql: 'DELETE FROM webhooks WHERE id = ?', params: [id] },
  ];
}

export async function loadWebhooks(database: Database): Promise<StoredWebhook[]> {
  const rows = await database.read<WebhookRow>({
    sql: 'SELECT * FROM webhooks ORDER BY id',
    params: [],
  });
  return rows.map((row) => ({
    id: row.id,
    createdAtMs: row.created_at,
    secret: row.secret,
    wish: JSON.parse(row.wish),
    disabled: row.disabled === 1,
    disabledReason: row.disabled_reason ?? undefined,
    failingSinceMs: row.failing_since ?? undefined,
  }));
}

export async function countEvents(database: Database): Promise<ReadonlyMap<number, number>> {
  const rows = await database.read<{ readonly webhook_id: number; readonly waiting: number }>({
    sql: 'SELECT webhook_id, COUNT(*) AS waiting FROM webhook_events GROUP BY webhook_id',
    params: [],
  });
  return new Map(rows.map(({ webhook_id, waiting }) => [webhook_id, waiting]));
}

export function insertEvent(webhookId: number, { id, at, event }: StoredEvent): Statement {
  return {
    sql: 'INSERT INTO webhook_events (id, webhook_id, at, event) VALUES (?, ?, ?, ?)',
    params: [id, webhookId, at, event],
  };
}

/** The oldest first. */
export function selectEvents(
  database: Database,
  webhookId: number,
  limit: number,
): Promise<StoredEvent[]> {
  return database.read<StoredEvent>({
    sql: 'SELECT id, at, event FROM webhook_events WHERE webhook_id = ? ORDER BY id LIMIT ?',
    params: [webhookId, limit],
  });
}

/** By their ids: one with a lower id may have been stored after they were sent. */
export function removeEvents(ids: readonly number[]): Statement {
  return {
    sql: `DELETE FROM webhook_events WHERE id IN (${ids.map(() => '?').join(', ')})`,
    params: ids,
  };
}

export function forgetEvents(webhookId: number): Statement {
  return { sql: 'DELETE FROM webhook_events WHERE webhook_id = ?', params: [webhookId] };
}

export interface StoredDelivery {
  readonly id: number;
  readonly atMs: number;
  readonly durationMs: number;
  readonly firstEventId: string;
  readonly events: number;
  readonly attempt: number;
  readonly status: number | undefined;
  readonly failure: string | undefined;
}

/** Deliveries before `keptSinceMs` are forgotten on the way. */
export function insertDelivery(webhookId: number, delivery: StoredDelivery): Statement {
  return {
    sql: `INSERT INTO webhook_deliveries
        (id, webhook_id, at, duration_ms, first_event_id, events, attempt, status, failure)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      delivery.id,
      webhookId,
      delivery.atMs,
      delivery.durationMs,
      delivery.firstEventId,
      delivery.events,
      delivery.attempt,
      delivery.status ?? null,
      delivery.failure ?? null,
    ],
  };
}

interface DeliveryRow {
  readonly id: number;
  readonly at: number;
  readonly duration_ms: number;
  readonly first_event_id: string;
  readonly events: number;
  readonly attempt: number;
  readonly status: number | null;
  readonly failure: string | null;
}

/** Newest first. */
export function selectDeliveries(
  database: Database,
  webhookId: number,
  page: PageRequest,
): Promise<Page<DeliveryView>> {
  return readPage<DeliveryRow, DeliveryView>(
    database,
    {
      select: 'SELECT * FROM webhook_deliveries',
      where: [equals('webhook_id', webhookId)],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) => ({
      id: row.id,
      at: timestampOf(row.at),
      durationMs: row.duration_ms,
      firstEventId: row.first_event_id,
      events: row.events,
      attempt: row.attempt,
      ...(row.status !== null && { status: row.status }),
      ...(row.failure !== null && { failure: row.failure }),
    }),
  );
}
