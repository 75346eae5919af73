import {
  equals,
  isInTime,
  newestFirst,
  type PageRequest,
  readPage,
  type TimeRange,
} from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import type { ReservationState } from './views.ts';

export const reservationMigrations: readonly Migration[] = [
  {
    name: 'reservation/001',
    sql: [
      // The id is the one on the wire, so that it is never used twice.
      `CREATE TABLE reservations (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        evse_id INTEGER,
        connector_type TEXT,
        id_token TEXT NOT NULL,
        id_token_type TEXT NOT NULL,
        group_id_token TEXT,
        expires_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        status TEXT,
        transaction_key BIGINT,
        created_at BIGINT NOT NULL,
        changed_at BIGINT NOT NULL
      )`,
      'CREATE INDEX reservations_station ON reservations (station_id, id)',
      'CREATE INDEX reservations_state ON reservations (state, id)',
      'CREATE INDEX reservations_station_state ON reservations (station_id, state, id)',
    ],
  },
  {
    name: 'reservation/002',
    sql: [
      'CREATE INDEX reservations_time ON reservations (expires_at, id)',
      'CREATE INDEX reservations_station_time ON reservations (station_id, expires_at, id)',
      'CREATE INDEX reservations_state_time ON reservations (state, expires_at, id)',
      'CREATE INDEX reservations_token ON reservations (LOWER(id_token), id)',
      'CREATE INDEX reservations_token_time ON reservations (LOWER(id_token), expires_at, id)',
    ],
  },
];

export interface Reservation {
  readonly id: number;
  readonly stationId: string;
  readonly evseId: number | undefined;
  readonly connectorType: string | undefined;
  readonly idToken: string;
  readonly idTokenType: string;
  readonly groupIdToken: string | undefined;
  readonly expiresAtMs: number;
  readonly state: ReservationState;
  readonly status: string | undefined;
  readonly transaction: number | undefined;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

const COLUMNS = `id, station_id, evse_id, connector_type, id_token, id_token_type, group_id_token,
  expires_at, state, status, transaction_key, created_at, changed_at`;

export function saveReservation(reservation: Reservation): Statement {
  return {
    sql: `INSERT INTO reservations (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, status = excluded.status,
        transaction_key = excluded.transaction_key, changed_at = excluded.changed_at`,
    params: [
      reservation.id,
      reservation.stationId,
      reservation.evseId ?? null,
      reservation.connectorType ?? null,
      reservation.idToken,
      reservation.idTokenType,
      reservation.groupIdToken ?? null,
      reservation.expiresAtMs,
      reservation.state,
      reservation.status ?? null,
      reservation.transaction ?? null,
      reservation.createdAtMs,
      reservation.changedAtMs,
    ],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly evse_id: number | null;
  readonly connector_type: string | null;
  readonly id_token: string;
  readonly id_token_type: string;
  readonly group_id_token: string | null;
  readonly expires_at: number;
  readonly state: ReservationState;
  readonly status: string | null;
  readonly transaction_key: number | null;
  readonly created_at: number;
  readonly changed_at: number;
}

function reservationOf(row: Row): Reservation {
  return {
    id: row.id,
    stationId: row.station_id,
    evseId: row.evse_id ?? undefined,
    connectorType: row.connector_type ?? undefined,
    idToken: row.id_token,
    idTokenType: row.id_token_type,
    groupIdToken: row.group_id_token ?? undefined,
    expiresAtMs: row.expires_at,
    state: row.state,
    status: row.status ?? undefined,
    transaction: row.transaction_key ?? undefined,
    createdAtMs: row.created_at,
    changedAtMs: row.changed_at,
  };
}

export async function findReservation(
  database: Database,
  id: number,
): Promise<Reservation | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM reservations WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : reservationOf(row);
}

/** In no state that is an end. */
export async function loadOpenReservations(database: Database): Promise<Reservation[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM reservations WHERE state IN ('Requested', 'Active')`,
    params: [],
  });
  return rows.map(reservationOf);
}

/** The time is that of their ends. */
export interface ReservationFilter extends PageRequest, TimeRange {
  readonly stationId?: string;
  readonly state?: ReservationState;
  readonly idToken?: string;
}

/** Newest first. */
export function selectReservations<View>(
  database: Database,
  { stationId, state, idToken, ...page }: ReservationFilter,
  view: (reservation: Reservation) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: `SELECT ${COLUMNS} FROM reservations`,
      where: [
        equals('station_id', stationId),
        equals('state', state),
        equals('LOWER(id_token)', idToken?.toLowerCase()),
        isInTime('expires_at', page),
      ],
      ...newestFirst('expires_at', page),
    },
    page,
    (row) => view(reservationOf(row)),
  );
}
