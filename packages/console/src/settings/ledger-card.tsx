import type { LedgerSettings } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { type FormReader, given } from '../model/form.ts';
import { formatDuration } from '../model/format.ts';
import { Fact } from '../ui/facts.tsx';
import { TextField } from '../ui/fields.tsx';
import { KeptDaysFacts, KeptDaysFields } from './kept-days.tsx';
import { SettingsCard } from './settings-card.tsx';

const LEDGER = ['ledgerSettings'];

/** Each with the least that the API takes, s. */
const TIMES: readonly (readonly [Exclude<keyof LedgerSettings, DayName>, string, number])[] = [
  ['askAfterS', 'A station is asked about gaps after', 5],
  ['gapsLostAfterS', 'Missing events are declared lost after', 60],
  ['rebootGraceS', 'After a boot a station goes on with its transactions within', 60],
  ['silentAfterS', 'A transaction without an event is over after', 3600],
  ['sealAfterS', 'A complete transaction is sealed after', 0],
];

type DayName = 'framesKeptDays' | 'meterValuesKeptDays';

const DAYS: readonly (readonly [DayName, string])[] = [
  ['framesKeptDays', 'Frames are kept for'],
  ['meterValuesKeptDays', 'Meter values are kept for'],
];

/** How long the books wait, and how long they keep what fills the disk. */
export function LedgerCard() {
  const { client } = useConsole();
  const settings = useQuery({ queryKey: LEDGER, queryFn: () => client.getLedgerSettings() });
  return (
    <SettingsCard
      title="Ledger and retention"
      settings={settings}
      dialog={(onClose) => <LedgerDialog onClose={onClose} />}
    >
      {(values) => (
        <>
          {TIMES.map(([name, words]) => (
            <Fact key={name} name={words}>
              {formatDuration(values[name] * 1000)}
            </Fact>
          ))}
          <KeptDaysFacts days={DAYS} values={values} />
        </>
      )}
    </SettingsCard>
  );
}

function LedgerDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title="Ledger and retention"
      action="Change"
      onClose={onClose}
      refreshes={[LEDGER]}
      read={() => client.getLedgerSettings()}
      onSubmit={(form, _, options) =>
        client.putLedgerSettings({ body: readSettings(form) }, options)
      }
    >
      {(settings) => (
        <>
          {TIMES.map(([name, words, min]) => (
            <TextField
              key={name}
              name={name}
              label={`${words}, s`}
              type="number"
              required
              min={min}
              initial={settings[name]}
            />
          ))}
          <KeptDaysFields days={DAYS} values={settings} />
        </>
      )}
    </ChangeDialog>
  );
}

function readSettings(form: FormReader): LedgerSettings {
  const seconds = (name: keyof LedgerSettings) => form.number(name) ?? 0;
  return {
    askAfterS: seconds('askAfterS'),
    gapsLostAfterS: seconds('gapsLostAfterS'),
    rebootGraceS: seconds('rebootGraceS'),
    silentAfterS: seconds('silentAfterS'),
    sealAfterS: seconds('sealAfterS'),
    ...given({
      framesKeptDays: form.number('framesKeptDays'),
      meterValuesKeptDays: form.number('meterValuesKeptDays'),
    }),
  };
}
