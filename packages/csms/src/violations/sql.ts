import type { Version } from '@northbound/protocol';
import { equals, isLikeIn, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';

export const violationMigrations: readonly Migration[] = [
  {
    name: 'violations/001',
    sql: [
      `CREATE TABLE violations (
        station_id TEXT NOT NULL,
        rule TEXT NOT NULL,
        action TEXT NOT NULL,
        firmware_version TEXT NOT NULL,
        id INTEGER NOT NULL,
        version TEXT NOT NULL,
        vendor TEXT NOT NULL,
        model TEXT NOT NULL,
        times BIGINT NOT NULL,
        first_at BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        frame_id BIGINT,
        detail TEXT NOT NULL,
        PRIMARY KEY (station_id, rule, action, firmware_version)
      )`,
      'CREATE UNIQUE INDEX violations_id ON violations (id)',
      'CREATE INDEX violations_station ON violations (station_id, id)',
      'CREATE INDEX violations_rule ON violations (rule, id)',
      'CREATE INDEX violations_model ON violations (model, id)',
    ],
  },
];

/** Empty text stands for what is not known. */
export interface Violation {
  readonly id: number;
  readonly stationId: string;
  readonly rule: string;
  readonly action: string;
  readonly firmwareVersion: string;
  readonly version: Version;
  readonly vendor: string;
  readonly model: string;
  readonly times: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly frameId: number | undefined;
  readonly detail: string;
}

const COLUMNS = `station_id, rule, action, firmware_version, id, version, vendor, model, times,
  first_at, last_at, frame_id, detail`;

/** Adds to what was counted before. */
export function addViolation(violation: Violation): Statement {
  return {
    sql: `INSERT INTO violations (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, rule, action, firmware_version) DO UPDATE SET
        times = violations.times + excluded.times, version = excluded.version,
        last_at = excluded.last_at, frame_id = excluded.frame_id, detail = excluded.detail`,
    params: [
      violation.stationId,
      violation.rule,
      violation.action,
      violation.firmwareVersion,
      violation.id,
      violation.version,
      violation.vendor,
      violation.model,
      violation.times,
      violation.firstAtMs,
      violation.lastAtMs,
      violation.frameId ?? null,
      violation.detail,
    ],
  };
}

interface Row {
  readonly station_id: string;
  readonly rule: string;
  readonly action: string;
  readonly firmware_version: string;
  readonly id: number;
  readonly version: Version;
  readonly vendor: string;
  readonly model: string;
  readonly times: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly frame_id: number | null;
  readonly detail: string;
}

export interface ViolationSelection {
  readonly stationId: string | undefined;
  readonly rule: string | undefined;
  readonly model: string | undefined;
  readonly firmwareVersion: string | undefined;
}

/** Those that were seen first last. */
export function selectViolations<View>(
  database: Database,
  { stationId, rule, model, firmwareVersion }: ViolationSelection,
  page: PageRequest,
  view: (violation: Violation) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: `SELECT ${COLUMNS} FROM violations`,
      where: [
        equals('station_id', stationId),
        equals('rule', rule),
        isLikeIn('model', model),
        isLikeIn('firmware_version', firmwareVersion),
      ],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) =>
      view({
        id: row.id,
        stationId: row.station_id,
        rule: row.rule,
        action: row.action,
        firmwareVersion: row.firmware_version,
        version: row.version,
        vendor: row.vendor,
        model: row.model,
        times: row.times,
        firstAtMs: row.first_at,
        lastAtMs: row.last_at,
        frameId: row.frame_id ?? undefined,
        detail: row.detail,
      }),
  );
}

export interface ViolationSum {
  readonly vendor: string;
  readonly model: string;
  readonly firmware_version: string;
  readonly rule: string;
  readonly stations: number;
  readonly times: number;
}

/** The most frequent first. Reads all of them: one row for each way of each station is little. */
export function sumViolations(database: Database, limit: number): Promise<ViolationSum[]> {
  return database.read<ViolationSum>({
    sql: `SELECT vendor, model, firmware_version, rule, COUNT(DISTINCT station_id) AS stations,
        SUM(times) AS times
      FROM violations GROUP BY vendor, model, firmware_version, rule
      ORDER BY stations DESC, times DESC, vendor, model, firmware_version, rule LIMIT ?`,
    params: [limit],
  });
}
