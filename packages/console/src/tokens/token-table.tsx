import type { TokenView } from '@northbound/csms/views';
import { useState } from 'react';
import { changeWhatIs } from '../api/changes.ts';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { listHref } from '../model/route.ts';
import { putting } from '../model/tokens.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Icon } from '../ui/icons.tsx';
import { type Column, Rows } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';
import { ChangeTokenDialog } from './token-dialog.tsx';

const TONES: Readonly<Record<TokenView['status'], string>> = {
  Accepted: 'available',
  Blocked: 'faulted',
  Expired: 'unavailable',
  Invalid: 'unavailable',
};

const COLUMNS: readonly Column<TokenView>[] = [
  {
    name: 'Token',
    cell: ({ idToken }) => (
      <a href={listHref('transactions', { token: idToken })}>
        <code>{idToken}</code>
      </a>
    ),
  },
  { name: 'Type', cell: ({ type }) => type },
  {
    name: 'Status',
    cell: ({ status }) => <span className={`chip chip-${TONES[status]}`}>{status}</span>,
  },
  {
    name: 'Group',
    cell: ({ groupIdToken }) =>
      groupIdToken === undefined ? (
        <span className="muted">–</span>
      ) : (
        <a href={listHref('tokens', { group: groupIdToken })}>{groupIdToken}</a>
      ),
  },
  { name: 'Expires', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
  {
    name: 'Only at',
    cell: ({ allowedAt }) => allowedAt?.map(({ stationId }) => stationId).join(', ') ?? '',
  },
  { name: 'Note', cell: ({ note }) => note },
];

/** More rows than these are asked for: each costs, and nobody reads them all. */
const ROWS_A_PAGE = 200;

interface TokenTableProps {
  readonly label: string;
  readonly tokens: readonly TokenView[];
}

export function TokenTable({ label, tokens }: TokenTableProps) {
  const mayOperate = useMayOperate();
  const [most, setMost] = useState(ROWS_A_PAGE);
  const [open, setOpen] = useState<{ readonly what: 'change' | 'delete'; token: TokenView }>();
  const close = () => setOpen(undefined);
  return (
    <section className="card table-card" aria-label={label}>
      <div className="scroller">
        <Rows
          items={tokens.slice(0, most)}
          rowKey={({ type, idToken }) => `${type} ${idToken}`}
          columns={COLUMNS}
          actions={
            mayOperate
              ? (token) => (
                  <>
                    <RowButton
                      of={token.idToken}
                      onClick={() => setOpen({ what: 'change', token })}
                    >
                      Change
                    </RowButton>
                    <BlockButton token={token} />
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Delete ${token.idToken}`}
                      title="Delete"
                      onClick={() => setOpen({ what: 'delete', token })}
                    >
                      <Icon name="trash" />
                    </button>
                  </>
                )
              : undefined
          }
        />
        {most < tokens.length && (
          <p className="table-more">
            <button type="button" className="button" onClick={() => setMost(most + ROWS_A_PAGE)}>
              Show more of {tokens.length.toLocaleString('en')}
            </button>
          </p>
        )}
      </div>
      {open?.what === 'change' && <ChangeTokenDialog token={open.token} onClose={close} />}
      {open?.what === 'delete' && <DeleteTokenDialog token={open.token} onClose={close} />}
    </section>
  );
}

function BlockButton({ token }: { readonly token: TokenView }) {
  const { client } = useConsole();
  const { idToken, type } = token;
  const blocked = token.status === 'Blocked';
  const block = () =>
    changeWhatIs(
      client,
      () => client.getToken({ idToken, type }),
      (known, options) =>
        client.putToken(putting({ ...known, status: blocked ? 'Accepted' : 'Blocked' }), options),
    );
  return (
    <ActionButton
      label={`${blocked ? 'Unblock' : 'Block'} ${idToken}`}
      onAct={block}
      refreshes={[cacheKeys.tokens]}
    >
      {blocked ? 'Unblock' : 'Block'}
    </ActionButton>
  );
}
