import type { TokenView } from '@northbound/csms/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { readTokenForm, TOKEN_TYPES } from '../model/tokens.ts';
import { Dialog } from '../ui/dialog.tsx';
import { errorText } from '../ui/notes.tsx';

export function AddTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  const cache = useQueryClient();
  const put = useMutation({
    mutationFn: (token: TokenView) => api.putToken(token),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: cacheKeys.tokens });
      onClose();
    },
  });
  return (
    <Dialog title="Add a token" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate(readTokenForm(new FormData(event.currentTarget)));
        }}
      >
        <label className="field">
          <span>Token</span>
          <input name="idToken" required maxLength={255} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          <span>Type</span>
          <select name="type">
            {TOKEN_TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Group (optional)</span>
          <input name="groupIdToken" maxLength={255} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          <span>Expires (optional)</span>
          <input name="expiresAt" type="datetime-local" />
        </label>
        <label className="field">
          <span>Note (optional)</span>
          <input name="note" maxLength={255} autoComplete="off" />
        </label>
        <div className="form-end">
          <span className="problem-text" role="alert">
            {put.isError ? errorText(put.error) : ''}
          </span>
          <button type="submit" className="button button-primary" disabled={put.isPending}>
            Add
          </button>
        </div>
      </form>
    </Dialog>
  );
}
