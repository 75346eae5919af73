import { ApiProblem, isProblem } from '@northbound/client';
import type { ReactNode } from 'react';

/** Says why there is nothing to see. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

export function Loading({ what }: { readonly what: string }) {
  return <p className="loading">Loading {what}…</p>;
}

interface FailureProps {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** An error in words, with its way out. */
export function Failure({ error, retry }: FailureProps) {
  return (
    <div className="failure" role="alert">
      <p>{errorText(error)}</p>
      {retry !== undefined && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What went wrong, for people. A request that got no answer at all rejects with a TypeError. */
export function errorText(error: unknown): string {
  if (isProblem(error, 'preconditionFailed'))
    return 'Somebody else has changed it meanwhile. Nothing was changed here.';
  if (error instanceof ApiProblem) return error.message;
  if (error instanceof TypeError) return 'The CSMS does not answer. Is it running?';
  return error instanceof Error ? error.message : String(error);
}
