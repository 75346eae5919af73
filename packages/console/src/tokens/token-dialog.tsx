import type { TokenView } from '@northbound/csms/views';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { localMoment } from '../model/form.ts';
import { readTokenForm, TOKEN_TYPES } from '../model/tokens.ts';
import { AreaField, MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

interface TokenDialogProps {
  /** What is changed; absent for a new one. */
  readonly token?: TokenView;
  /** The group of a new one. */
  readonly group?: string;
  readonly onClose: () => void;
}

export function TokenDialog({ token, group, onClose }: TokenDialogProps) {
  const { api } = useConsole();
  const expiresAt = token?.expiresAt;
  return (
    <FormDialog
      title={token === undefined ? 'Add a token' : `Change ${token.idToken}`}
      action={token === undefined ? 'Add' : 'Change'}
      onClose={onClose}
      refreshes={[cacheKeys.tokens]}
      onSubmit={(form) => api.putToken(readTokenForm(form, token))}
    >
      {token === undefined && (
        <>
          <TextField name="idToken" label="Token" required maxLength={255} />
          <SelectField name="type" label="Type" choices={TOKEN_TYPES} />
        </>
      )}
      <TextField
        name="groupIdToken"
        label="Group (optional)"
        maxLength={255}
        initial={token?.groupIdToken ?? group}
      />
      <MomentField
        name="expiresAt"
        label="Expires (optional)"
        initial={expiresAt === undefined ? undefined : localMoment(new Date(expiresAt))}
      />
      <AreaField
        name="allowedAt"
        label="Only at these stations (optional)"
        rows={2}
        placeholder="CS-1 CS-2"
        initial={token?.allowedAt?.map(({ stationId }) => stationId).join(' ')}
      />
      <TextField
        name="personalMessage"
        label="For the driver's eyes (optional)"
        maxLength={512}
        initial={token?.personalMessage}
      />
      <TextField
        name="language"
        label="The driver's language (optional)"
        placeholder="de"
        maxLength={8}
        initial={token?.language}
      />
      <TextField name="note" label="Note (optional)" maxLength={255} initial={token?.note} />
    </FormDialog>
  );
}
