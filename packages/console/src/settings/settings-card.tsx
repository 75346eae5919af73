import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { useIsAdmin } from '../app/console-context.ts';
import { Failure, Loading } from '../ui/notes.tsx';

interface SettingsCardProps<Settings> {
  readonly title: string;
  readonly settings: UseQueryResult<Settings>;
  /** The settings as facts. */
  readonly children: (settings: Settings) => ReactNode;
  /** Asks for others; admins only. */
  readonly dialog: (onClose: () => void) => ReactNode;
}

/** Settings as facts, with the way to change them. */
export function SettingsCard<Settings>(props: SettingsCardProps<Settings>) {
  const { title, settings, children, dialog } = props;
  const titleId = useId();
  const isAdmin = useIsAdmin();
  const [changing, setChanging] = useState(false);
  return (
    <section className="card" aria-labelledby={titleId}>
      <header className="card-header">
        <h2 id={titleId}>{title}</h2>
        {isAdmin && (
          <button type="button" className="button" onClick={() => setChanging(true)}>
            Change…
          </button>
        )}
      </header>
      {settings.isPending && <Loading what={title.toLowerCase()} />}
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data !== undefined && (
        <>
          <dl className="facts facts-card">{children(settings.data)}</dl>
          {changing && dialog(() => setChanging(false))}
        </>
      )}
    </section>
  );
}
