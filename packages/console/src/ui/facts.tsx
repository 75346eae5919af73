import type { ReactNode } from 'react';

interface NamedProps {
  readonly children: ReactNode;
}

export function Tile({ label, children }: NamedProps & { readonly label: string }) {
  return (
    <div className="tile">
      <span className="tile-label">{label}</span>
      <span className="tile-value">{children}</span>
    </div>
  );
}

export function Fact({ name, children }: NamedProps & { readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
