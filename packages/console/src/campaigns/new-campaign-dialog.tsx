import type { Campaign } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import {
  readCampaign,
  readCommand,
  readSelection,
  type StepDraft,
  type Until,
} from '../model/campaigns.ts';
import { readForm } from '../model/form.ts';
import { count } from '../model/format.ts';
import { Fields, MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { errorText } from '../ui/notes.tsx';
import { Steps } from './steps.tsx';

interface NewCampaignDialogProps {
  /** Stations that were chosen one by one; without them the form chooses. */
  readonly stationIds?: readonly string[];
  /** One command at once, without waves. */
  readonly simple?: boolean;
  /** A request made elsewhere. */
  readonly initial?: {
    readonly name: string;
    readonly command: string;
    readonly request: unknown;
    readonly until?: Until;
  };
  readonly onClose: () => void;
}

/** Sends a command to many stations, in waves if that is wanted, and leads to its progress. */
export function NewCampaignDialog(props: NewCampaignDialogProps) {
  const { stationIds, simple = false, initial, onClose } = props;
  const { client } = useConsole();
  const [steps, setSteps] = useState<readonly StepDraft[]>([firstStep(initial)]);
  return (
    <FormDialog
      title={
        simple && stationIds !== undefined
          ? `Command ${count(stationIds.length, 'station')}`
          : 'New campaign'
      }
      action={simple ? 'Send' : 'Begin'}
      wide
      onClose={onClose}
      refreshes={[['campaigns']]}
      onSubmit={async (form): Promise<Campaign> => {
        const campaign = await client.createCampaign({
          body: readCampaign(form, steps, stationIds),
        });
        location.hash = `#/campaigns/${campaign.id}`;
        return campaign;
      }}
    >
      {simple ? (
        <input type="hidden" name="name" value="Command from the fleet" />
      ) : (
        <TextField name="name" label="Name" required maxLength={100} initial={initial?.name} />
      )}
      {stationIds === undefined && <SelectionFields />}
      {stationIds !== undefined && !simple && <p>{count(stationIds.length, 'chosen station')}.</p>}
      <Steps steps={steps} mayGrow={!simple} onChange={setSteps} />
      {!simple && <PaceFields />}
      <TextField
        name="queueForS"
        label="Stations that are away: the command waits, s (optional)"
        type="number"
        min={1}
        hint="Without it a station that is away has failed."
      />
    </FormDialog>
  );
}

function firstStep(initial: NewCampaignDialogProps['initial']): StepDraft {
  const { command = 'Reset', request, until = '' } = initial ?? {};
  return { id: 0, command: readCommand(command), request, fits: true, until };
}

/** Which stations; with a count of those that it means now. */
function SelectionFields() {
  const { client } = useConsole();
  const groups = useGroups();
  const fieldset = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState({});
  const preview = useQuery({
    queryKey: ['campaigns', 'preview', selection],
    queryFn: () => client.previewCampaign({ body: selection }),
  });
  function look(): void {
    const form = fieldset.current?.closest('form');
    if (form) setSelection(readSelection(readForm(new FormData(form))));
  }
  return (
    <div ref={fieldset} onInput={look}>
      <Fields legend="Stations">
        <SelectField
          name="version"
          label="OCPP version"
          choices={[['', 'Any'], '1.6', '2.0.1', '2.1']}
        />
        <SelectField
          name="connected"
          label="Connection"
          choices={[
            ['', 'Any'],
            ['yes', 'Connected now'],
            ['no', 'Away now'],
          ]}
        />
        <TextField name="vendor" label="Vendor" />
        <TextField name="model" label="Model" />
        <TextField name="firmwareVersion" label="Firmware" />
        <TextField name="group" label="Group" suggestions={groups.map(({ group }) => group)} />
        <TextField name="search" label="Part of id, vendor, model or serial" />
        <p className="field-group-note" role="status">
          {preview.isError && <span className="problem-text">{errorText(preview.error)}</span>}
          {preview.isPending && '…'}
          {preview.data !== undefined &&
            `${count(preview.data.count, 'station')}: ${preview.data.stationIds.slice(0, 5).join(', ')}${preview.data.count > 5 ? ', …' : ''}`}
        </p>
      </Fields>
    </div>
  );
}

function PaceFields() {
  return (
    <Fields legend="Pace (all optional)">
      <TextField name="waveSize" label="Stations in a wave" type="number" min={1} />
      <TextField name="pauseBetweenWavesS" label="Pause between waves, s" type="number" min={0} />
      <TextField name="concurrency" label="At the same time" type="number" min={1} max={1000} />
      <TextField
        name="stopAtFailurePercent"
        label="Stop at more failures than, %"
        type="number"
        min={0}
        max={100}
      />
      <TextField name="stopAfterStations" label="… of at least" type="number" min={1} />
      <MomentField name="startsAt" label="Begins" />
    </Fields>
  );
}
