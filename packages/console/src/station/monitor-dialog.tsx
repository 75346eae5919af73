import type { DesiredMonitorInput } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { SEVERITY_CHOICES } from '../model/severity.ts';
import { CheckField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { partsKey } from './use-station-parts.ts';

interface MonitorDialogProps {
  readonly stationId: string;
  readonly onClose: () => void;
}

/** MonitorEnumType (2.1 part 2, chapter Datatypes); the last two are of 2.1. */
const TYPES: readonly DesiredMonitorInput['type'][] = [
  'UpperThreshold',
  'LowerThreshold',
  'Delta',
  'Periodic',
  'PeriodicClockAligned',
  'TargetDelta',
  'TargetDeltaRelative',
];

/** Asks what the station is to watch. */
export function MonitorDialog({ stationId, onClose }: MonitorDialogProps) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Set a monitor"
      action="Set"
      onClose={onClose}
      refreshes={[partsKey(stationId, 'modelReport')]}
      onSubmit={(form) =>
        client.wantMonitors({
          id: stationId,
          body: {
            monitors: [
              {
                component: form.text('component'),
                variable: form.text('variable'),
                type: TYPES.find((type) => type === form.text('type')) ?? 'UpperThreshold',
                value: form.number('value') ?? 0,
                severity: form.number('severity') ?? 5,
                transaction: form.flag('transaction'),
                ...given({
                  evseId: form.number('evseId'),
                  connectorId: form.number('connectorId'),
                }),
              },
            ],
          },
        })
      }
    >
      <TextField name="component" label="Component" required />
      <TextField name="evseId" label="EVSE" type="number" min={1} hint="None for the station" />
      <TextField name="connectorId" label="Connector" type="number" min={1} />
      <TextField name="variable" label="Variable" required />
      <SelectField name="type" label="Type" choices={TYPES} />
      <TextField
        name="value"
        label="Value"
        type="number"
        required
        hint="A threshold or a delta in the variable's unit; seconds of a periodic one"
      />
      <SelectField
        name="severity"
        label="Severity"
        initial="5"
        choices={SEVERITY_CHOICES.map(([severity, words]) => [String(severity), words] as const)}
      />
      <CheckField name="transaction" label="During transactions only" />
    </FormDialog>
  );
}
