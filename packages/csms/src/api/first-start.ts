import type { Passwords } from '../gateway/passwords.ts';
import { fullAdmins } from './admins.ts';
import { ApiKeys, type ApiKeysOptions } from './keys.ts';
import { Users } from './people/users.ts';

/** The ways into a CSMS that has no admin yet. Neither is stored, and neither can be asked for again. */
export interface FirstWaysIn {
  /** A key for programs. */
  readonly adminKey: string;
  /** With it the person `admin` chooses a password, once. */
  readonly invitation: string;
}

/**
 * Makes an admin key and invites an admin when nobody could do either, as on the first start. There is no default
 * password: nothing that is the same in two installations opens anything.
 *
 * @returns undefined when there was an admin already
 */
export async function ensureAdmin(
  options: ApiKeysOptions & { readonly passwords: Passwords },
): Promise<FirstWaysIn | undefined> {
  const [row] = await options.database.read<{ readonly admins: number }>({
    sql: `SELECT ${fullAdmins} AS admins`,
    params: [],
  });
  if (row !== undefined && row.admins > 0) return undefined;
  const { key } = await new ApiKeys(options).create({ name: 'first admin', role: 'admin' });
  const { invitation } = await new Users(options).inviteFirstAdmin();
  return { adminKey: key, invitation };
}
