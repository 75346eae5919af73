import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { errorText } from '../ui/notes.tsx';

interface PasswordDialogProps {
  readonly stationId: string;
  readonly onClose: () => void;
}

/** The password that the station shows at its next connection. */
export function PasswordDialog({ stationId, onClose }: PasswordDialogProps) {
  const { client } = useConsole();
  const [password, setPassword] = useState('');
  const put = useMutation({
    // Of a station that is there: one that was removed meanwhile does not come back.
    mutationFn: () => client.putStation({ id: stationId, body: { password } }, { ifMatch: '*' }),
    onSuccess: onClose,
  });
  return (
    <Dialog title={`Password of ${stationId}`} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate();
        }}
      >
        <label className="field">
          <span>New password (16 to 64 characters)</span>
          <input
            required
            minLength={16}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <p className="hint">It holds from the next connection on. The station must know it too.</p>
        <div className="form-end">
          <span className="problem-text" role="alert">
            {put.isError ? errorText(put.error) : ''}
          </span>
          <button type="submit" className="button button-primary" disabled={put.isPending}>
            Set
          </button>
        </div>
      </form>
    </Dialog>
  );
}
