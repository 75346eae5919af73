import type { StationView } from '@northbound/csms/views';
import { useTokens } from '../api/reads.ts';
import { useConsole } from '../app/console-context.ts';
import { given, localMoment } from '../model/form.ts';
import { TOKEN_TYPES } from '../model/tokens.ts';
import { MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { partsKey } from './use-station-parts.ts';

interface ReserveDialogProps {
  readonly station: StationView;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;

/** Holds an EVSE for a driver. */
export function ReserveDialog({ station, onClose }: ReserveDialogProps) {
  const { client } = useConsole();
  const tokens = useTokens();
  return (
    <FormDialog
      title={`Reserve at ${station.id}`}
      action="Reserve"
      onClose={onClose}
      refreshes={[partsKey(station.id, 'reservation')]}
      onSubmit={(form) =>
        client.reserve({
          id: station.id,
          body: {
            idToken: form.text('idToken'),
            idTokenType: form.text('idTokenType'),
            expiresAt: form.moment('expiresAt') ?? '',
            ...given({ evseId: form.number('evseId') }),
          },
        })
      }
    >
      <SelectField
        name="evseId"
        label="EVSE"
        choices={[
          ['', 'any'],
          ...station.evses.map(({ evseId }) => [String(evseId), String(evseId)] as const),
        ]}
      />
      <TextField
        name="idToken"
        label="Token"
        required
        suggestions={tokens.data?.map(({ idToken }) => idToken)}
      />
      <SelectField name="idTokenType" label="Type" choices={TOKEN_TYPES} />
      <MomentField
        name="expiresAt"
        label="Until"
        required
        initial={localMoment(new Date(Date.now() + HOUR_MS))}
      />
    </FormDialog>
  );
}
