import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { MomentField, TextField } from '../ui/fields.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';
import { RadioField } from '../ui/segments.tsx';
import { ROLE_CHOICES, readRole } from './access.tsx';

/** Makes a key and shows it, once: the CSMS keeps only its hash. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Make a key"
      action="Make"
      onClose={onClose}
      refreshes={[['keys']]}
      onSubmit={(form) =>
        client.createKey({
          body: {
            name: form.text('name'),
            role: readRole(form.text('role')),
            ...given({
              expiresAt: form.moment('expiresAt'),
              stations: form.ids('stations'),
              groups: form.names('groups'),
            }),
          },
        })
      }
      done={({ name, key }) => ({
        title: `The key of ${name}`,
        content: (
          <>
            <p>Copy it now: it is shown this once and not stored.</p>
            <Secret>{key}</Secret>
            <p className="hint">
              It signs in here as <code>{`${location.origin}/#key=…`}</code>, and to the API as a
              Bearer token.
            </p>
          </>
        ),
      })}
    >
      <TextField name="name" label="Who or what it is for" required maxLength={100} />
      <RadioField name="role" label="Role" choices={ROLE_CHOICES} initial="viewer" />
      <MomentField name="expiresAt" label="Expires (optional)" />
      <TextField
        name="stations"
        label="Only these stations (optional)"
        hint="Ids, with spaces between them. With stations and groups empty: all."
      />
      <TextField
        name="groups"
        label="Only stations of these groups (optional)"
        hint="With commas between them."
      />
    </FormDialog>
  );
}
