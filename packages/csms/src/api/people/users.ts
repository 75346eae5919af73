import { createHash } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import { CommandError } from '../../command-error.ts';
import type { Passwords } from '../../gateway/passwords.ts';
import type { Database } from '../../store/database.ts';
import { timestampOf } from '../../timestamps.ts';
import type { Role, Timestamp } from '../../views.ts';
import { fullAdmins } from '../admins.ts';
import { roleOf } from '../caller.ts';
import type { SecureRandom } from '../ports.ts';

/** A person who may sign in to the console. */
export interface UserView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Timestamp;
  /** Whether a password has been chosen. */
  readonly hasPassword: boolean;
  /** Until when an invitation is good; absent when none is open. */
  readonly invitedUntil?: Timestamp;
  readonly lastLoginAt?: Timestamp;
}

/** What a person needs to choose a password, once. */
export interface InvitationView {
  readonly user: UserView;
  /** `nbi_<secret>`, shown this once. */
  readonly invitation: string;
}

/** Who has shown a password, and which: while it was checked, or after, another may have been chosen. */
export interface Proof {
  readonly user: UserView;
  readonly passwordHash: string;
}

export interface UsersOptions {
  readonly database: Database;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly secureRandom: SecureRandom;
  readonly passwords: Passwords;
}

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly password_hash: string | null;
  readonly created_at: number;
  readonly last_login_at: number | null;
  readonly invited_until: number | null;
}

const firstAdmin = 'admin';
const idBytes = 6;
const invitationBytes = 32;
const invitationForm = /^nbi_([A-Za-z0-9_-]{43})$/;
const invitationMs = 7 * 24 * 3_600_000;

/**
 * The people who may sign in. Nobody but the person knows a password: an admin makes an invitation, and who has it
 * chooses. A forgotten password is another invitation.
 */
export class Users {
  readonly #database: Database;
  readonly #clock: Pick<Clock, 'epochMs'>;
  readonly #secureRandom: SecureRandom;
  readonly #passwords: Passwords;
  /** Checked for names that nobody has, so that the time of an answer does not tell which names there are. */
  #nobodysHash: Promise<string> | undefined;

  constructor({ database, clock, secureRandom, passwords }: UsersOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#secureRandom = secureRandom;
    this.#passwords = passwords;
  }

  async list(): Promise<readonly UserView[]> {
    const rows = await this.#database.read<UserRow>({
      sql: 'SELECT * FROM users ORDER BY name_key',
      params: [],
    });
    return rows.map((row) => this.#viewOf(row));
  }

  /** @throws CommandError `conflict` when somebody has that name */
  async add(name: string, role: Role): Promise<InvitationView> {
    if ((await this.#rowNamed(name)) !== undefined)
      throw new CommandError('conflict', `There is a person named ${name} already.`);
    const id = Buffer.from(this.#secureRandom.bytes(idBytes)).toString('hex');
    await this.#database.write([
      {
        sql: 'INSERT INTO users (id, name, name_key, role, created_at) VALUES (?, ?, ?, ?, ?)',
        params: [id, name, nameKey(name), role, this.#clock.epochMs()],
      },
    ]);
    return this.invite(id);
  }

  /** The admin of a CSMS that has none, also when an earlier invitation was lost. */
  async inviteFirstAdmin(): Promise<InvitationView> {
    const row = await this.#rowNamed(firstAdmin);
    if (row === undefined) return this.add(firstAdmin, 'admin');
    await this.#update(row.id, "role = 'admin'", []);
    return this.invite(row.id);
  }

  /** Makes an invitation that replaces the one before it; a password stays good until the new one is chosen. */
  async invite(id: string): Promise<InvitationView> {
    await this.#known(id);
    const secret = Buffer.from(this.#secureRandom.bytes(invitationBytes)).toString('base64url');
    const until = this.#clock.epochMs() + invitationMs;
    await this.#update(id, 'invitation_sha256 = ?, invited_until = ?', [sha256(secret), until]);
    return { user: this.#viewOf(await this.#known(id)), invitation: `nbi_${secret}` };
  }

  /** Who was invited with it; undefined when nobody was, or it has been used or has expired. */
  async invited(invitation: string): Promise<UserView | undefined> {
    const [, secret] = invitationForm.exec(invitation) ?? [];
    if (secret === undefined) return undefined;
    const [row] = await this.#database.read<UserRow>({
      sql: 'SELECT * FROM users WHERE invitation_sha256 = ?',
      params: [sha256(secret)],
    });
    if (row?.invited_until == null || row.invited_until <= this.#clock.epochMs()) return undefined;
    return this.#viewOf(row);
  }

  /** Who has this name; undefined when nobody has. */
  async named(name: string): Promise<UserView | undefined> {
    const row = await this.#rowNamed(name);
    return row && this.#viewOf(row);
  }

  /** Who has this name and this password; undefined when nobody does. Takes the same time for names that nobody has. */
  async verify(name: string, password: string): Promise<Proof | undefined> {
    const row = await this.#rowNamed(name);
    this.#nobodysHash ??= this.#passwords.hash(this.#secureRandom.bytes(invitationBytes));
    const hash = row?.password_hash ?? (await this.#nobodysHash);
    const right = await this.#passwords.verify(hash, Buffer.from(password));
    return right && row !== undefined && row.password_hash === hash
      ? { user: this.#viewOf(row), passwordHash: hash }
      : undefined;
  }

  /**
   * Chooses a password with an invitation, which is used up.
   *
   * @returns undefined when it is good no more: somebody may have been faster while the password was hashed
   */
  async accept(invitation: string, password: string): Promise<Proof | undefined> {
    const user = await this.invited(invitation);
    if (user === undefined) return undefined;
    const hash = await this.#passwords.hash(Buffer.from(password));
    const [, secret = ''] = invitationForm.exec(invitation) ?? [];
    await this.#update(user.id, chosen, [hash], 'AND invitation_sha256 = ?', [sha256(secret)]);
    const row = await this.#row(user.id);
    return row?.password_hash === hash
      ? { user: this.#viewOf(row), passwordHash: hash }
      : undefined;
  }

  /** An invitation that was open is used up. */
  async setPassword(id: string, password: string): Promise<void> {
    const hash = await this.#passwords.hash(Buffer.from(password));
    await this.#update(id, chosen, [hash]);
  }

  async noteLogin(id: string): Promise<void> {
    await this.#update(id, 'last_login_at = ?', [this.#clock.epochMs()]);
  }

  /** @throws CommandError `notFound` */
  async setRole(id: string, role: Role): Promise<UserView | 'lastAdmin'> {
    await this.#known(id);
    await this.#update(id, 'role = ?', [role], role === 'admin' ? '' : unlessLastAdmin);
    const changed = await this.#known(id);
    return changed.role === role ? this.#viewOf(changed) : 'lastAdmin';
  }

  /** @throws CommandError `notFound` */
  async remove(id: string): Promise<'removed' | 'lastAdmin'> {
    await this.#known(id);
    await this.#database.write([
      { sql: `DELETE FROM users WHERE id = ? ${unlessLastAdmin}`, params: [id] },
    ]);
    return (await this.#row(id)) === undefined ? 'removed' : 'lastAdmin';
  }

  async #update(
    id: string,
    assignments: string,
    values: readonly (string | number)[],
    condition = '',
    of: readonly string[] = [],
  ): Promise<void> {
    await this.#database.write([
      {
        sql: `UPDATE users SET ${assignments} WHERE id = ? ${condition}`,
        params: [...values, id, ...of],
      },
    ]);
  }

  /** @throws CommandError `notFound` */
  async get(id: string): Promise<UserView> {
    return this.#viewOf(await this.#known(id));
  }

  async #known(id: string): Promise<UserRow> {
    const row = await this.#row(id);
    if (row === undefined) throw new CommandError('notFound', `There is no person ${id}.`);
    return row;
  }

  async #row(id: string): Promise<UserRow | undefined> {
    const [row] = await this.#database.read<UserRow>({
      sql: 'SELECT * FROM users WHERE id = ?',
      params: [id],
    });
    return row;
  }

  async #rowNamed(name: string): Promise<UserRow | undefined> {
    const [row] = await this.#database.read<UserRow>({
      sql: 'SELECT * FROM users WHERE name_key = ?',
      params: [nameKey(name)],
    });
    return row;
  }

  #viewOf(row: UserRow): UserView {
    const isInvited = row.invited_until !== null && row.invited_until > this.#clock.epochMs();
    return {
      id: row.id,
      name: row.name,
      role: roleOf(row.role),
      createdAt: timestampOf(row.created_at),
      hasPassword: row.password_hash !== null,
      ...(isInvited && { invitedUntil: timestampOf(row.invited_until) }),
      ...(row.last_login_at !== null && { lastLoginAt: timestampOf(row.last_login_at) }),
    };
  }
}

/** What a new password changes. */
const chosen = 'password_hash = ?, invitation_sha256 = NULL, invited_until = NULL';

/** Part of the statement, so that two admins cannot remove each other at the same moment. */
const unlessLastAdmin = `AND (role <> 'admin' OR password_hash IS NULL OR ${fullAdmins} > 1)`;

/** Names are told apart without regard to case, and however a keyboard composes their letters. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
