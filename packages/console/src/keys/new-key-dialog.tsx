import type { Role } from '@northbound/csms/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { errorText } from '../ui/notes.tsx';
import { Segments } from '../ui/segments.tsx';

/** Makes a key and shows it, once: the CSMS keeps only its hash. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const make = useMutation({
    mutationFn: () => api.makeKey({ name: name.trim(), role }),
    onSuccess: () => cache.invalidateQueries({ queryKey: cacheKeys.keys }),
  });
  if (make.data !== undefined) {
    return (
      <Dialog title={`The key of ${make.data.name}`} onClose={onClose}>
        <p>Copy it now: it is shown this once and not stored.</p>
        <p className="secret">
          <code>{make.data.key}</code>
        </p>
        <p className="hint">
          It signs in here as <code>{`${location.origin}/#key=…`}</code>, and to the API as a Bearer
          token.
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog title="Make a key" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <label className="field">
          <span>Who or what it is for</span>
          <input
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <Segments
          label="Role"
          value={role}
          choices={[
            ['viewer', 'Viewer'],
            ['operator', 'Operator'],
            ['admin', 'Admin'],
          ]}
          onChange={setRole}
        />
        <div className="form-end">
          <span className="problem-text" role="alert">
            {make.isError ? errorText(make.error) : ''}
          </span>
          <button type="submit" className="button button-primary" disabled={make.isPending}>
            Make
          </button>
        </div>
      </form>
    </Dialog>
  );
}
