import type { RetentionSettings } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole, useIsAdmin } from '../app/console-context.ts';
import type { FormReader } from '../model/form.ts';
import { Fact } from '../ui/facts.tsx';
import { TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
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
  const { api } = useConsole();
  const retention = useQuery({ queryKey: RETENTION, queryFn: () => api.client.getRetention() });
  const [changing, setChanging] = useState(false);
  const isAdmin = useIsAdmin();
  return (
    <SettingsCard
      title="Kept for"
      settings={retention}
      onChange={isAdmin ? () => setChanging(true) : undefined}
    >
      {(values) => (
        <>
          {DAYS.map(([name, words]) => (
            <Fact key={name} name={words}>
              {values[name] === undefined ? 'ever' : `${values[name]} days`}
            </Fact>
          ))}
          {changing && (
            <FormDialog
              title="How long things are kept"
              action="Change"
              onClose={() => setChanging(false)}
              refreshes={[RETENTION]}
              onSubmit={(form) => api.client.putRetention({ body: readDays(form) })}
            >
              {DAYS.map(([name, words]) => (
                <TextField
                  key={name}
                  name={name}
                  label={`${words}, days (empty: for ever)`}
                  type="number"
                  min={1}
                  initial={values[name]}
                />
              ))}
            </FormDialog>
          )}
        </>
      )}
    </SettingsCard>
  );
}

function readDays(form: FormReader): RetentionSettings {
  return Object.fromEntries(
    DAYS.map(([name]) => [name, form.number(name)]).filter(([, days]) => days !== undefined),
  );
}
