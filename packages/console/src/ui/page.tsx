import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

interface PageProps {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly about?: ReactNode;
  /** Filters and what can be begun here. */
  readonly toolbar?: ReactNode;
  /** Its lists do not scroll by themselves. */
  readonly flows?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, about, toolbar, flows = false, children }: PageProps) {
  return (
    <main className={flows ? 'page' : 'page page-fixed'}>
      <title>{`${title} · Northbound`}</title>
      <header className="page-head">
        <h1 className="page-title">{title}</h1>
        {about !== undefined && <p className="muted">{about}</p>}
      </header>
      {toolbar !== undefined && <search className="toolbar">{toolbar}</search>}
      {children}
    </main>
  );
}

interface BeginButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
}

/** Begins something new, at the end of a toolbar. */
export function BeginButton({ children, onClick }: BeginButtonProps) {
  return (
    <button type="button" className="button button-primary toolbar-end" onClick={onClick}>
      <Icon name="plus" />
      {children}
    </button>
  );
}
