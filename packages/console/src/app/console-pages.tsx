import type { Client, CsmsEvent, Me } from '@northbound/client';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { createEventStream, type StreamState } from '../api/event-stream.ts';
import { createLiveViews } from '../api/live-views.ts';
import { pageShown } from '../api/page-shown.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { listOf, type Route } from '../model/route.ts';
import { Console, type ConsoleContext } from './console-context.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { RoutedPage } from './routed-page.tsx';
import { Shell } from './shell.tsx';
import { useRoute } from './use-route.ts';

interface ConsolePagesProps {
  readonly client: Client;
  readonly me: Me;
  readonly signOut: () => void;
}

/** What every page needs, or happens seldom. */
const FOLLOWED: readonly CsmsEvent['type'][] = [
  'station',
  'stationRemoved',
  'transaction',
  'alert',
  'campaign',
  'cdr',
  'firmwareUpdate',
  'reservation',
  'securityEvent',
];

/** The console behind the sign-in: the event stream, and the page that the address asks for. */
export function ConsolePages({ client, me, signOut }: ConsolePagesProps) {
  const cache = useQueryClient();
  const route = useRoute();
  const [streamState, setStreamState] = useState<StreamState>('connecting');
  const live = useMemo(() => createLiveViews(cache), [cache]);
  const stream = useMemo(() => createEventStream(client, pageShown), [client]);

  useLiveEvents({
    stream,
    types: FOLLOWED,
    onBatch: live.take,
    onState: setStreamState,
    onGap: live.forget,
  });

  const context: ConsoleContext = { client, me, live, stream, streamState, signOut };
  return (
    <Console value={context}>
      <Shell page={listOf(route)} pageKey={pageKey(route)}>
        <ErrorBoundary>
          <RoutedPage route={route} />
        </ErrorBoundary>
      </Shell>
    </Console>
  );
}

/** What makes a page another page; filters do not. */
function pageKey(route: Route): string {
  if (route.page === 'list') return `list ${route.path}`;
  if (route.page === 'station') return `station ${route.stationId}`;
  return 'id' in route ? `${route.page} ${route.id}` : route.page;
}
