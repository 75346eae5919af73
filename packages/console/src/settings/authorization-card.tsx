import type { AuthorizationSettings } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { type FormReader, given } from '../model/form.ts';
import { formatDuration, formatLatency } from '../model/format.ts';
import { Fact } from '../ui/facts.tsx';
import { CheckField, SelectField, TextField } from '../ui/fields.tsx';
import { SettingsCard } from './settings-card.tsx';

const AUTHORIZATION = ['authorizationSettings'];

/** Who decides whether a driver may charge: the table of tokens, or another system by a webhook. */
export function AuthorizationCard() {
  const { client } = useConsole();
  const settings = useQuery({
    queryKey: AUTHORIZATION,
    queryFn: () => client.getAuthorizationSettings(),
  });
  return (
    <SettingsCard
      title="Authorization"
      settings={settings}
      dialog={(onClose) => <AuthorizationDialog onClose={onClose} />}
    >
      {({ cacheLifetimeS, webhook }) => (
        <>
          <Fact name="Stations may keep an answer for">
            {cacheLifetimeS === undefined
              ? 'as long as they like'
              : formatDuration(cacheLifetimeS * 1000)}
          </Fact>
          <Fact name="Asked">
            {webhook === undefined ? 'the table of tokens' : <code>{webhook.url}</code>}
          </Fact>
          {webhook !== undefined && (
            <>
              <Fact name="About">
                {webhook.asks === 'all' ? 'every token' : 'tokens that the table does not know'}
              </Fact>
              <Fact name="A driver waits for it">{formatLatency(webhook.timeoutMs)}</Fact>
              <Fact name="Without an answer">
                {webhook.fallback === 'table' ? 'the table decides' : 'the driver is turned away'}
              </Fact>
              <Fact name="Its answer is used again for">
                {formatDuration(webhook.rememberS * 1000)}
              </Fact>
            </>
          )}
        </>
      )}
    </SettingsCard>
  );
}

function AuthorizationDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title="Authorization"
      action="Change"
      onClose={onClose}
      refreshes={[AUTHORIZATION]}
      read={() => client.getAuthorizationSettings()}
      onSubmit={(form, _, options) => {
        const cacheLifetimeS = form.number('cacheLifetimeS');
        const body = given({ cacheLifetimeS, webhook: readWebhook(form) });
        return client.putAuthorizationSettings({ body }, options);
      }}
    >
      {(settings) => <AuthorizationFields {...settings} />}
    </ChangeDialog>
  );
}

function AuthorizationFields({ cacheLifetimeS, webhook }: AuthorizationSettings) {
  return (
    <>
      <TextField
        name="cacheLifetimeS"
        label="Stations may keep an answer for, s (empty: as long as they like)"
        type="number"
        min={60}
        initial={cacheLifetimeS}
      />
      <TextField
        name="url"
        label="Another system is asked at (empty: only the table)"
        type="url"
        initial={webhook?.url}
      />
      <SelectField
        name="asks"
        label="About"
        initial={webhook?.asks}
        choices={[
          ['unknown', 'tokens that the table does not know'],
          ['all', 'every token'],
        ]}
      />
      <TextField
        name="timeoutMs"
        label="A driver waits for it, ms"
        type="number"
        min={50}
        max={10_000}
        initial={webhook?.timeoutMs ?? 5000}
      />
      <SelectField
        name="fallback"
        label="Without an answer"
        initial={webhook?.fallback}
        choices={[
          ['table', 'the table decides'],
          ['reject', 'the driver is turned away'],
        ]}
      />
      <TextField
        name="rememberS"
        label="Its answer is used again for, s"
        type="number"
        min={0}
        initial={webhook?.rememberS ?? 0}
      />
      <TextField
        name="secret"
        label="Secret, sent as a bearer token"
        type="password"
        hint={webhook?.hasSecret ? 'It is not shown: enter it again, or it is gone.' : undefined}
      />
      <CheckField
        name="allowPrivate"
        label="The address may be inside the network"
        initial={webhook?.allowPrivate ?? false}
      />
    </>
  );
}

function readWebhook(form: FormReader) {
  const url = form.optional('url');
  if (url === undefined) return undefined;
  return {
    url,
    asks: form.text('asks') === 'all' ? ('all' as const) : ('unknown' as const),
    timeoutMs: form.number('timeoutMs') ?? 5000,
    fallback: form.text('fallback') === 'reject' ? ('reject' as const) : ('table' as const),
    rememberS: form.number('rememberS') ?? 0,
    allowPrivate: form.flag('allowPrivate'),
    ...given({ secret: form.secret('secret') || undefined }),
  };
}
