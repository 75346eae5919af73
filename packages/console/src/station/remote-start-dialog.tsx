import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTokens } from '../api/reads.ts';
import { useConsole } from '../app/console-context.ts';
import { answeredStatus } from '../model/outcome.ts';
import { TOKEN_TYPES } from '../model/tokens.ts';
import { Dialog } from '../ui/dialog.tsx';
import { OutcomeNote } from './outcome-note.tsx';

interface RemoteStartDialogProps {
  readonly stationId: string;
  readonly evseId: number;
  readonly onClose: () => void;
}

/** Asks for the token that the session is to run on. */
export function RemoteStartDialog({ stationId, evseId, onClose }: RemoteStartDialogProps) {
  const { client } = useConsole();
  const tokens = useTokens();
  const [idToken, setIdToken] = useState('');
  const [idTokenType, setIdTokenType] = useState('Central');
  const start = useMutation({
    mutationFn: () => client.remoteStart({ id: stationId, body: { evseId, idToken, idTokenType } }),
    onSuccess: ({ payload }) => {
      if (answeredStatus(payload) === 'Accepted') onClose();
    },
  });

  function changeToken(value: string): void {
    setIdToken(value);
    const known = tokens.data?.find((token) => token.idToken === value);
    if (known !== undefined) setIdTokenType(known.type);
  }

  return (
    <Dialog title={`Start on EVSE ${evseId}`} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <label className="field">
          <span>Token</span>
          <input
            required
            maxLength={255}
            list="known-tokens"
            autoComplete="off"
            spellCheck={false}
            value={idToken}
            onChange={(event) => changeToken(event.target.value)}
          />
        </label>
        <datalist id="known-tokens">
          {tokens.data?.map((token) => (
            <option key={`${token.type} ${token.idToken}`} value={token.idToken}>
              {token.note ?? token.type}
            </option>
          ))}
        </datalist>
        <label className="field">
          <span>Type</span>
          <select value={idTokenType} onChange={(event) => setIdTokenType(event.target.value)}>
            {TOKEN_TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
        <div className="form-end">
          <OutcomeNote command={start} />
          <button type="submit" className="button button-primary" disabled={start.isPending}>
            {start.isPending ? 'Starting…' : 'Start'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
