import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { errorText } from '../ui/notes.tsx';
import { stationAddress } from './station-address.ts';

/** Registers a station before it connects. */
export function AddStationDialog({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  const cache = useQueryClient();
  const [stationId, setStationId] = useState('');
  const [password, setPassword] = useState('');
  const add = useMutation({
    mutationFn: () => api.putStation(stationId.trim(), password === '' ? {} : { password }),
    onSuccess: () => cache.invalidateQueries({ queryKey: cacheKeys.stations }),
  });
  if (add.data !== undefined) {
    return (
      <Dialog title={`${add.data.id} may connect`} onClose={onClose}>
        <p>Enter this address in the station:</p>
        <p className="secret">
          <code>{stationAddress(add.data.id)}</code>
        </p>
        <p className="hint">
          Some stations want the address without the identity at its end, and the identity in a
          field of its own.
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog title="Add a station" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <label className="field">
          <span>Identity</span>
          <input
            required
            maxLength={48}
            autoComplete="off"
            spellCheck={false}
            value={stationId}
            onChange={(event) => setStationId(event.target.value)}
          />
        </label>
        <label className="field">
          <span>Password (optional, 16 to 64 characters)</span>
          <input
            minLength={16}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <div className="form-end">
          <span className="problem-text" role="alert">
            {add.isError ? errorText(add.error) : ''}
          </span>
          <button type="submit" className="button button-primary" disabled={add.isPending}>
            Add
          </button>
        </div>
      </form>
    </Dialog>
  );
}
