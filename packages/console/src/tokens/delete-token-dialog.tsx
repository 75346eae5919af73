import type { TokenView } from '@northbound/csms/views';
import { useQueryClient } from '@tanstack/react-query';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface DeleteTokenDialogProps {
  readonly token: TokenView;
  readonly onClose: () => void;
}

export function DeleteTokenDialog({ token: { idToken, type }, onClose }: DeleteTokenDialogProps) {
  const { client } = useConsole();
  const cache = useQueryClient();
  return (
    <ConfirmDialog
      title="Delete this token?"
      action="Delete"
      onClose={onClose}
      onConfirm={async () => {
        await client.deleteToken({ idToken, type });
        await cache.invalidateQueries({ queryKey: cacheKeys.tokens });
      }}
    >
      <code>{idToken}</code> will be unknown to this CSMS. Its transactions stay.
    </ConfirmDialog>
  );
}
