import { ApiProblem } from '@northbound/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { createApi, type Me } from '../api/client.ts';
import { forgetKey, initialKey, storeKey } from '../api/session.ts';
import { Loading } from '../ui/notes.tsx';
import { ConsolePages } from './console-pages.tsx';
import { SignIn } from './sign-in.tsx';

interface Session {
  readonly key: string;
  readonly me: Me;
  /** A cache of its own: what one key may see is not left for the next. */
  readonly cache: QueryClient;
}

const keyAtStart = initialKey();

/** Decides between the sign-in page and the console. */
export function App() {
  const [session, setSession] = useState<Session>();
  const [checking, setChecking] = useState(keyAtStart !== undefined);
  const [problem, setProblem] = useState<string>();

  async function signIn(key: string): Promise<void> {
    setChecking(true);
    setProblem(undefined);
    try {
      const me = await createApi(key).me();
      storeKey(key);
      setSession({ key, me, cache: createCache() });
    } catch (error) {
      forgetKey();
      setProblem(refusal(error));
    } finally {
      setChecking(false);
    }
  }

  function signOut(reason?: string): void {
    forgetKey();
    session?.cache.clear();
    setSession(undefined);
    setProblem(reason);
  }

  const signInAtStart = useEffectEvent(() => {
    if (keyAtStart !== undefined) void signIn(keyAtStart);
  });
  useEffect(() => signInAtStart(), []);

  if (session !== undefined) {
    return (
      <QueryClientProvider client={session.cache}>
        <ConsolePages sessionKey={session.key} me={session.me} signOut={signOut} />
      </QueryClientProvider>
    );
  }
  if (checking && problem === undefined) return <Loading what="the console" />;
  return <SignIn problem={problem} onKey={signIn} />;
}

function refusal(error: unknown): string {
  if (error instanceof ApiProblem) {
    return error.status === 401
      ? 'This key is not known to the CSMS. Check that it was copied whole.'
      : error.message;
  }
  return 'The CSMS does not answer. Is it running?';
}

function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream keeps what is cached fresh; what it does not tell (a deleted station) is read anew in time.
        staleTime: 300_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
      },
    },
  });
}
