import type { Template } from '@northbound/client';
import { useState } from 'react';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import { readTemplate, templateLines } from '../model/templates.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { AreaField, Fields, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';

const TEMPLATES = ['templates'];

const COLUMNS: readonly Column<Template>[] = [
  { name: 'Template', cell: ({ name }) => <strong>{name}</strong> },
  {
    name: 'For',
    cell: ({ filter }) => {
      const parts = Object.values(filter).filter(Boolean);
      return parts.length === 0 ? <span className="muted">every station</span> : parts.join(', ');
    },
  },
  { name: 'Values', number: true, cell: ({ values }) => values.length },
  { name: 'Stations', number: true, cell: ({ stations }) => stations.toLocaleString('en') },
  { name: 'Priority', number: true, cell: ({ priority }) => priority },
  { name: 'Changed', cell: ({ updatedAt }) => <Moment at={updatedAt} show="short" /> },
];

/** Values that all stations of a kind should have; 1.6 stations get them as configuration keys. */
export function TemplatesPage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const templates = useList(TEMPLATES, () => client.listTemplates());
  const [changing, setChanging] = useState<Template>();
  const [deleting, setDeleting] = useState<Template>();
  return (
    <ListPage
      title="Templates"
      about="Values that all stations of a kind should have. Of two templates that disagree the one of higher priority wins."
      begin={
        mayOperate && {
          words: 'Make a template',
          dialog: (onClose) => <MakeTemplateDialog onClose={onClose} />,
        }
      }
      list={templates}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      details={({ values }) => <pre className="json">{templateLines(values)}</pre>}
      actions={
        mayOperate &&
        ((template) => (
          <>
            <RowButton of={template.name} onClick={() => setChanging(template)}>
              Change
            </RowButton>
            <RowButton of={template.name} onClick={() => setDeleting(template)}>
              Delete
            </RowButton>
          </>
        ))
      }
      nothing="No template yet"
    >
      {changing !== undefined && (
        <ChangeTemplateDialog template={changing} onClose={() => setChanging(undefined)} />
      )}
      {deleting !== undefined && (
        <ConfirmChange
          title="Delete this template?"
          action="Delete"
          refreshes={REFRESHES}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => client.deleteTemplate({ id: deleting.id })}
        >
          Stations keep what they have; <strong>{deleting.name}</strong> is desired no more.
        </ConfirmChange>
      )}
    </ListPage>
  );
}

const REFRESHES = [TEMPLATES, ['drift']];

function MakeTemplateDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Make a template"
      action="Make"
      wide
      onClose={onClose}
      refreshes={REFRESHES}
      onSubmit={async (form) => client.createTemplate({ body: readTemplate(form) })}
    >
      <TemplateFields />
    </FormDialog>
  );
}

interface ChangeTemplateDialogProps {
  readonly template: Template;
  readonly onClose: () => void;
}

function ChangeTemplateDialog({ template: { id, name }, onClose }: ChangeTemplateDialogProps) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title={`Change ${name}`}
      action="Change"
      wide
      onClose={onClose}
      refreshes={REFRESHES}
      read={() => client.getTemplate({ id })}
      onSubmit={async (form, _, options) =>
        client.putTemplate({ id, body: readTemplate(form) }, options)
      }
    >
      {(template) => <TemplateFields template={template} />}
    </ChangeDialog>
  );
}

function TemplateFields({ template }: { readonly template?: Template }) {
  const groups = useGroups();
  const filter = template?.filter;
  return (
    <>
      <TextField name="name" label="Name" required maxLength={100} initial={template?.name} />
      <Fields legend="For stations of (all that is filled must fit; * stands for any text)">
        <TextField name="vendor" label="Vendor" initial={filter?.vendor} />
        <TextField name="model" label="Model" initial={filter?.model} />
        <TextField name="firmwareVersion" label="Firmware" initial={filter?.firmwareVersion} />
        <SelectField
          name="version"
          label="OCPP version"
          choices={[['', 'Any'], '1.6', '2.0.1', '2.1']}
          initial={filter?.version}
        />
        <TextField
          name="group"
          label="Group"
          initial={filter?.group}
          suggestions={groups.map(({ group }) => group)}
        />
        <TextField name="priority" label="Priority" type="number" initial={template?.priority} />
      </Fields>
      <AreaField
        name="values"
        label="Values, one a line"
        required
        rows={6}
        placeholder="SampledDataCtrlr.TxUpdatedInterval = 60"
        initial={template === undefined ? '' : templateLines(template.values)}
        hint="Component[Instance].Variable[Instance] = value. Of one EVSE or connector: EVSE 1 · connector 2 · Connector.Enabled = true. Another attribute: Connector.Enabled (Target) = true. A key of 1.6 without a place in 2.x: .Key = value"
      />
    </>
  );
}
