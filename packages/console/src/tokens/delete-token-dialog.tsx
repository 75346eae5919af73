import type { TokenView } from '@northbound/csms/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { errorText } from '../ui/notes.tsx';

interface DeleteTokenDialogProps {
  readonly token: TokenView;
  readonly onClose: () => void;
}

export function DeleteTokenDialog({ token, onClose }: DeleteTokenDialogProps) {
  const { api } = useConsole();
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.deleteToken(token),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: cacheKeys.tokens });
      onClose();
    },
  });
  return (
    <Dialog title="Delete this token?" onClose={onClose}>
      <p>
        <code>{token.idToken}</code> will be unknown to this CSMS. Its transactions stay.
      </p>
      <div className="form-end">
        <span className="problem-text" role="alert">
          {remove.isError ? errorText(remove.error) : ''}
        </span>
        <button
          type="button"
          className="button button-danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Delete
        </button>
      </div>
    </Dialog>
  );
}
