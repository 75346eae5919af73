import type { TokenView } from '@northbound/csms/views';
import { listHref } from '../model/route.ts';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/moment.tsx';

interface TokenTableProps {
  readonly tokens: readonly TokenView[];
  readonly mayOperate: boolean;
  readonly onStatus: (token: TokenView, status: TokenView['status']) => void;
  readonly onDelete: (token: TokenView) => void;
}

const TONES: Readonly<Record<TokenView['status'], string>> = {
  Accepted: 'available',
  Blocked: 'faulted',
  Expired: 'unavailable',
  Invalid: 'unavailable',
};

export function TokenTable({ tokens, mayOperate, onStatus, onDelete }: TokenTableProps) {
  return (
    <section className="card table-card" aria-label="Tokens">
      <div className="scroller">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">Type</th>
              <th scope="col">Status</th>
              <th scope="col">Group</th>
              <th scope="col">Expires</th>
              <th scope="col">Note</th>
              {mayOperate && (
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <tr key={`${token.type} ${token.idToken}`} className="row">
                <th scope="row">
                  <a href={listHref('transactions', { token: token.idToken })}>
                    <code>{token.idToken}</code>
                  </a>
                </th>
                <td>{token.type}</td>
                <td>
                  <span className={`chip chip-${TONES[token.status]}`}>{token.status}</span>
                </td>
                <td>{token.groupIdToken ?? <span className="muted">–</span>}</td>
                <td>
                  <Moment at={token.expiresAt} />
                </td>
                <td>{token.note}</td>
                {mayOperate && (
                  <td className="cell-end">
                    <TokenActions token={token} onStatus={onStatus} onDelete={onDelete} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface TokenActionsProps extends Pick<TokenTableProps, 'onStatus' | 'onDelete'> {
  readonly token: TokenView;
}

function TokenActions({ token, onStatus, onDelete }: TokenActionsProps) {
  const blocked = token.status === 'Blocked';
  return (
    <span className="row-actions">
      <button
        type="button"
        className="button"
        onClick={() => onStatus(token, blocked ? 'Accepted' : 'Blocked')}
      >
        {blocked ? 'Unblock' : 'Block'}
        <span className="visually-hidden"> {token.idToken}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${token.idToken}`}
        title="Delete"
        onClick={() => onDelete(token)}
      >
        <Icon name="trash" />
      </button>
    </span>
  );
}
