import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import type { Database } from '../store/database.ts';
import type { ApiKeyView, Role } from '../views.ts';
import type { SecureRandom } from './ports.ts';

export interface ApiKeysOptions {
  readonly database: Database;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly secureRandom: SecureRandom;
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

  constructor({ database, clock, secureRandom }: ApiKeysOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#secureRandom = secureRandom;
  }

  /** Who holds this key; undefined when nobody does. */
  async verify(key: string): Promise<ApiKeyView | undefined> {
    const [, id, secret] = keyForm.exec(key) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const row = await this.#row(id);
    if (row === undefined) return undefined;
    const expected = Buffer.from(row.secret_sha256, 'hex');
    return timingSafeEqual(sha256(secret), expected) ? viewOf(row) : undefined;
  }

  async create(name: string, role: Role): Promise<NewApiKey> {
    const id = Buffer.from(this.#secureRandom.bytes(idBytes)).toString('hex');
    const secret = Buffer.from(this.#secureRandom.bytes(secretBytes)).toString('base64url');
    const createdAtMs = this.#clock.epochMs();
    await this.#database.write([
      {
        sql: 'INSERT INTO api_keys (id, name, role, secret_sha256, created_at) VALUES (?, ?, ?, ?, ?)',
        params: [id, name, role, sha256(secret).toString('hex'), createdAtMs],
      },
    ]);
    const createdAt = new Date(createdAtMs).toISOString();
    return { id, name, role, createdAt, key: `nb_${id}_${secret}` };
  }

  async list(): Promise<readonly ApiKeyView[]> {
    const rows = await this.#database.read<KeyRow>({
      sql: 'SELECT * FROM api_keys ORDER BY created_at, id',
      params: [],
    });
    return rows.map(viewOf);
  }

  /** The last admin key stays: without it nobody could make another. */
  async revoke(id: string): Promise<'revoked' | 'unknown' | 'lastAdminKey'> {
    if ((await this.#row(id)) === undefined) return 'unknown';
    // The condition is part of the statement, so that two admins cannot revoke each other at the same moment.
    await this.#database.write([
      {
        sql: `DELETE FROM api_keys WHERE id = ?
          AND (role <> 'admin' OR (SELECT COUNT(*) FROM api_keys WHERE role = 'admin') > 1)`,
        params: [id],
      },
    ]);
    return (await this.#row(id)) === undefined ? 'revoked' : 'lastAdminKey';
  }

  async #row(id: string): Promise<KeyRow | undefined> {
    const [row] = await this.#database.read<KeyRow>({
      sql: 'SELECT * FROM api_keys WHERE id = ?',
      params: [id],
    });
    return row;
  }
}

/**
 * Makes an admin key when there is none, as on the first start.
 *
 * @returns the key, which is not stored anywhere and cannot be asked for again; undefined when there was one already
 */
export async function ensureAdminKey(options: ApiKeysOptions): Promise<string | undefined> {
  const keys = new ApiKeys(options);
  if ((await keys.list()).some(({ role }) => role === 'admin')) return undefined;
  return (await keys.create('first admin', 'admin')).key;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function viewOf({ id, name, role, created_at }: KeyRow): ApiKeyView {
  return { id, name, role: roleOf(role), createdAt: new Date(created_at).toISOString() };
}

/** A role that this version does not know, written by a newer one, may do the least. */
function roleOf(stored: string): Role {
  return stored === 'admin' || stored === 'operator' ? stored : 'viewer';
}
