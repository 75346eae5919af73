import type { TokenView } from '@northbound/csms/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useTokens } from '../api/reads.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { filterTokens } from '../model/tokens.ts';
import { Icon } from '../ui/icons.tsx';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { AddTokenDialog } from './add-token-dialog.tsx';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';
import { TokenTable } from './token-table.tsx';

/** Who may charge. */
export function TokensPage() {
  const tokens = useTokens();
  const mayOperate = useMayOperate();
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<TokenView>();
  const { api } = useConsole();
  const cache = useQueryClient();
  const put = useMutation({
    mutationFn: (token: TokenView) => api.putToken(token),
    onSuccess: () => cache.invalidateQueries({ queryKey: cacheKeys.tokens }),
  });
  const shown = filterTokens(tokens.data ?? [], search);
  return (
    <main className="page page-fixed">
      <title>Tokens · Northbound</title>
      <h1 className="page-title">Tokens</h1>
      <search className="toolbar">
        <SearchField
          label="Search tokens"
          placeholder="Search token, type, group, note"
          value={search}
          onChange={setSearch}
        />
        {mayOperate && (
          <button
            type="button"
            className="button button-primary toolbar-end"
            onClick={() => setAdding(true)}
          >
            <Icon name="plus" />
            Add a token
          </button>
        )}
      </search>
      {put.isError && <Failure error={put.error} />}
      {tokens.isPending && <Loading what="tokens" />}
      {tokens.isError && tokens.data === undefined && (
        <Failure error={tokens.error} retry={() => void tokens.refetch()} />
      )}
      {tokens.data?.length === 0 && (
        <Empty title="No token yet">
          Stations ask here whether a card may charge; a card that is not listed is refused.
        </Empty>
      )}
      {tokens.data !== undefined && tokens.data.length > 0 && shown.length === 0 && (
        <Empty title="No token matches" />
      )}
      {shown.length > 0 && (
        <TokenTable
          tokens={shown}
          mayOperate={mayOperate}
          onStatus={(token, status) => put.mutate({ ...token, status })}
          onDelete={setDeleting}
        />
      )}
      {adding && <AddTokenDialog onClose={() => setAdding(false)} />}
      {deleting !== undefined && (
        <DeleteTokenDialog token={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </main>
  );
}
