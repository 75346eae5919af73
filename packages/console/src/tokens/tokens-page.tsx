import type { TokenView } from '@northbound/csms/views';
import { useState } from 'react';
import { useTokens } from '../api/reads.ts';
import { useMayOperate } from '../app/console-context.ts';
import { useFilters } from '../app/use-filtered-list.tsx';
import { filterTokens } from '../model/tokens.ts';
import { Nothing } from '../ui/list.tsx';
import { BeginButton, Page } from '../ui/page.tsx';
import { Read } from '../ui/panel.tsx';
import { AddTokenDialog } from './token-dialog.tsx';
import { TokenTable } from './token-table.tsx';

const FILTERS = {
  search: {
    kind: 'search',
    label: 'Search tokens',
    placeholder: 'Search token, type, group, note',
  },
  group: { kind: 'text', label: 'Group', placeholder: 'whole group' },
} as const;

/** Who may charge. */
export function TokensPage({ query }: { readonly query: URLSearchParams }) {
  const tokens = useTokens();
  const mayOperate = useMayOperate();
  const { bar, values, unfiltered } = useFilters({ path: 'tokens', query, filters: FILTERS });
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Tokens"
      toolbar={
        <>
          {bar}
          {mayOperate && <BeginButton onClick={() => setAdding(true)}>Add a token</BeginButton>}
        </>
      }
    >
      <Read what="tokens" query={tokens}>
        {(all: readonly TokenView[]) => {
          const shown = filterTokens(all, values);
          return shown.length === 0 ? (
            <Nothing title="No token yet" unfiltered={unfiltered}>
              Stations ask here whether a card may charge; a card that is not listed is refused.
            </Nothing>
          ) : (
            <TokenTable label="Tokens" tokens={shown} />
          );
        }}
      </Read>
      {adding && (
        <AddTokenDialog
          onClose={() => setAdding(false)}
          {...(values.group !== undefined && { group: values.group })}
        />
      )}
    </Page>
  );
}
