import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { errorText } from './notes.tsx';

interface ActionButtonProps {
  readonly onAct: () => Promise<unknown>;
  readonly children: ReactNode;
  /** What a screen reader says, where the words alone do not tell which one. */
  readonly label?: string;
  readonly tone?: 'primary' | 'danger';
  readonly disabled?: boolean;
  /** Cached lists that it makes old. */
  readonly refreshes?: readonly (readonly unknown[])[];
}

/** A button that does something at the CSMS, and says beside it when that failed. */
export function ActionButton(props: ActionButtonProps) {
  const { onAct, children, label, tone, disabled, refreshes = [] } = props;
  const cache = useQueryClient();
  const act = useMutation({
    mutationFn: onAct,
    onSuccess: () =>
      Promise.all(refreshes.map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  return (
    <span className="row-actions">
      {act.isError && (
        <span className="problem-text" role="alert">
          {errorText(act.error)}
        </span>
      )}
      <button
        type="button"
        className={tone === undefined ? 'button' : `button button-${tone}`}
        aria-label={label}
        disabled={disabled === true || act.isPending}
        onClick={() => act.mutate()}
      >
        {children}
      </button>
    </span>
  );
}
