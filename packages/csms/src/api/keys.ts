import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Database } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { ApiKeyView, Role, StationSet } from '../views.ts';
import { fullAdmins } from './admins.ts';
import { type Caller, type KeyScope, roleOf } from './caller.ts';
import type { SecureRandom } from './ports.ts';

export interface ApiKeysOptions {
  readonly database: Database;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly secureRandom: SecureRandom;
  /** Which stations are in a group; without it, none is in any. */
  readonly groups?: { has(stationId: string, group: string): boolean };
}

/** What a key is made for. */
export interface ApiKeyPurpose {
  readonly name: string;
  readonly role: Role;
  readonly expiresAtMs?: number;
  /** The stations that it may see and command; with `groups` absent too, all. */
  readonly stations?: readonly string[];
  readonly groups?: readonly string[];
}

/** A key as its owner gets it, once. */
export interface NewApiKey extends ApiKeyView {
  /** `nb_<id>_<secret>` */
  readonly key: string;
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly secret_sha256: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly stations: string | null;
  readonly station_groups: string | null;
}

const idBytes = 6;
const secretBytes = 32;
/** `_` is in the alphabet of base64url, but not in the id: the second underscore ends the id. */
const keyForm = /^nb_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/**
 * The keys of operators and programs.
 *
 * A secret has 256 random bits, so nobody finds it by trying, however fast a try is: one SHA-256 protects the table as
 * well as scrypt would, and costs a request microseconds instead of a tenth of a second. (A password that a person
 * chose is another matter.) The id in the key is its row; the secret is compared in constant time.
 */
export class ApiKeys {
  readonly #database: Database;
  readonly #clock: Pick<Clock, 'epochMs'>;
  readonly #secureRandom: SecureRandom;
  readonly #groups: ApiKeysOptions['groups'];

  constructor({ database, clock, secureRandom, groups }: ApiKeysOptions) {
    this.#groups = groups;
    this.#database = database;
    this.#clock = clock;
    this.#secureRandom = secureRandom;
  }

  /** Who holds this key; undefined when nobody does, or it has expired. */
  async verify(key: string): Promise<Caller | undefined> {
    const [, id, secret] = keyForm.exec(key) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const row = await this.#row(id);
    if (row === undefined) return undefined;
    const expected = Buffer.from(row.secret_sha256, 'hex');
    if (!timingSafeEqual(sha256(secret), expected)) return undefined;
    if (row.expires_at !== null && row.expires_at <= this.#clock.epochMs()) return undefined;
    return this.#callerOf(row);
  }

  /** @throws CommandError `invalidValue` when it would have expired already */
  async create({ name, role, expiresAtMs, stations, groups }: ApiKeyPurpose): Promise<NewApiKey> {
    if (expiresAtMs !== undefined && expiresAtMs <= this.#clock.epochMs())
      throw new CommandError('invalidValue', 'A key must expire in the future.');
    const row = {
      id: Buffer.from(this.#secureRandom.bytes(idBytes)).toString('hex'),
      name,
      role,
      created_at: this.#clock.epochMs(),
      expires_at: expiresAtMs ?? null,
      stations: stations === undefined ? null : JSON.stringify(stations),
      station_groups: groups === undefined ? null : JSON.stringify(groups),
    };
    const secret = Buffer.from(this.#secureRandom.bytes(secretBytes)).toString('base64url');
    await this.#database.write([
      {
        sql: `INSERT INTO api_keys (id, name, role, secret_sha256, created_at, expires_at, stations,
            station_groups)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        params: [
          row.id,
          name,
          role,
          sha256(secret).toString('hex'),
          row.created_at,
          row.expires_at,
          row.stations,
          row.station_groups,
        ],
      },
    ]);
    return { ...viewOf(row), key: `nb_${row.id}_${secret}` };
  }

  async list(): Promise<readonly ApiKeyView[]> {
    const rows = await this.#database.read<KeyRow>({
      sql: 'SELECT * FROM api_keys ORDER BY created_at, id',
      params: [],
    });
    return rows.map(viewOf);
  }

  /** The last way in for an admin stays: without it nobody could make another. */
  async revoke(id: string): Promise<'revoked' | 'unknown' | 'lastAdmin'> {
    if ((await this.#row(id)) === undefined) return 'unknown';
    // The condition is part of the statement, so that two admins cannot revoke each other at the same moment.
    await this.#database.write([
      {
        sql: `DELETE FROM api_keys WHERE id = ?
          AND (role <> 'admin' OR expires_at IS NOT NULL OR stations IS NOT NULL
            OR station_groups IS NOT NULL OR ${fullAdmins} > 1)`,
        params: [id],
      },
    ]);
    return (await this.#row(id)) === undefined ? 'revoked' : 'lastAdmin';
  }

  #callerOf(row: KeyRow): Caller {
    const stations = this.#stationSet(row);
    return {
      kind: 'key',
      id: row.id,
      name: row.name,
      role: roleOf(row.role),
      ...(stations !== undefined && { stations, scope: scopeIn(row) }),
      ...(row.expires_at !== null && { expiresAtMs: row.expires_at }),
    };
  }

  #stationSet(row: KeyRow): StationSet | undefined {
    const { stations, groups } = scopeIn(row);
    if (stations === undefined && groups === undefined) return undefined;
    const listed = new Set(stations);
    return {
      name: `${row.stations} ${row.station_groups}`,
      has: (id) => listed.has(id) || groups?.some((group) => this.#groups?.has(id, group)) === true,
    };
  }

  async #row(id: string): Promise<KeyRow | undefined> {
    const [row] = await this.#database.read<KeyRow>({
      sql: 'SELECT * FROM api_keys WHERE id = ?',
      params: [id],
    });
    return row;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function viewOf(row: Omit<KeyRow, 'secret_sha256'>): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    createdAt: timestampOf(row.created_at),
    ...(row.expires_at !== null && { expiresAt: timestampOf(row.expires_at) }),
    ...scopeIn(row),
  };
}

function scopeIn(row: Pick<KeyRow, 'stations' | 'station_groups'>): KeyScope {
  const stations = namesIn(row.stations);
  const groups = namesIn(row.station_groups);
  return { ...(stations !== undefined && { stations }), ...(groups !== undefined && { groups }) };
}

/** A list that cannot be read is a key for nothing, never one for everything. */
function namesIn(stored: string | null): readonly string[] | undefined {
  if (stored === null) return undefined;
  const parsed: unknown = JSON.parse(stored);
  return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : [];
}
