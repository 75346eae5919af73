import type { ReactNode } from 'react';
import { AuditPage } from '../access/audit-page.tsx';
import { KeysPage } from '../access/keys-page.tsx';
import { UsersPage } from '../access/users-page.tsx';
import { AlertFrequencyPage } from '../alerts/alert-frequency-page.tsx';
import { AlertsPage } from '../alerts/alerts-page.tsx';
import { SecurityEventsPage } from '../alerts/security-events-page.tsx';
import { MaintenancePage } from '../availability/maintenance-page.tsx';
import { CampaignPage } from '../campaigns/campaign-page.tsx';
import { CampaignsPage } from '../campaigns/campaigns-page.tsx';
import { CommandsPage } from '../campaigns/commands-page.tsx';
import { DriftPage } from '../device-model/drift-page.tsx';
import { TemplatesPage } from '../device-model/templates-page.tsx';
import { FirmwarePage } from '../firmware/firmware-page.tsx';
import { FleetPage } from '../fleet/fleet-page.tsx';
import type { PagePath } from '../model/pages.ts';
import type { Route } from '../model/route.ts';
import { ReservationsPage } from '../reservation/reservations-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { StationPage } from '../station/station-page.tsx';
import { GroupsPage } from '../tokens/groups-page.tsx';
import { LocalListsPage } from '../tokens/local-lists-page.tsx';
import { TokensPage } from '../tokens/tokens-page.tsx';
import { CdrsPage } from '../transactions/cdrs-page.tsx';
import { TransactionPage } from '../transactions/transaction-page.tsx';
import { TransactionsPage } from '../transactions/transactions-page.tsx';
import { Empty } from '../ui/notes.tsx';
import { ViolationsPage } from '../violations/violations-page.tsx';
import { WebhookPage } from '../webhooks/webhook-page.tsx';
import { WebhooksPage } from '../webhooks/webhooks-page.tsx';

interface ListPageProps {
  /** Filters. */
  readonly query: URLSearchParams;
}

const LIST_PAGES: Readonly<Record<PagePath, (props: ListPageProps) => ReactNode>> = {
  '': FleetPage,
  drift: DriftPage,
  templates: TemplatesPage,
  firmware: FirmwarePage,
  maintenance: MaintenancePage,
  violations: ViolationsPage,
  transactions: TransactionsPage,
  cdrs: CdrsPage,
  alerts: AlertsPage,
  'alert-frequency': AlertFrequencyPage,
  'security-events': SecurityEventsPage,
  campaigns: CampaignsPage,
  commands: CommandsPage,
  tokens: TokensPage,
  groups: GroupsPage,
  'local-lists': LocalListsPage,
  reservations: ReservationsPage,
  users: UsersPage,
  keys: KeysPage,
  audit: AuditPage,
  webhooks: WebhooksPage,
  settings: SettingsPage,
};

export function RoutedPage({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'list': {
      const ListPage = LIST_PAGES[route.path];
      return <ListPage query={route.query} />;
    }
    case 'station':
      return <StationPage stationId={route.stationId} query={route.query} />;
    case 'transaction':
      return <TransactionPage id={route.id} />;
    case 'campaign':
      return <CampaignPage id={route.id} />;
    case 'webhook':
      return <WebhookPage id={route.id} />;
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
