import type { AuditEntry } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { changesBetween, prettyText } from '../model/changes.ts';
import { dayEnd, dayStart } from '../model/days.ts';
import { given } from '../model/form.ts';
import { listHref } from '../model/route.ts';
import { Fact } from '../ui/facts.tsx';
import { JsonView } from '../ui/json-view.tsx';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'At', cell: ({ at }) => <Moment at={at} /> },
  {
    name: 'Who',
    cell: ({ callerName, callerKind, callerId }) => (
      <span title={`${callerKind} ${callerId}`}>
        <a href={listHref('audit', { callerId })}>
          <strong>{callerName}</strong>
        </a>{' '}
        <span className="muted">{callerKind}</span>
      </span>
    ),
  },
  { name: 'Did', cell: ({ action }) => <code>{action}</code> },
  {
    name: 'To',
    cell: ({ target, detail }) => (
      <>
        <code>{target}</code> {detail !== undefined && <span className="muted">{detail}</span>}
      </>
    ),
  },
  { name: 'Result', cell: (entry) => <Result entry={entry} /> },
  { name: 'From', cell: ({ remoteAddress }) => <code>{remoteAddress}</code> },
];

function Result({ entry: { status, problem } }: { readonly entry: AuditEntry }) {
  if (status === undefined) return <span className="chip chip-suspended">unknown</span>;
  const tone = status < 400 ? 'available' : 'faulted';
  return (
    <span className={`chip chip-${tone}`} title={problem}>
      {status < 400 ? 'done' : (problem ?? status)}
    </span>
  );
}

/** What was asked for beside what was there before: secrets are masked by the CSMS. */
function AuditDetails({ entry: { request, previous, problem } }: { readonly entry: AuditEntry }) {
  return (
    <div className="side-by-side">
      {problem !== undefined && <p>{problem}</p>}
      {previous !== undefined && request !== undefined && (
        <Changes before={previous} after={request} />
      )}
      <Said title="Before" text={previous} />
      <Said title="Asked for" text={request} />
      {request === undefined && previous === undefined && (
        <p className="muted">The operation and its path say all of it.</p>
      )}
    </div>
  );
}

interface ChangesProps {
  readonly before: string;
  readonly after: string;
}

function Changes({ before, after }: ChangesProps) {
  const changes = changesBetween(before, after);
  return (
    <section aria-label="Changes">
      <h3>{changes.length === 0 ? 'Nothing was changed by it' : 'Changes'}</h3>
      <dl className="changes">
        {changes.map((change) => (
          <Fact key={change.path} name={change.path}>
            {change.before !== undefined && (
              <>
                <del>{change.before}</del>{' '}
              </>
            )}
            <ins>{change.after}</ins>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

interface SaidProps {
  readonly title: string;
  readonly text: string | undefined;
}

function Said({ title, text }: SaidProps) {
  if (text === undefined) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <JsonView text={prettyText(text)} />
    </section>
  );
}

const FILTERS = {
  action: { kind: 'search', label: 'Operation', placeholder: 'Operation, such as createCampaign' },
  target: { kind: 'text', label: 'Path', placeholder: '/stations/CS-1' },
  callerId: { kind: 'text', label: 'Id of key or person' },
  from: { kind: 'date', label: 'From' },
  to: { kind: 'date', label: 'To' },
} as const;

/** Who did what, newest first. */
export function AuditPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'audit',
    query,
    filters: FILTERS,
    cached: 'audit',
    ask: ({ from, to, ...same }) => given({ ...same, from: dayStart(from), to: dayEnd(to) }),
    read: client.listAudit,
  });
  return (
    <ListPage
      title="Audit"
      bar={bar}
      unfiltered={unfiltered}
      list={list}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      details={(entry) => <AuditDetails entry={entry} />}
      nothing="Nothing was changed yet"
    />
  );
}
