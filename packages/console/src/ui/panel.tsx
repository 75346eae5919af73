import { type ReactNode, useId } from 'react';
import { Failure, Loading } from './notes.tsx';

interface PanelProps {
  readonly title: string;
  /** What stands beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A card with a title, and a landmark of that name. */
export function Panel({ title, actions, children }: PanelProps) {
  const titleId = useId();
  return (
    <section className="card panel" aria-labelledby={titleId}>
      <header className="card-header">
        <h2 id={titleId}>{title}</h2>
        {actions !== undefined && <div className="toolbar">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

interface ReadProps<Data> {
  readonly what: string;
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ReactNode;
}

/** What was read; or that it is being read, or why it was not. */
export function Read<Data>({ what, query, children }: ReadProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading what={what} />;
  return <Failure error={query.error} retry={() => void query.refetch()} />;
}
