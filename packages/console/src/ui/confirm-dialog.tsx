import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { errorText } from './notes.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  /** Does it; the dialog closes when it is done. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, action, onConfirm, onClose, children }: ConfirmDialogProps) {
  const act = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <div className="form-end">
        <span className="problem-text" role="alert">
          {act.isError ? errorText(act.error) : ''}
        </span>
        <button
          type="button"
          className="button button-danger"
          disabled={act.isPending}
          onClick={() => act.mutate()}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}

interface ConfirmChangeProps extends ConfirmDialogProps {
  /** Cached lists that the change makes old. */
  readonly refreshes: readonly (readonly unknown[])[];
}

/** The same for a change of what lists show. */
export function ConfirmChange({ refreshes, onConfirm, ...props }: ConfirmChangeProps) {
  const cache = useQueryClient();
  return (
    <ConfirmDialog
      {...props}
      onConfirm={async () => {
        await onConfirm();
        await Promise.all(refreshes.map((queryKey) => cache.invalidateQueries({ queryKey })));
      }}
    />
  );
}
