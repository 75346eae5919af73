import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import type { Entry } from './contents.ts';
import type { LocalListState } from './views.ts';

export const localListMigrations: readonly Migration[] = [
  {
    name: 'local-list/001',
    sql: [
      `CREATE TABLE local_lists (
        name TEXT PRIMARY KEY,
        station_ids TEXT,
        station_group TEXT,
        token_groups TEXT,
        version INTEGER NOT NULL,
        entry_count INTEGER NOT NULL,
        changed_at BIGINT NOT NULL
      )`,
      // The last contents of each list: what stations hold that were away is told from it.
      `CREATE TABLE local_list_contents (
        list TEXT NOT NULL,
        version INTEGER NOT NULL,
        entries TEXT NOT NULL,
        PRIMARY KEY (list, version)
      )`,
      `CREATE TABLE local_list_states (
        station_id TEXT PRIMARY KEY,
        list TEXT NOT NULL,
        held_version INTEGER,
        list_version INTEGER,
        state TEXT NOT NULL,
        detail TEXT,
        changed_at BIGINT NOT NULL
      )`,
      'CREATE INDEX local_list_states_list ON local_list_states (list, station_id)',
    ],
  },
  {
    name: 'local-list/003',
    sql: [
      // Those of 1.6 may lack a token whose type was changed: each gets its whole list once more.
      `UPDATE local_list_states SET held_version = NULL
        WHERE station_id IN (SELECT id FROM stations WHERE version = '1.6')`,
    ],
  },
];

export interface LocalList {
  readonly name: string;
  readonly stationIds: readonly string[] | undefined;
  readonly group: string | undefined;
  readonly tokenGroups: readonly string[] | undefined;
  readonly version: number;
  readonly entryCount: number;
  readonly changedAtMs: number;
}

export interface StationListState {
  readonly stationId: string;
  readonly list: string;
  /** The content that the station holds; undefined when it cannot be told. */
  readonly heldVersion: number | undefined;
  /** The version number that the station was given last. */
  readonly listVersion: number | undefined;
  readonly state: LocalListState;
  readonly detail: string | undefined;
  readonly changedAtMs: number;
}

export function saveList(list: LocalList): Statement {
  return {
    sql: `INSERT INTO local_lists (name, station_ids, station_group, token_groups, version,
        entry_count, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET station_ids = excluded.station_ids,
        station_group = excluded.station_group, token_groups = excluded.token_groups,
        version = excluded.version, entry_count = excluded.entry_count,
        changed_at = excluded.changed_at`,
    params: [
      list.name,
      list.stationIds === undefined ? null : JSON.stringify(list.stationIds),
      list.group ?? null,
      list.tokenGroups === undefined ? null : JSON.stringify(list.tokenGroups),
      list.version,
      list.entryCount,
      list.changedAtMs,
    ],
  };
}

export function removeList(name: string): Statement[] {
  return [
    'local_lists WHERE name',
    'local_list_contents WHERE list',
    'local_list_states WHERE list',
  ].map((table) => ({ sql: `DELETE FROM ${table} = ?`, params: [name] }));
}

/** Contents that are kept of each list. */
const KEPT_CONTENTS = 10;

export function saveContents(
  list: string,
  version: number,
  entries: readonly Entry[],
): Statement[] {
  return [
    {
      sql: 'INSERT INTO local_list_contents (list, version, entries) VALUES (?, ?, ?)',
      params: [list, version, JSON.stringify(entries)],
    },
    {
      sql: 'DELETE FROM local_list_contents WHERE list = ? AND version <= ?',
      params: [list, version - KEPT_CONTENTS],
    },
  ];
}

export async function readContents(
  database: Database,
  list: string,
  version: number,
): Promise<readonly Entry[] | undefined> {
  const [row] = await database.read<{ readonly entries: string }>({
    sql: 'SELECT entries FROM local_list_contents WHERE list = ? AND version = ?',
    params: [list, version],
  });
  return row === undefined ? undefined : JSON.parse(row.entries);
}

export function saveState(state: StationListState): Statement {
  return {
    sql: `INSERT INTO local_list_states (station_id, list, held_version, list_version, state, detail,
        changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id) DO UPDATE SET list = excluded.list,
        held_version = excluded.held_version, list_version = excluded.list_version,
        state = excluded.state, detail = excluded.detail, changed_at = excluded.changed_at`,
    params: [
      state.stationId,
      state.list,
      state.heldVersion ?? null,
      state.listVersion ?? null,
      state.state,
      state.detail ?? null,
      state.changedAtMs,
    ],
  };
}

interface ListRow {
  readonly name: string;
  readonly station_ids: string | null;
  readonly station_group: string | null;
  readonly token_groups: string | null;
  readonly version: number;
  readonly entry_count: number;
  readonly changed_at: number;
}

export async function loadLists(database: Database): Promise<LocalList[]> {
  const rows = await database.read<ListRow>({
    sql: `SELECT name, station_ids, station_group, token_groups, version, entry_count, changed_at
      FROM local_lists ORDER BY name`,
    params: [],
  });
  return rows.map((row) => ({
    name: row.name,
    stationIds: row.station_ids === null ? undefined : JSON.parse(row.station_ids),
    group: row.station_group ?? undefined,
    tokenGroups: row.token_groups === null ? undefined : JSON.parse(row.token_groups),
    version: row.version,
    entryCount: row.entry_count,
    changedAtMs: row.changed_at,
  }));
}

interface StateRow {
  readonly station_id: string;
  readonly list: string;
  readonly held_version: number | null;
  readonly list_version: number | null;
  readonly state: LocalListState;
  readonly detail: string | null;
  readonly changed_at: number;
}

const STATE_COLUMNS = 'station_id, list, held_version, list_version, state, detail, changed_at';

function stateOf(row: StateRow): StationListState {
  return {
    stationId: row.station_id,
    list: row.list,
    heldVersion: row.held_version ?? undefined,
    listVersion: row.list_version ?? undefined,
    state: row.state,
    detail: row.detail ?? undefined,
    changedAtMs: row.changed_at,
  };
}

export async function findState(
  database: Database,
  stationId: string,
): Promise<StationListState | undefined> {
  const [row] = await database.read<StateRow>({
    sql: `SELECT ${STATE_COLUMNS} FROM local_list_states WHERE station_id = ?`,
    params: [stationId],
  });
  return row === undefined ? undefined : stateOf(row);
}

/** In the order of the stations' ids. */
export function selectStates<View>(
  database: Database,
  list: string,
  page: PageRequest,
  view: (state: StationListState) => View,
): Promise<Page<View>> {
  return readPage<StateRow, View>(
    database,
    {
      select: `SELECT ${STATE_COLUMNS} FROM local_list_states`,
      where: [equals('list', list)],
      sortedBy: ['station_id'],
      direction: 'ASC',
    },
    page,
    (row) => view(stateOf(row)),
  );
}

/** Everything of a station that goes. */
export function removeListState(stationId: string): Statement {
  return { sql: 'DELETE FROM local_list_states WHERE station_id = ?', params: [stationId] };
}
