import { ApiProblem, createClient, type Me } from '@northbound/client';
import { type Credentials, forgetCredentials, noteCookie, storeKey } from '../api/session.ts';

/** Who has come in, and with what. */
export interface Entered {
  readonly credentials: Credentials;
  readonly me: Me;
}

export async function byKey(key: string): Promise<Entered> {
  const me = await createClient({ key }).getMe();
  storeKey(key);
  return { credentials: { key }, me };
}

/** @throws what the API says; a key that is no longer good is forgotten */
export async function byOldKey(key: string): Promise<Entered> {
  try {
    return await byKey(key);
  } catch (error) {
    if (isOver(error)) forgetCredentials({ key });
    throw error;
  }
}

/** After a reload: the cookie is still there, and the API gives again what must go with changes. */
async function byCookie(): Promise<Entered> {
  const me = await createClient().getMe();
  return { credentials: { csrfToken: me.csrfToken ?? '' }, me };
}

/** @throws Error in words for a person: the API's are about how requests prove who sends them */
export async function byOldCookie(): Promise<Entered> {
  try {
    return await byCookie();
  } catch (error) {
    if (!isOver(error)) throw error;
    forgetCredentials({});
    throw new Error('The session is over. Sign in again.', { cause: error });
  }
}

function isOver(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

export async function byPassword(name: string, password: string): Promise<Entered> {
  await createClient().signIn({ body: { name, password } });
  noteCookie();
  return byCookie();
}

export async function byInvitation(invitation: string, password: string): Promise<Entered> {
  await createClient().acceptInvitation({ body: { invitation, password } });
  noteCookie();
  return byCookie();
}
