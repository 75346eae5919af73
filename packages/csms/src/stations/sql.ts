import type { Version } from '@northbound/protocol';
import { closeAlerts } from '../alerts/sql.ts';
import { removeDesired } from '../availability/control-sql.ts';
import { removeTwin } from '../device-model/sql.ts';
import { removeForgotten } from '../local-list/forgotten.ts';
import { removeListState } from '../local-list/sql.ts';
import { removeMonitoring } from '../monitoring/sql.ts';
import { removeStreams } from '../monitoring/stream-sql.ts';
import { removeDecision } from '../provisioning/registration-sql.ts';
import { removeInventory } from '../provisioning/report-sql.ts';
import { removeLimits } from '../smart-charging/sql.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { removeGroups } from './group-sql.ts';
import {
  type Registration,
  type SecurityProfile,
  Station,
  type StationPasswords,
  type StationRecord,
} from './station.ts';

export const stationMigrations: readonly Migration[] = [
  {
    name: 'stations/001',
    sql: [
      `CREATE TABLE stations (
        id TEXT PRIMARY KEY,
        admission TEXT NOT NULL,
        password_hash TEXT,
        version TEXT,
        registration TEXT,
        vendor TEXT,
        model TEXT,
        serial_number TEXT,
        firmware_version TEXT,
        security_profile INTEGER NOT NULL,
        last_boot_at BIGINT,
        last_message_at BIGINT
      )`,
    ],
  },
  {
    name: 'stations/002',
    sql: ['ALTER TABLE stations ADD COLUMN next_password_hash TEXT'],
  },
  {
    name: 'stations/003',
    sql: ['ALTER TABLE stations ADD COLUMN registered_at BIGINT'],
  },
];

const COLUMNS = [
  'id',
  'admission',
  'version',
  'registration',
  'vendor',
  'model',
  'serial_number',
  'firmware_version',
  'security_profile',
  'last_boot_at',
  'last_message_at',
  'registered_at',
] as const;

const UPSERT = `INSERT INTO stations (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

interface Row {
  readonly id: string;
  readonly admission: 'Known' | 'Open';
  readonly password_hash: string | null;
  readonly next_password_hash: string | null;
  readonly version: Version | null;
  readonly registration: Registration | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial_number: string | null;
  readonly firmware_version: string | null;
  readonly security_profile: SecurityProfile;
  readonly last_boot_at: number | null;
  readonly last_message_at: number | null;
  readonly registered_at: number | null;
}

export function saveStation(record: StationRecord): Statement {
  return {
    sql: UPSERT,
    params: [
      record.id,
      record.admission,
      record.version ?? null,
      record.registration ?? null,
      record.vendor ?? null,
      record.model ?? null,
      record.serialNumber ?? null,
      record.firmwareVersion ?? null,
      record.securityProfile,
      record.lastBootAtMs ?? null,
      record.lastMessageAtMs ?? null,
      record.registeredAtMs ?? null,
    ],
  };
}

/** Of a station that is stored; nothing else of it is touched. */
export function savePasswords(stationId: string, { current, next }: StationPasswords): Statement {
  return {
    sql: 'UPDATE stations SET password_hash = ?, next_password_hash = ? WHERE id = ?',
    params: [current ?? null, next ?? null, stationId],
  };
}

export function saveLastMessage(stationId: string, atMs: number): Statement {
  return {
    sql: 'UPDATE stations SET last_message_at = ? WHERE id = ?',
    params: [atMs, stationId],
  };
}

/** The station's own rows; what it did (transactions, frames, events) stays in the books. */
export function removeStation(stationId: string): Statement[] {
  return [
    { sql: 'DELETE FROM connectors WHERE station_id = ?', params: [stationId] },
    removeGroups(stationId),
    removeTwin(stationId),
    removeInventory(stationId),
    removeDecision(stationId),
    ...removeMonitoring(stationId),
    removeStreams(stationId),
    removeLimits(stationId),
    removeDesired(stationId),
    removeListState(stationId),
    removeForgotten(stationId),
    closeAlerts(stationId),
    { sql: 'DELETE FROM stations WHERE id = ?', params: [stationId] },
  ];
}

/** Where the doings of a station are kept. */
const BOOKS = [
  'frames',
  'transactions',
  'commands',
  'notices',
  'reports',
  'device_events',
  'security_events',
  'status_changes',
  'variable_history',
  'station_logs',
  'violations',
] as const;

/** Whether the books tell anything of a station, which may have been removed since. */
export async function isInBooks(database: Database, stationId: string): Promise<boolean> {
  for (const table of BOOKS) {
    const sql = `SELECT station_id FROM ${table} WHERE station_id = ? LIMIT 1`;
    const { length } = await database.read({ sql, params: [stationId] });
    if (length > 0) return true;
  }
  return false;
}

export async function loadStations(database: Database): Promise<Station[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS.join(', ')}, password_hash, next_password_hash FROM stations`,
    params: [],
  });
  return rows.map((row) => new Station(recordOf(row), passwordsOf(row)));
}

function recordOf(row: Row): StationRecord {
  return {
    id: row.id,
    admission: row.admission,
    securityProfile: row.security_profile,
    ...(row.version === null ? {} : { version: row.version }),
    ...(row.registration === null ? {} : { registration: row.registration }),
    ...(row.vendor === null ? {} : { vendor: row.vendor }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.serial_number === null ? {} : { serialNumber: row.serial_number }),
    ...(row.firmware_version === null ? {} : { firmwareVersion: row.firmware_version }),
    ...(row.last_boot_at === null ? {} : { lastBootAtMs: row.last_boot_at }),
    ...(row.last_message_at === null ? {} : { lastMessageAtMs: row.last_message_at }),
    ...(row.registered_at === null ? {} : { registeredAtMs: row.registered_at }),
  };
}

function passwordsOf({ password_hash: current, next_password_hash: next }: Row): StationPasswords {
  return { ...(current === null ? {} : { current }), ...(next === null ? {} : { next }) };
}
