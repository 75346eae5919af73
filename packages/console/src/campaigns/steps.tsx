import { CommandForm } from '../forms/command-form.tsx';
import {
  CAMPAIGN_COMMANDS,
  readCommand,
  readUntil,
  type StepDraft,
  UNTIL,
} from '../model/campaigns.ts';
import { FilterSelect } from '../ui/fields.tsx';
import { Icon } from '../ui/icons.tsx';

interface StepsProps {
  readonly steps: readonly StepDraft[];
  /** Whether there may be more than one. */
  readonly mayGrow: boolean;
  readonly onChange: (steps: readonly StepDraft[]) => void;
}

/** The commands of a campaign, one after the other: the first that fails at a station ends it there. */
export function Steps({ steps, mayGrow, onChange }: StepsProps) {
  const nextId = Math.max(...steps.map(({ id }) => id)) + 1;
  return (
    <>
      {steps.map((step, index) => (
        <Step
          key={step.id}
          step={step}
          name={steps.length === 1 ? 'Command' : `Command of step ${index + 1}`}
          onChange={(changed) =>
            onChange(steps.map((each) => (each.id === step.id ? changed : each)))
          }
          onRemove={
            steps.length === 1
              ? undefined
              : () => onChange(steps.filter(({ id }) => id !== step.id))
          }
        />
      ))}
      {mayGrow && (
        <button
          type="button"
          className="button add-step"
          onClick={() => onChange([...steps, newStep(nextId, 'Reset')])}
        >
          <Icon name="plus" />
          Then another command
        </button>
      )}
    </>
  );
}

function newStep(id: number, command: StepDraft['command']): StepDraft {
  return { id, command, request: undefined, fits: true, until: '' };
}

interface StepProps {
  readonly step: StepDraft;
  readonly name: string;
  readonly onChange: (step: StepDraft) => void;
  readonly onRemove: (() => void) | undefined;
}

function Step({ step, name, onChange, onRemove }: StepProps) {
  const { id, command, request, until } = step;
  const endings = UNTIL[command];
  return (
    <fieldset className="step" aria-label={name}>
      <div className="toolbar">
        <FilterSelect
          label={name}
          value={command}
          choices={CAMPAIGN_COMMANDS}
          onChange={(next) => onChange(newStep(id, readCommand(next)))}
        />
        {endings !== undefined && (
          <FilterSelect
            label="Done when"
            value={until}
            choices={endings}
            onChange={(next) => onChange({ ...step, until: readUntil(next) })}
          />
        )}
        {onRemove !== undefined && (
          <button
            type="button"
            className="icon-button toolbar-end"
            aria-label={`Remove ${name.toLowerCase()}`}
            title="Remove this step"
            onClick={onRemove}
          >
            <Icon name="trash" />
          </button>
        )}
      </div>
      <CommandForm
        command={command}
        value={request}
        onChange={(next, fits) => onChange({ ...step, request: next, fits })}
      />
    </fieldset>
  );
}
