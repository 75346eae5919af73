import { ApiProblem, type Client } from '@northbound/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { clientOf } from '../api/client.ts';
import {
  endSession,
  forgetCredentials,
  isEnding,
  maySpeakByCookie,
  storedKey,
  takeFromAddress,
  watchCookie,
} from '../api/session.ts';
import { errorText, Loading } from '../ui/notes.tsx';
import { AcceptInvitation } from './accept-invitation.tsx';
import { ConsolePages } from './console-pages.tsx';
import { SignIn } from './sign-in.tsx';
import { byInvitation, byKey, byOldCookie, byOldKey, byPassword, type Entered } from './ways-in.ts';

interface Session extends Entered {
  readonly client: Client;
  /** A cache of its own: what one caller may see is not left for the next. */
  readonly cache: QueryClient;
}

const keyAtStart = takeFromAddress('key') ?? storedKey();
const invitationAtStart = takeFromAddress('invitation');

const UNHEARD =
  'The CSMS does not answer: it has not heard yet that you have signed out. It is told as soon as it answers; until ' +
  'then this browser still has the way in.';

/** Decides between the sign-in page and the console. */
export function App() {
  const [session, setSession] = useState<Session>();
  const current = useRef<Session>(undefined);
  const [starting, setStarting] = useState(keyAtStart !== undefined || maySpeakByCookie());
  const [problem, setProblem] = useState<string>();
  const [invitation, setInvitation] = useState(invitationAtStart);

  function change(next: Session | undefined): void {
    current.current?.cache.clear();
    current.current = next;
    setSession(next);
  }

  /** @param knock finds out who is there, and with what */
  async function enter(knock: () => Promise<Entered>): Promise<void> {
    setProblem(undefined);
    try {
      const entered = await knock();
      const { key } = entered.credentials;
      const over =
        key === undefined ? 'The session is over. Sign in again.' : 'The key is no longer valid.';
      const session: Session = {
        ...entered,
        client: clientOf(entered.credentials, () => leave(session, over)),
        cache: createCache(),
      };
      change(session);
      setInvitation(undefined);
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setStarting(false);
    }
  }

  /** @param left says which: another may have begun meanwhile */
  function leave(left: Session, reason?: string): void {
    if (current.current !== left) return;
    forgetCredentials(left.credentials);
    change(undefined);
    setProblem(reason);
  }

  async function endCookie(): Promise<void> {
    await endSession(() => setProblem(UNHEARD));
    setProblem((shown) => (shown === UNHEARD ? undefined : shown));
  }

  function signOut(): void {
    if (session === undefined) return;
    leave(session);
    if (session.credentials.key === undefined) void endCookie();
  }

  const enterAtStart = useEffectEvent(() => {
    if (isEnding()) void endCookie();
    if (keyAtStart !== undefined) void enter(() => byOldKey(keyAtStart));
    else if (invitation === undefined && maySpeakByCookie()) void enter(byOldCookie);
  });
  useEffect(() => enterAtStart(), []);

  const enterByAddress = useEffectEvent(() => {
    const key = takeFromAddress('key');
    const invited = takeFromAddress('invitation');
    if (key === undefined && invited === undefined) return;
    // The page that listened before has read the address with the secret in it.
    dispatchEvent(new HashChangeEvent('hashchange'));
    setProblem(undefined);
    setInvitation(invited);
    if (key === undefined) return;
    // Who was there before is not taken for the holder of the key, also when it is not good.
    change(undefined);
    setStarting(true);
    void enter(() => byKey(key));
  });
  const followCookie = useEffectEvent((isSignedIn: boolean) => {
    if (session === undefined || session.credentials.key !== undefined) return;
    if (isSignedIn) void enter(byOldCookie);
    else leave(session, 'The session was ended in another window.');
  });
  useEffect(() => {
    const onHash = () => enterByAddress();
    addEventListener('hashchange', onHash);
    const endWatch = watchCookie((isSignedIn) => followCookie(isSignedIn));
    return () => {
      removeEventListener('hashchange', onHash);
      endWatch();
    };
  }, []);

  if (invitation !== undefined) {
    return (
      <AcceptInvitation
        problem={problem}
        onPassword={(password) => enter(() => byInvitation(invitation, password))}
        leaving={session === undefined ? 'Sign in another way' : `Stay ${session.me.name}`}
        onLeave={() => setInvitation(undefined)}
      />
    );
  }
  if (session !== undefined) {
    const { client, me, cache } = session;
    return (
      <QueryClientProvider client={cache}>
        <ConsolePages key={`${me.kind} ${me.name}`} client={client} me={me} signOut={signOut} />
      </QueryClientProvider>
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

function createCache(): QueryClient {
  // A CSMS may stand beside a browser that believes itself without a network: whether it answers, only asking tells.
  const networkMode = 'always';
  return new QueryClient({
    defaultOptions: {
      mutations: { networkMode },
      queries: {
        networkMode,
        refetchOnWindowFocus: false,
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
      },
    },
  });
}
