import type { ApiKeyView } from '@northbound/csms/views';
import { useQueryClient } from '@tanstack/react-query';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface RevokeKeyDialogProps {
  readonly apiKey: ApiKeyView;
  readonly onClose: () => void;
}

export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const { api } = useConsole();
  const cache = useQueryClient();
  return (
    <ConfirmDialog
      title="Revoke this key?"
      action="Revoke"
      onClose={onClose}
      onConfirm={async () => {
        await api.revokeKey(apiKey.id);
        await cache.invalidateQueries({ queryKey: cacheKeys.keys });
      }}
    >
      Whoever uses the key <strong>{apiKey.name}</strong> loses access at once.
    </ConfirmDialog>
  );
}
