import type { ConcurrencyRule } from '@northbound/client';
import { useState } from 'react';
import { makeNew } from '../api/changes.ts';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { RowButton } from '../ui/row-button.tsx';

const RULES = ['concurrencyRules'];

const COLUMNS: readonly Column<ConcurrencyRule>[] = [
  { name: 'Of', cell: nameOf },
  { name: 'Transactions at once', number: true, cell: ({ max }) => max },
];

function nameOf({ scope, id }: ConcurrencyRule): string {
  return `${scope} ${id}`;
}

/** How much may be charged with a token, or with the tokens of a group, at once. */
export function ConcurrencyRules() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const rules = useList(RULES, () => client.listConcurrencyRules());
  const [changing, setChanging] = useState<ConcurrencyRule>();
  return (
    <>
      <ListTable
        label="Limits of transactions at once"
        list={rules}
        rowKey={nameOf}
        columns={COLUMNS}
        actions={
          mayOperate
            ? (rule) => (
                <>
                  <RowButton of={nameOf(rule)} onClick={() => setChanging(rule)}>
                    Change
                  </RowButton>
                  <ActionButton
                    label={`Delete ${nameOf(rule)}`}
                    onAct={() => client.deleteConcurrencyRule({ scope: rule.scope, id: rule.id })}
                    refreshes={[RULES]}
                  >
                    Delete
                  </ActionButton>
                </>
              )
            : undefined
        }
        empty={<Nothing title="No limit" />}
      />
      {changing !== undefined && (
        <ChangeDialog
          title={`Transactions at once of ${nameOf(changing)}`}
          action="Change"
          onClose={() => setChanging(undefined)}
          refreshes={[RULES]}
          read={() => client.getConcurrencyRule({ scope: changing.scope, id: changing.id })}
          onSubmit={(form, { scope, id }, options) =>
            client.putConcurrencyRule(
              { scope, id, body: { max: form.number('max') ?? 1 } },
              options,
            )
          }
        >
          {({ max }) => <MaxField max={max} />}
        </ChangeDialog>
      )}
    </>
  );
}

export function MakeRuleDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Limit transactions at once"
      action="Set"
      onClose={onClose}
      refreshes={[RULES]}
      onSubmit={(form) => {
        const scope = form.text('scope') === 'group' ? 'group' : 'token';
        const id = form.text('id');
        return makeNew(`A limit of the ${scope} ${id}`, (options) =>
          client.putConcurrencyRule({ scope, id, body: { max: form.number('max') ?? 1 } }, options),
        );
      }}
    >
      <SelectField
        name="scope"
        label="Of"
        choices={[
          ['token', 'one token'],
          ['group', 'all tokens of a group together'],
        ]}
      />
      <TextField name="id" label="Token or group" required />
      <MaxField max={1} />
    </FormDialog>
  );
}

function MaxField({ max }: { readonly max: number }) {
  return (
    <TextField
      name="max"
      label="Transactions at once"
      type="number"
      required
      min={1}
      max={10_000}
      initial={max}
    />
  );
}
