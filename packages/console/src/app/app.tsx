import { ApiProblem, createClient } from '@northbound/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { createApi, type Me } from '../api/client.ts';
import {
  type Credentials,
  forgetCredentials,
  initialInvitation,
  initialKey,
  maySpeakByCookie,
  noteCookie,
  storeKey,
} from '../api/session.ts';
import { errorText, Loading } from '../ui/notes.tsx';
import { AcceptInvitation } from './accept-invitation.tsx';
import { ConsolePages } from './console-pages.tsx';
import { SignIn } from './sign-in.tsx';

interface Session {
  readonly credentials: Credentials;
  readonly me: Me;
  /** A cache of its own: what one caller may see is not left for the next. */
  readonly cache: QueryClient;
}

const keyAtStart = initialKey();
const invitationAtStart = initialInvitation();

/** Decides between the sign-in page and the console. */
export function App() {
  const [session, setSession] = useState<Session>();
  const [starting, setStarting] = useState(keyAtStart !== undefined || maySpeakByCookie());
  const [problem, setProblem] = useState<string>();
  const [invitation, setInvitation] = useState(invitationAtStart);

  /** @param knock finds out who is there, and with what */
  async function enter(knock: () => Promise<Omit<Session, 'cache'>>): Promise<void> {
    setProblem(undefined);
    try {
      setSession({ ...(await knock()), cache: createCache() });
      setInvitation(undefined);
    } catch (error) {
      forgetCredentials();
      setProblem(errorText(error));
    } finally {
      setStarting(false);
    }
  }

  function signOut(reason?: string): void {
    if (session?.credentials.csrfToken !== undefined) endSession(session.credentials);
    forgetCredentials();
    session?.cache.clear();
    setSession(undefined);
    setProblem(reason);
  }

  const enterAtStart = useEffectEvent(() => {
    if (keyAtStart !== undefined) void enter(() => byKey(keyAtStart));
    else if (invitation === undefined && maySpeakByCookie()) void enter(byOldCookie);
  });
  useEffect(() => enterAtStart(), []);

  if (session !== undefined) {
    return (
      <QueryClientProvider client={session.cache}>
        <ConsolePages credentials={session.credentials} me={session.me} signOut={signOut} />
      </QueryClientProvider>
    );
  }
  if (invitation !== undefined) {
    return (
      <AcceptInvitation
        problem={problem}
        onPassword={(password) => enter(() => byInvitation(invitation, password))}
        onLeave={() => setInvitation(undefined)}
      />
    );
  }
  if (starting) return <Loading what="the console" />;
  return (
    <SignIn
      problem={problem}
      onKey={(key) => enter(() => byKey(key))}
      onPassword={(name, password) => enter(() => byPassword(name, password))}
    />
  );
}

async function byKey(key: string): Promise<Omit<Session, 'cache'>> {
  const me = await createApi({ key }).me();
  storeKey(key);
  return { credentials: { key }, me };
}

/** After a reload: the cookie is still there, and the API gives again what must go with changes. */
async function byCookie(): Promise<Omit<Session, 'cache'>> {
  const me = await createClient().getMe();
  return { credentials: { csrfToken: me.csrfToken ?? '' }, me };
}

/** @throws Error in words for a person: the API's are about how requests prove who sends them */
async function byOldCookie(): Promise<Omit<Session, 'cache'>> {
  try {
    return await byCookie();
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      throw new Error('The session is over. Sign in again.');
    }
    throw error;
  }
}

async function byPassword(name: string, password: string): Promise<Omit<Session, 'cache'>> {
  await createClient().signIn({ body: { name, password } });
  noteCookie();
  return byCookie();
}

async function byInvitation(invitation: string, password: string): Promise<Omit<Session, 'cache'>> {
  await createClient().acceptInvitation({ body: { invitation, password } });
  noteCookie();
  return byCookie();
}

/** Whether or not the CSMS hears it, this page has forgotten its way in. */
function endSession(credentials: Credentials): void {
  createApi(credentials)
    .client.signOut()
    .catch(() => undefined);
}

function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        refetchOnWindowFocus: false,
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
      },
    },
  });
}
