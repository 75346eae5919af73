import type { TokenGroup } from '@northbound/client';
import type { TokenView } from '@northbound/csms/views';
import { useState } from 'react';
import { changeWhatIs } from '../api/changes.ts';
import { useTokens } from '../api/reads.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { filterTokens } from '../model/tokens.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { BeginButton, Page } from '../ui/page.tsx';
import { Read } from '../ui/panel.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { ConcurrencyRules, MakeRuleDialog } from './concurrency-rules.tsx';
import { AddTokenDialog } from './token-dialog.tsx';
import { AddTokenGroupDialog, ChangeTokenGroupDialog } from './token-group-dialog.tsx';
import { TokenTable } from './token-table.tsx';

const GROUPS = ['tokenGroups'];

const COLUMNS: readonly Column<TokenGroup>[] = [
  { name: 'Group', cell: ({ groupIdToken }) => <code>{groupIdToken}</code> },
  { name: 'Name', cell: ({ name }) => name ?? '–' },
  {
    name: 'Status',
    cell: ({ status }) => (
      <span className={`chip chip-${status === 'Accepted' ? 'available' : 'faulted'}`}>
        {status}
      </span>
    ),
  },
  {
    name: 'Kind',
    cell: ({ masterPass }) =>
      masterPass ? <span className="chip chip-reserved">master pass</span> : 'drivers',
  },
  { name: 'Expires', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
];

/** Groups of tokens, master passes among them, and how much may be charged with them at once. */
export function GroupsPage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const groups = useList(GROUPS, () => client.listTokenGroups());
  const [open, setOpen] = useState<'group' | 'rule'>();
  const [changing, setChanging] = useState<TokenGroup>();
  const [deleting, setDeleting] = useState<TokenGroup>();
  const close = () => setOpen(undefined);
  return (
    <Page
      title="Token groups"
      flows
      about="Tokens of one group may end each other's transactions. A master pass ends any and starts none; stations must have its group as AuthCtrlr.MasterPassGroupId."
      toolbar={
        mayOperate && (
          <span className="toolbar-end row-actions">
            <button type="button" className="button" onClick={() => setOpen('rule')}>
              Limit transactions at once
            </button>
            <BeginButton onClick={() => setOpen('group')}>Add a group</BeginButton>
          </span>
        )
      }
    >
      <ListTable
        label="Token groups"
        list={groups}
        rowKey={({ groupIdToken }) => groupIdToken}
        columns={COLUMNS}
        details={({ groupIdToken }) => <Members group={groupIdToken} />}
        actions={
          mayOperate
            ? (group) => (
                <>
                  <RowButton of={group.groupIdToken} onClick={() => setChanging(group)}>
                    Change
                  </RowButton>
                  <BlockButton group={group} />
                  <RowButton of={group.groupIdToken} onClick={() => setDeleting(group)}>
                    Delete
                  </RowButton>
                </>
              )
            : undefined
        }
        empty={<Nothing title="No group yet" />}
      />
      <h2>Transactions at once</h2>
      <ConcurrencyRules />
      {open === 'group' && <AddTokenGroupDialog onClose={close} />}
      {open === 'rule' && <MakeRuleDialog onClose={close} />}
      {changing !== undefined && (
        <ChangeTokenGroupDialog group={changing} onClose={() => setChanging(undefined)} />
      )}
      {deleting !== undefined && (
        <ConfirmChange
          title="Delete this group?"
          action="Delete"
          refreshes={[GROUPS]}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => client.deleteTokenGroup({ groupIdToken: deleting.groupIdToken })}
        >
          Tokens that name <code>{deleting.groupIdToken}</code> keep it; its status and its master
          pass are gone.
        </ConfirmChange>
      )}
    </Page>
  );
}

/** The tokens of a group, and the way to add one. */
function Members({ group }: { readonly group: string }) {
  const tokens = useTokens();
  const mayOperate = useMayOperate();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Read what="tokens" query={tokens}>
        {(all: readonly TokenView[]) => {
          const members = filterTokens(all, { group });
          return members.length === 0 ? (
            <Empty title="No token is in this group" />
          ) : (
            <TokenTable label={`Tokens of ${group}`} tokens={members} />
          );
        }}
      </Read>
      {mayOperate && (
        <p className="table-more">
          <button type="button" className="button" onClick={() => setAdding(true)}>
            Add a token to it
          </button>
        </p>
      )}
      {adding && <AddTokenDialog group={group} onClose={() => setAdding(false)} />}
    </>
  );
}

function BlockButton({ group }: { readonly group: TokenGroup }) {
  const { client } = useConsole();
  const { groupIdToken } = group;
  const blocked = group.status === 'Blocked';
  const block = () =>
    changeWhatIs(
      client,
      () => client.getTokenGroup({ groupIdToken }),
      ({ groupIdToken: _, ...known }, options) =>
        client.putTokenGroup(
          { groupIdToken, body: { ...known, status: blocked ? 'Accepted' : 'Blocked' } },
          options,
        ),
    );
  return (
    <ActionButton
      label={`${blocked ? 'Unblock' : 'Block'} ${groupIdToken}`}
      onAct={block}
      refreshes={[GROUPS]}
    >
      {blocked ? 'Unblock' : 'Block'}
    </ActionButton>
  );
}
