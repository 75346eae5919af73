import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { createApi, type Me } from '../api/client.ts';
import type { StreamState } from '../api/event-stream.ts';
import { createLiveViews } from '../api/live-views.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { FleetPage } from '../fleet/fleet-page.tsx';
import { KeysPage } from '../keys/keys-page.tsx';
import type { Route } from '../model/route.ts';
import { StationPage } from '../station/station-page.tsx';
import { TokensPage } from '../tokens/tokens-page.tsx';
import { TransactionPage } from '../transactions/transaction-page.tsx';
import { TransactionsPage } from '../transactions/transactions-page.tsx';
import { Empty } from '../ui/notes.tsx';
import { Console, type ConsoleContext } from './console-context.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';
import { useRoute } from './use-route.ts';

interface ConsolePagesProps {
  readonly sessionKey: string;
  readonly me: Me;
  readonly signOut: (reason?: string) => void;
}

/** The console behind the sign-in: one event stream for what all pages show, and the page that the address asks for. */
export function ConsolePages({ sessionKey, me, signOut }: ConsolePagesProps) {
  const cache = useQueryClient();
  const route = useRoute();
  const [streamState, setStreamState] = useState<StreamState>('connecting');
  const api = useMemo(() => createApi(sessionKey), [sessionKey]);
  const live = useMemo(() => createLiveViews(cache), [cache]);

  useLiveEvents({
    key: sessionKey,
    types: ['station', 'stationRemoved', 'transaction'],
    onBatch: live.take,
    onState: (state) => {
      setStreamState(state);
      if (state === 'refused') signOut('The key is no longer valid.');
    },
    onGap: () => void cache.invalidateQueries(),
  });

  const context: ConsoleContext = { key: sessionKey, api, me, live, streamState, signOut };
  return (
    <Console value={context}>
      <Shell page={route.page} pageKey={pageKey(route)}>
        <ErrorBoundary>
          <RoutedPage route={route} />
        </ErrorBoundary>
      </Shell>
    </Console>
  );
}

/** What makes a page another page; filters do not. */
function pageKey(route: Route): string {
  if (route.page === 'station') return `station ${route.stationId}`;
  if (route.page === 'transaction') return `transaction ${route.id}`;
  return route.page;
}

function RoutedPage({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'fleet':
      return <FleetPage query={route.query} />;
    case 'station':
      return <StationPage stationId={route.stationId} query={route.query} />;
    case 'transactions':
      return <TransactionsPage query={route.query} />;
    case 'transaction':
      return <TransactionPage id={route.id} />;
    case 'tokens':
      return <TokensPage />;
    case 'keys':
      return <KeysPage />;
    case 'unknown':
      return (
        <main className="page">
          <Empty title="There is no such page">
            <a href="#/">Back to the fleet</a>
          </Empty>
        </main>
      );
  }
}
