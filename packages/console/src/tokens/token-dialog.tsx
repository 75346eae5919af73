import type { TokenView } from '@northbound/csms/views';
import { makeNew } from '../api/changes.ts';
import { cacheKeys } from '../api/live-views.ts';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { given, localMoment } from '../model/form.ts';
import { putting, readTokenForm, TOKEN_TYPES } from '../model/tokens.ts';
import { AreaField, MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

interface AddTokenDialogProps {
  /** The group that it is to have, unless another is entered. */
  readonly group?: string;
  readonly onClose: () => void;
}

export function AddTokenDialog({ group, onClose }: AddTokenDialogProps) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Add a token"
      action="Add"
      onClose={onClose}
      refreshes={[cacheKeys.tokens]}
      onSubmit={(form) => {
        const token = readTokenForm(form);
        return makeNew(`The token ${token.idToken}`, (options) =>
          client.putToken(putting(token), options),
        );
      }}
    >
      <TextField name="idToken" label="Token" required maxLength={255} />
      <SelectField name="type" label="Type" choices={TOKEN_TYPES} />
      <TokenFields token={given({ groupIdToken: group })} />
    </FormDialog>
  );
}

interface ChangeTokenDialogProps {
  readonly token: TokenView;
  readonly onClose: () => void;
}

export function ChangeTokenDialog({ token, onClose }: ChangeTokenDialogProps) {
  const { client } = useConsole();
  const { idToken, type } = token;
  return (
    <ChangeDialog
      title={`Change ${idToken}`}
      action="Change"
      onClose={onClose}
      refreshes={[cacheKeys.tokens]}
      read={() => client.getToken({ idToken, type })}
      onSubmit={(form, known, options) =>
        client.putToken(putting(readTokenForm(form, known)), options)
      }
    >
      {(known) => <TokenFields token={known} />}
    </ChangeDialog>
  );
}

/** What of a token may be changed. */
function TokenFields({ token }: { readonly token: Partial<TokenView> }) {
  const { expiresAt } = token;
  return (
    <>
      <TextField
        name="groupIdToken"
        label="Group (optional)"
        maxLength={255}
        initial={token.groupIdToken}
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
        initial={token.allowedAt?.map(({ stationId }) => stationId).join(' ')}
      />
      <TextField
        name="personalMessage"
        label="For the driver's eyes (optional)"
        maxLength={512}
        initial={token.personalMessage}
      />
      <TextField
        name="language"
        label="The driver's language (optional)"
        placeholder="de"
        maxLength={8}
        initial={token.language}
      />
      <TextField name="note" label="Note (optional)" maxLength={255} initial={token.note} />
    </>
  );
}
