import { type CommandRecord, isObject } from '../remote-control/command.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Entry } from './contents.ts';

export const forgottenMigrations: readonly Migration[] = [
  {
    name: 'local-list/002',
    sql: [
      `CREATE TABLE local_list_forgotten (
        station_id TEXT NOT NULL,
        id_key TEXT NOT NULL,
        type TEXT NOT NULL,
        told INTEGER NOT NULL,
        PRIMARY KEY (station_id, id_key, type)
      )`,
    ],
  },
];

/** Tokens of customers that a station was told to forget: its list is without them from then on. */
export class Forgotten {
  readonly #told: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;

  private constructor(rows: readonly Row[]) {
    this.#all = new Set(rows.map((row) => keyOf(row.id_key, row.type)));
    this.#told = new Set(
      rows.filter(({ told }) => told === 1).map((row) => keyOf(row.id_key, row.type)),
    );
  }

  static async at(database: Database, stationId: string): Promise<Forgotten> {
    const rows = await database.read<Row>({
      sql: 'SELECT id_key, type, told FROM local_list_forgotten WHERE station_id = ?',
      params: [stationId],
    });
    return new Forgotten(rows);
  }

  /** Whether the station's list is without all of them by now. */
  get isTold(): boolean {
    return this.#told.size === this.#all.size;
  }

  /** What the station should hold of these. */
  wanted(entries: readonly Entry[]): readonly Entry[] {
    return without(entries, this.#all);
  }

  /** What the station holds that was given these. */
  held(entries: readonly Entry[]): readonly Entry[] {
    return without(entries, this.#told);
  }
}

interface Row {
  readonly id_key: string;
  readonly type: string;
  readonly told: 0 | 1;
}

function without(entries: readonly Entry[], keys: ReadonlySet<string>): readonly Entry[] {
  if (keys.size === 0) return entries;
  return entries.filter(({ idToken }) => !keys.has(keyOf(idToken.idToken, idToken.type)));
}

function keyOf(idToken: string, type: string): string {
  return JSON.stringify([idToken.toLowerCase(), type]);
}

/** @returns undefined when the command made a station forget nobody whose token it names (2.1 part 2, N10) */
export function forgetting(command: CommandRecord): Statement | undefined {
  const { request, accepted, stationId } = command;
  if (command.command !== 'CustomerInformation' || accepted !== true) return undefined;
  if (!isObject(request) || request.clear !== true || !isObject(request.idToken)) return undefined;
  const { idToken, type } = request.idToken;
  return {
    sql: `INSERT INTO local_list_forgotten (station_id, id_key, type, told) VALUES (?, ?, ?, 0)
      ON CONFLICT (station_id, id_key, type) DO NOTHING`,
    params: [stationId, String(idToken).toLowerCase(), String(type)],
  };
}

/** The station's list is without them now. */
export function markTold(stationId: string): Statement {
  return {
    sql: 'UPDATE local_list_forgotten SET told = 1 WHERE station_id = ? AND told = 0',
    params: [stationId],
  };
}

export function removeForgotten(stationId: string): Statement {
  return { sql: 'DELETE FROM local_list_forgotten WHERE station_id = ?', params: [stationId] };
}
