import type { Template } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import { readTemplate, templateLines } from '../model/templates.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { AreaField, Fields, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { BeginButton, Page } from '../ui/page.tsx';
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
  const { api } = useConsole();
  const mayOperate = useMayOperate();
  const templates = useList(TEMPLATES, () => api.client.listTemplates());
  const [open, setOpen] = useState<'new' | Template>();
  const [deleting, setDeleting] = useState<Template>();
  return (
    <Page
      title="Templates"
      about="Values that all stations of a kind should have. Of two templates that disagree the one of higher priority wins."
      toolbar={
        mayOperate && <BeginButton onClick={() => setOpen('new')}>Make a template</BeginButton>
      }
    >
      <ListTable
        label="Templates"
        list={templates}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        details={({ values }) => <pre className="json">{templateLines(values)}</pre>}
        actions={
          mayOperate
            ? (template) => (
                <>
                  <RowButton of={template.name} onClick={() => setOpen(template)}>
                    Change
                  </RowButton>
                  <RowButton of={template.name} onClick={() => setDeleting(template)}>
                    Delete
                  </RowButton>
                </>
              )
            : undefined
        }
        empty={<Nothing title="No template yet" />}
      />
      {open !== undefined && (
        <TemplateDialog
          template={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
      {deleting !== undefined && (
        <ConfirmChange
          title="Delete this template?"
          action="Delete"
          refreshes={[TEMPLATES, ['drift']]}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => api.client.deleteTemplate({ id: deleting.id })}
        >
          Stations keep what they have; <strong>{deleting.name}</strong> is desired no more.
        </ConfirmChange>
      )}
    </Page>
  );
}

interface TemplateDialogProps {
  readonly template: Template | undefined;
  readonly onClose: () => void;
}

function TemplateDialog({ template, onClose }: TemplateDialogProps) {
  const { api } = useConsole();
  const groups = useGroups();
  const filter = template?.filter;
  return (
    <FormDialog
      title={template === undefined ? 'Make a template' : `Change ${template.name}`}
      action={template === undefined ? 'Make' : 'Change'}
      wide
      onClose={onClose}
      refreshes={[TEMPLATES, ['drift']]}
      onSubmit={async (form) => {
        const body = readTemplate(form);
        return template === undefined
          ? api.client.createTemplate({ body })
          : api.client.putTemplate({ id: template.id, body });
      }}
    >
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
    </FormDialog>
  );
}
