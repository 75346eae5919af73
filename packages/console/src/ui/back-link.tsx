import { Icon } from './icons.tsx';

interface BackLinkProps {
  readonly href: string;
  /** The page it leads to. */
  readonly to: string;
}

export function BackLink({ href, to }: BackLinkProps) {
  return (
    <a className="back-link" href={href}>
      <Icon name="back" />
      <span className="visually-hidden">Back to </span>
      {to}
    </a>
  );
}
