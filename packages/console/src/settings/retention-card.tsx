import type { RetentionSettings } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import type { FormReader } from '../model/form.ts';
import { KeptDaysFacts, KeptDaysFields } from './kept-days.tsx';
import { SettingsCard } from './settings-card.tsx';

const RETENTION = ['retention'];

const DAYS: readonly (readonly [keyof RetentionSettings, string])[] = [
  ['commandsKeptDays', 'Commands that are over'],
  ['historyKeptDays', 'History of variables'],
  ['eventsKeptDays', 'Events of stations'],
  ['alertsKeptDays', 'Alerts that are over'],
  ['deliveriesKeptDays', 'Deliveries to webhooks'],
  ['auditKeptDays', 'Audit and security events'],
];

/** How long is kept what no book rests on. */
export function RetentionCard() {
  const { client } = useConsole();
  const read = () => client.getRetention();
  const retention = useQuery({ queryKey: RETENTION, queryFn: read });
  return (
    <SettingsCard
      title="Kept for"
      settings={retention}
      dialog={(onClose) => (
        <ChangeDialog
          title="How long things are kept"
          action="Change"
          onClose={onClose}
          refreshes={[RETENTION]}
          read={read}
          onSubmit={(form, _, options) => client.putRetention({ body: readDays(form) }, options)}
        >
          {(values) => <KeptDaysFields days={DAYS} values={values} />}
        </ChangeDialog>
      )}
    >
      {(values) => <KeptDaysFacts days={DAYS} values={values} />}
    </SettingsCard>
  );
}

function readDays(form: FormReader): RetentionSettings {
  return Object.fromEntries(
    DAYS.map(([name]) => [name, form.number(name)]).filter(([, days]) => days !== undefined),
  );
}
