import type { ApiKeyView } from '@northbound/csms/views';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole, useIsAdmin } from '../app/console-context.ts';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';

/** Who may use this CSMS. */
export function KeysPage() {
  return (
    <main className="page page-fixed">
      <title>Keys · Northbound</title>
      <h1 className="page-title">API keys</h1>
      {useIsAdmin() ? <Keys /> : <Empty title="Only an admin sees the keys" />}
    </main>
  );
}

function Keys() {
  const { api } = useConsole();
  const keys = useQuery({ queryKey: cacheKeys.keys, queryFn: () => api.keys() });
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyView>();
  return (
    <>
      <div className="toolbar">
        <p className="muted">
          A viewer reads; an operator sends commands and changes tokens too; an admin does
          everything.
        </p>
        <button
          type="button"
          className="button button-primary toolbar-end"
          onClick={() => setMaking(true)}
        >
          <Icon name="plus" />
          Make a key
        </button>
      </div>
      {keys.isPending && <Loading what="keys" />}
      {keys.isError && keys.data === undefined && (
        <Failure error={keys.error} retry={() => void keys.refetch()} />
      )}
      {keys.data !== undefined && <KeyTable keys={keys.data} onRevoke={setRevoking} />}
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking !== undefined && (
        <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
      )}
    </>
  );
}

interface KeyTableProps {
  readonly keys: readonly ApiKeyView[];
  readonly onRevoke: (key: ApiKeyView) => void;
}

function KeyTable({ keys, onRevoke }: KeyTableProps) {
  return (
    <section className="card table-card" aria-label="API keys">
      <div className="scroller">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Id</th>
              <th scope="col">Made</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id} className="row">
                <th scope="row">
                  <strong>{key.name}</strong>
                </th>
                <td>
                  <span className={`role role-${key.role}`}>{key.role}</span>
                </td>
                <td>
                  <code>{key.id}</code>
                </td>
                <td>
                  <Moment at={key.createdAt} />
                </td>
                <td className="cell-end">
                  <button
                    type="button"
                    className="button button-danger"
                    onClick={() => onRevoke(key)}
                  >
                    Revoke
                    <span className="visually-hidden"> {key.name}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
