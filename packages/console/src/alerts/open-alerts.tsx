import { everyPage } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { collect } from '../api/collect.ts';
import { cacheKeys, KEPT_FRESH_MS } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { count } from '../model/format.ts';

/** More open alerts than these are not counted one by one. */
export const MOST_READ = 1000;

/** The alerts that go on, newest first; the event stream has them read again. */
export function useOpenAlerts() {
  const { client } = useConsole();
  return useQuery({
    queryKey: cacheKeys.openAlerts,
    staleTime: KEPT_FRESH_MS,
    queryFn: () => {
      const pages = everyPage((page) => client.listAlerts({ open: true, limit: 200, ...page }));
      return collect(pages, MOST_READ);
    },
  });
}

/** How many alerts nobody has taken note of. */
export function OpenAlertsBadge() {
  const alerts = useOpenAlerts();
  const unnoted = (alerts.data ?? []).filter((alert) => alert.acknowledgedAt === undefined).length;
  if (unnoted === 0) return null;
  return (
    <span className="nav-badge" title={`${count(unnoted, 'open alert')} that nobody noted`}>
      {unnoted >= MOST_READ ? `${MOST_READ}+` : unnoted}
    </span>
  );
}
