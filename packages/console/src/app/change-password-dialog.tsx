import { TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useConsole } from './console-context.ts';

/** Changes one's own password; one's other sessions end. */
export function ChangePasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Change your password"
      action="Change"
      onClose={onClose}
      refreshes={[]}
      onSubmit={(form) =>
        client.changePassword({
          body: { currentPassword: form.secret('current'), newPassword: form.secret('new') },
        })
      }
    >
      <TextField
        name="current"
        label="Password so far"
        type="password"
        required
        autoComplete="current-password"
      />
      <TextField
        name="new"
        label="New password, at least 12 characters"
        type="password"
        required
        minLength={12}
        autoComplete="new-password"
        hint="Your other sessions end."
      />
    </FormDialog>
  );
}
