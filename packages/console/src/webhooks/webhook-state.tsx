import type { Webhook } from '@northbound/client';
import { Moment } from '../ui/moment.tsx';

export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const { state, disabledReason, failingSince } = webhook;
  if (state === 'disabled') {
    return (
      <>
        <span className="chip chip-unavailable">off</span>{' '}
        <span className="muted">{disabledReason}</span>
      </>
    );
  }
  if (failingSince === undefined) return <span className="chip chip-available">active</span>;
  return (
    <span className="chip chip-suspended">
      takes nothing since <Moment at={failingSince} show="short" />
    </span>
  );
}
