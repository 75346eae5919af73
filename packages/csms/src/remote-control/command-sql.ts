import type { Version } from '@northbound/protocol';
import { equals, isWithin, type PageRequest, readPage } from '../paging.ts';
import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Page } from '../views.ts';
import type { CommandRecord, SentMessage } from './command.ts';
import { withoutSecrets } from './secrets.ts';
import type { CommandState } from './sending.ts';

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly command: string;
  readonly call_version: Version | null;
  readonly request: string;
  readonly requested_by: string;
  readonly campaign_id: number | null;
  readonly requested_at: number;
  readonly timeout_ms: number;
  readonly expires_at: number | null;
  readonly state: CommandState;
  readonly sent_at: number | null;
  readonly settled_at: number | null;
  readonly answer: string | null;
  readonly accepted: 0 | 1 | null;
  readonly cause: string | null;
  readonly messages: string;
}

const COLUMNS = [
  'id',
  'station_id',
  'command',
  'call_version',
  'request',
  'requested_by',
  'campaign_id',
  'requested_at',
  'timeout_ms',
  'expires_at',
  'state',
  'sent_at',
  'settled_at',
  'answer',
  'accepted',
  'cause',
  'messages',
] as const;

export function insertCommand(record: CommandRecord): Statement {
  return {
    sql: `INSERT INTO commands (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
    params: [
      record.id,
      record.stationId,
      record.command,
      record.callVersion ?? null,
      requestOf(record),
      record.by,
      record.campaignId ?? null,
      record.requestedAtMs,
      record.timeoutMs,
      record.expiresAtMs ?? null,
      ...progressOf(record),
    ],
  };
}

/** Stores what changes while a command lives. */
export function updateCommand(record: CommandRecord): Statement {
  return {
    sql: `UPDATE commands SET state = ?, sent_at = ?, settled_at = ?, answer = ?, accepted = ?, cause = ?,
      messages = ?, request = ? WHERE id = ?`,
    params: [...progressOf(record), requestOf(record), record.id],
  };
}

function progressOf(record: CommandRecord): SqlValue[] {
  return [
    record.state,
    record.sentAtMs ?? null,
    record.settledAtMs ?? null,
    record.answer === undefined ? null : JSON.stringify(withoutSecrets(record.answer)),
    record.accepted === undefined ? null : Number(record.accepted),
    record.cause ?? null,
    JSON.stringify(withoutSecrets(record.messages)),
  ];
}

/** Secrets are kept only as long as they may still have to be sent. */
function requestOf({ request, settledAtMs, expiresAtMs }: CommandRecord): string {
  const mayWait = settledAtMs === undefined && expiresAtMs !== undefined;
  return JSON.stringify(mayWait ? request : withoutSecrets(request));
}

/** Those that a restart must look after, in the order in which they were given. */
export async function loadOpenCommands(database: Database): Promise<CommandRecord[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS.join(', ')} FROM commands WHERE state IN ('queued', 'sent') ORDER BY id`,
    params: [],
  });
  return rows.map(recordOf);
}

/** All commands of a campaign, in the order in which they were given. */
export async function loadCampaignCommands(
  database: Database,
  campaignId: number,
): Promise<CommandRecord[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS.join(', ')} FROM commands WHERE campaign_id = ? ORDER BY id`,
    params: [campaignId],
  });
  return rows.map(recordOf);
}

export async function findCommand(
  database: Database,
  id: number,
): Promise<CommandRecord | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS.join(', ')} FROM commands WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : recordOf(row);
}

export interface CommandFilter extends PageRequest {
  readonly stationId?: string;
  readonly state?: CommandState;
  readonly command?: string;
  readonly by?: string;
  readonly campaignId?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Newest first. */
export function selectCommands(
  database: Database,
  filter: CommandFilter,
): Promise<Page<CommandRecord>> {
  return readPage<Row, CommandRecord>(
    database,
    {
      select: `SELECT ${COLUMNS.join(', ')} FROM commands`,
      where: [
        equals('campaign_id', filter.campaignId),
        equals('station_id', filter.stationId),
        equals('state', filter.state),
        equals('command', filter.command),
        equals('requested_by', filter.by),
        isWithin('requested_at', filter.fromMs, filter.toMs),
      ],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    filter,
    recordOf,
  );
}

function recordOf(row: Row): CommandRecord {
  const request: unknown = JSON.parse(row.request);
  const answer: unknown = row.answer === null ? undefined : JSON.parse(row.answer);
  const messages: readonly SentMessage[] = JSON.parse(row.messages);
  return {
    id: row.id,
    stationId: row.station_id,
    command: row.command,
    callVersion: row.call_version ?? undefined,
    request,
    by: row.requested_by,
    campaignId: row.campaign_id ?? undefined,
    requestedAtMs: row.requested_at,
    timeoutMs: row.timeout_ms,
    expiresAtMs: row.expires_at ?? undefined,
    state: row.state,
    sentAtMs: row.sent_at ?? undefined,
    settledAtMs: row.settled_at ?? undefined,
    answer,
    accepted: row.accepted === null ? undefined : row.accepted === 1,
    cause: row.cause ?? undefined,
    messages,
  };
}
