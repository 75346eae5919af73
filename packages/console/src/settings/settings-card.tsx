import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { Failure, Loading } from '../ui/notes.tsx';

interface SettingsCardProps<Settings> {
  readonly title: string;
  readonly settings: UseQueryResult<Settings>;
  /** Absent for those who may only look. */
  readonly onChange: (() => void) | undefined;
  readonly children: (settings: Settings) => ReactNode;
}

/** Settings as facts, with the way to change them. */
export function SettingsCard<Settings>(props: SettingsCardProps<Settings>) {
  const { title, settings, onChange, children } = props;
  const titleId = useId();
  return (
    <section className="card" aria-labelledby={titleId}>
      <header className="card-header">
        <h2 id={titleId}>{title}</h2>
        {onChange !== undefined && (
          <button type="button" className="button" onClick={onChange}>
            Change…
          </button>
        )}
      </header>
      {settings.isPending && <Loading what={title.toLowerCase()} />}
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data !== undefined && (
        <dl className="facts facts-card">{children(settings.data)}</dl>
      )}
    </section>
  );
}
