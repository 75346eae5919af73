import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import type { CampaignRecord, Target } from './campaign.ts';
import { countTargets, readableOrder } from './campaign.ts';
import type { CampaignOrder, CampaignState, TargetCounts, TargetState } from './views.ts';

export const campaignMigrations: readonly Migration[] = [
  {
    name: 'campaigns/001',
    sql: [
      `CREATE TABLE campaigns (
        id INTEGER PRIMARY KEY,
        campaign_order TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        created_by TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        ended_at BIGINT,
        wave INTEGER NOT NULL,
        waves INTEGER NOT NULL,
        next_wave_at BIGINT
      )`,
      'CREATE INDEX campaigns_state ON campaigns (state, id)',
      `CREATE TABLE campaign_targets (
        campaign_id INTEGER NOT NULL,
        station_id TEXT NOT NULL,
        wave INTEGER NOT NULL,
        state TEXT NOT NULL,
        step INTEGER NOT NULL,
        command_id INTEGER,
        cause TEXT,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (campaign_id, station_id)
      )`,
      'CREATE INDEX campaign_targets_state ON campaign_targets (campaign_id, state, station_id)',
    ],
  },
  {
    name: 'campaigns/002',
    sql: [
      'ALTER TABLE campaigns ADD COLUMN seen_ended INTEGER NOT NULL DEFAULT 0',
      'ALTER TABLE campaigns ADD COLUMN seen_failed INTEGER NOT NULL DEFAULT 0',
    ],
  },
];

interface CampaignRow {
  readonly id: number;
  readonly campaign_order: string;
  readonly state: CampaignState;
  readonly reason: string | null;
  readonly created_by: string;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly wave: number;
  readonly waves: number;
  readonly next_wave_at: number | null;
  readonly seen_ended: number;
  readonly seen_failed: number;
}

const CAMPAIGNS = `SELECT id, campaign_order, state, reason, created_by, created_at, ended_at, wave, waves,
  next_wave_at, seen_ended, seen_failed FROM campaigns`;

export function saveCampaign(record: CampaignRecord): Statement {
  const changing: SqlValue[] = [
    record.state,
    record.reason ?? null,
    record.endedAtMs ?? null,
    record.wave,
    record.nextWaveAtMs ?? null,
    record.seen.ended,
    record.seen.failed,
  ];
  return {
    sql: `INSERT INTO campaigns (state, reason, ended_at, wave, next_wave_at, seen_ended, seen_failed, id, campaign_order, created_by,
        created_at, waves)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
        ended_at = excluded.ended_at, wave = excluded.wave, next_wave_at = excluded.next_wave_at,
        campaign_order = excluded.campaign_order, seen_ended = excluded.seen_ended, seen_failed = excluded.seen_failed`,
    params: [
      ...changing,
      record.id,
      // What only stations get is kept as long as it may still be sent.
      JSON.stringify(record.endedAtMs === undefined ? record.order : readableOrder(record.order)),
      record.createdBy,
      record.createdAtMs,
      record.waves,
    ],
  };
}

export function saveTarget(target: Target): Statement {
  return {
    sql: `INSERT INTO campaign_targets (campaign_id, station_id, wave, state, step, command_id, cause, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (campaign_id, station_id) DO UPDATE SET state = excluded.state, step = excluded.step,
        command_id = excluded.command_id, cause = excluded.cause, updated_at = excluded.updated_at`,
    params: [
      target.campaignId,
      target.stationId,
      target.wave,
      target.state,
      target.step,
      target.commandId ?? null,
      target.cause ?? null,
      target.updatedAtMs,
    ],
  };
}

/** Those that something may still happen to. */
export async function loadOpenCampaigns(database: Database): Promise<CampaignRecord[]> {
  const rows = await database.read<CampaignRow>({
    // One that was cancelled may have left commands on the way, and a crash stations that were not skipped yet.
    sql: `${CAMPAIGNS} WHERE state IN ('scheduled', 'running', 'paused', 'stopped') OR (state = 'cancelled'
      AND EXISTS (SELECT 1 FROM campaign_targets WHERE campaign_id = campaigns.id
        AND campaign_targets.state IN ('pending', 'active', 'waiting', 'awaiting'))) ORDER BY id`,
    params: [],
  });
  return rows.map(campaignOf);
}

export async function findCampaign(
  database: Database,
  id: number,
): Promise<CampaignRecord | undefined> {
  const [row] = await database.read<CampaignRow>({
    sql: `${CAMPAIGNS} WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : campaignOf(row);
}

/** Newest first. */
export function selectCampaigns(
  database: Database,
  state: CampaignState | undefined,
  page: PageRequest,
): Promise<Page<CampaignRecord>> {
  return readPage<CampaignRow, CampaignRecord>(
    database,
    { select: CAMPAIGNS, where: [equals('state', state)], sortedBy: ['id'], direction: 'DESC' },
    page,
    campaignOf,
  );
}

interface TargetRow {
  readonly campaign_id: number;
  readonly station_id: string;
  readonly wave: number;
  readonly state: TargetState;
  readonly step: number;
  readonly command_id: number | null;
  readonly cause: string | null;
  readonly updated_at: number;
}

const TARGETS = `SELECT campaign_id, station_id, wave, state, step, command_id, cause, updated_at
  FROM campaign_targets`;

export async function loadTargets(database: Database, campaignId: number): Promise<Target[]> {
  const rows = await database.read<TargetRow>({
    sql: `${TARGETS} WHERE campaign_id = ? ORDER BY station_id`,
    params: [campaignId],
  });
  return rows.map(targetOf);
}

export function selectTargets(
  database: Database,
  campaignId: number,
  state: TargetState | undefined,
  page: PageRequest,
): Promise<Page<Target>> {
  return readPage<TargetRow, Target>(
    database,
    {
      select: TARGETS,
      where: [equals('campaign_id', campaignId), equals('state', state)],
      sortedBy: ['station_id'],
      direction: 'ASC',
    },
    page,
    targetOf,
  );
}

export async function countStoredTargets(
  database: Database,
  campaignId: number,
): Promise<TargetCounts> {
  const rows = await database.read<{ readonly state: TargetState; readonly count: number }>({
    sql: `SELECT state, count(*) AS count FROM campaign_targets WHERE campaign_id = ? GROUP BY state`,
    params: [campaignId],
  });
  const counts = { ...countTargets([]) };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

function campaignOf(row: CampaignRow): CampaignRecord {
  const order: CampaignOrder = JSON.parse(row.campaign_order);
  return {
    id: row.id,
    order,
    state: row.state,
    reason: row.reason ?? undefined,
    createdBy: row.created_by,
    createdAtMs: row.created_at,
    endedAtMs: row.ended_at ?? undefined,
    wave: row.wave,
    waves: row.waves,
    nextWaveAtMs: row.next_wave_at ?? undefined,
    seen: { ended: row.seen_ended, failed: row.seen_failed },
  };
}

function targetOf(row: TargetRow): Target {
  return {
    campaignId: row.campaign_id,
    stationId: row.station_id,
    wave: row.wave,
    state: row.state,
    step: row.step,
    commandId: row.command_id ?? undefined,
    cause: row.cause ?? undefined,
    updatedAtMs: row.updated_at,
  };
}
