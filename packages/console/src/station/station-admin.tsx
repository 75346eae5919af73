import type { StationView } from '@northbound/csms/views';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { PasswordDialog } from './password-dialog.tsx';

/** What only an admin does to a station. */
export function StationAdmin({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const cache = useQueryClient();
  const [open, setOpen] = useState<'password' | 'delete'>();
  const close = () => setOpen(undefined);
  return (
    <span className="row-actions">
      <button type="button" className="button" onClick={() => setOpen('password')}>
        Password…
      </button>
      <button
        type="button"
        className="icon-button"
        title="Remove this station"
        aria-label={`Remove ${station.id}`}
        onClick={() => setOpen('delete')}
      >
        <Icon name="trash" />
      </button>
      {open === 'password' && <PasswordDialog stationId={station.id} onClose={close} />}
      {open === 'delete' && (
        <ConfirmDialog
          title="Remove this station?"
          action="Remove"
          onClose={close}
          onConfirm={async () => {
            await client.deleteStation({ id: station.id });
            location.hash = '#/';
            await cache.invalidateQueries({ queryKey: cacheKeys.stations });
          }}
        >
          <strong>{station.id}</strong> is disconnected. Unless this CSMS lets every station in, it
          may not come back.
        </ConfirmDialog>
      )}
    </span>
  );
}
