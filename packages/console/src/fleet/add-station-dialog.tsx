import { makeNew } from '../api/changes.ts';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { TextField } from '../ui/fields.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';
import { stationAddress } from './station-address.ts';

interface AddStationDialogProps {
  /** Of one that has knocked. */
  readonly identity?: string;
  readonly onClose: () => void;
}

/** Registers a station before it connects. */
export function AddStationDialog({ identity, onClose }: AddStationDialogProps) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Add a station"
      action="Add"
      onClose={onClose}
      refreshes={[cacheKeys.stations, ['strangers']]}
      onSubmit={(form) => {
        const id = form.text('identity');
        const body = given({ password: form.secret('password') || undefined });
        return makeNew(`The station ${id}`, (options) => client.putStation({ id, body }, options));
      }}
      done={({ id }) => ({
        title: `${id} may connect`,
        content: (
          <>
            <p>Enter this address in the station:</p>
            <Secret>{stationAddress(id)}</Secret>
            <p className="hint">
              Some stations want the address without the identity at its end, and the identity in a
              field of its own.
            </p>
          </>
        ),
      })}
    >
      <TextField name="identity" label="Identity" required maxLength={255} initial={identity} />
      <TextField
        name="password"
        label="Password (optional, 16 to 64 characters)"
        minLength={16}
        maxLength={64}
      />
    </FormDialog>
  );
}
