import { useIsAdmin } from '../app/console-context.ts';
import { Page } from '../ui/page.tsx';
import { AuthorizationCard } from './authorization-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { LedgerCard } from './ledger-card.tsx';
import { RetentionCard } from './retention-card.tsx';

/** How this CSMS behaves. */
export function SettingsPage() {
  return (
    <Page title="Settings" flows>
      <LedgerCard />
      <RetentionCard />
      <AuthorizationCard />
      {useIsAdmin() && <BackupCard />}
    </Page>
  );
}
