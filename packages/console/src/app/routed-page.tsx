import { type ReactNode, Suspense } from 'react';
import { FleetPage } from '../fleet/fleet-page.tsx';
import { type PagePath, pagesFor } from '../model/pages.ts';
import { listOf, type Route } from '../model/route.ts';
import { Empty, Loading } from '../ui/notes.tsx';
import { useIsAdmin } from './console-context.ts';
import { type Later, later } from './later.ts';

interface ListPageProps {
  /** Filters. */
  readonly query: URLSearchParams;
}

const StationPage = later(async () => (await import('../station/station-page.tsx')).StationPage);
const TransactionPage = later(
  async () => (await import('../transactions/transaction-page.tsx')).TransactionPage,
);
const CampaignPage = later(
  async () => (await import('../campaigns/campaign-page.tsx')).CampaignPage,
);
const WebhookPage = later(async () => (await import('../webhooks/webhook-page.tsx')).WebhookPage);

const LIST_PAGES: Readonly<Record<PagePath, Later<ListPageProps>>> = {
  '': { Part: FleetPage },
  sites: later(async () => (await import('../fleet/sites-page.tsx')).SitesPage),
  drift: later(async () => (await import('../device-model/drift-page.tsx')).DriftPage),
  templates: later(async () => (await import('../device-model/templates-page.tsx')).TemplatesPage),
  firmware: later(async () => (await import('../firmware/firmware-page.tsx')).FirmwarePage),
  maintenance: later(
    async () => (await import('../availability/maintenance-page.tsx')).MaintenancePage,
  ),
  strangers: later(async () => (await import('../fleet/strangers-page.tsx')).StrangersPage),
  violations: later(async () => (await import('../violations/violations-page.tsx')).ViolationsPage),
  transactions: later(
    async () => (await import('../transactions/transactions-page.tsx')).TransactionsPage,
  ),
  cdrs: later(async () => (await import('../transactions/cdrs-page.tsx')).CdrsPage),
  alerts: later(async () => (await import('../alerts/alerts-page.tsx')).AlertsPage),
  'alert-frequency': later(
    async () => (await import('../alerts/alert-frequency-page.tsx')).AlertFrequencyPage,
  ),
  'security-events': later(
    async () => (await import('../alerts/security-events-page.tsx')).SecurityEventsPage,
  ),
  campaigns: later(async () => (await import('../campaigns/campaigns-page.tsx')).CampaignsPage),
  commands: later(async () => (await import('../campaigns/commands-page.tsx')).CommandsPage),
  tokens: later(async () => (await import('../tokens/tokens-page.tsx')).TokensPage),
  groups: later(async () => (await import('../tokens/groups-page.tsx')).GroupsPage),
  'local-lists': later(async () => (await import('../tokens/local-lists-page.tsx')).LocalListsPage),
  reservations: later(
    async () => (await import('../reservation/reservations-page.tsx')).ReservationsPage,
  ),
  users: later(async () => (await import('../access/users-page.tsx')).UsersPage),
  keys: later(async () => (await import('../access/keys-page.tsx')).KeysPage),
  audit: later(async () => (await import('../access/audit-page.tsx')).AuditPage),
  webhooks: later(async () => (await import('../webhooks/webhooks-page.tsx')).WebhooksPage),
  settings: later(async () => (await import('../settings/settings-page.tsx')).SettingsPage),
};

interface RoutedPageProps {
  readonly route: Route;
}

export function RoutedPage({ route }: RoutedPageProps) {
  const pages = pagesFor(useIsAdmin());
  const list = listOf(route);
  if (list !== undefined && !pages.some(({ path }) => path === list)) {
    return (
      <main className="page">
        <Empty title="This page is for admins">
          <a href="#/">Back to the fleet</a>
        </Empty>
      </main>
    );
  }
  return (
    <Suspense fallback={<Loading what="the page" />}>
      <Routed route={route} />
    </Suspense>
  );
}

function Routed({ route }: RoutedPageProps): ReactNode {
  switch (route.page) {
    case 'list': {
      const { Part } = LIST_PAGES[route.path];
      return <Part query={route.query} />;
    }
    case 'station':
      return <StationPage.Part stationId={route.stationId} query={route.query} />;
    case 'transaction':
      return <TransactionPage.Part id={route.id} />;
    case 'campaign':
      return <CampaignPage.Part id={route.id} />;
    case 'webhook':
      return <WebhookPage.Part id={route.id} />;
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
