import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { readTokenForm, TOKEN_TYPES } from '../model/tokens.ts';
import { AreaField, MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

export function AddTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  return (
    <FormDialog
      title="Add a token"
      action="Add"
      onClose={onClose}
      refreshes={[cacheKeys.tokens]}
      onSubmit={(form) => api.putToken(readTokenForm(form))}
    >
      <TextField name="idToken" label="Token" required maxLength={255} />
      <SelectField name="type" label="Type" choices={TOKEN_TYPES} />
      <TextField name="groupIdToken" label="Group (optional)" maxLength={255} />
      <MomentField name="expiresAt" label="Expires (optional)" />
      <AreaField
        name="allowedAt"
        label="Only at these stations (optional)"
        rows={2}
        placeholder="CS-1 CS-2"
      />
      <TextField name="personalMessage" label="For the driver's eyes (optional)" maxLength={512} />
      <TextField name="note" label="Note (optional)" maxLength={255} />
    </FormDialog>
  );
}
