import type { StationViolation, ViolationSummary } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { type Filtered, useFilters } from '../app/use-filtered-list.tsx';
import { given } from '../model/form.ts';
import { listHref, stationHref } from '../model/route.ts';
import type { Filters } from '../ui/filter-bar.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';

const SUMMARY_COLUMNS: readonly Column<ViolationSummary>[] = [
  {
    name: 'Rule',
    cell: ({ rule, title, model, firmwareVersion }) => (
      <a
        href={listHref('violations', {
          show: 'stations',
          rule,
          model: model ?? '',
          firmware: firmwareVersion ?? '',
        })}
      >
        <strong>{title}</strong> <span className="muted">{rule}</span>
      </a>
    ),
  },
  { name: 'Model', cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' ') || '–' },
  { name: 'Firmware', cell: ({ firmwareVersion }) => firmwareVersion ?? '–' },
  { name: 'Stations', number: true, cell: ({ stations }) => stations.toLocaleString('en') },
  { name: 'Times', number: true, cell: ({ count }) => count.toLocaleString('en') },
];

const COLUMNS: readonly Column<StationViolation>[] = [
  {
    name: 'Violation',
    cell: ({ title, action }) => (
      <>
        <strong>{title}</strong> <span className="muted">{action}</span>
      </>
    ),
  },
  { name: 'In the standard', cell: ({ place, version }) => `${version}: ${place}` },
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  {
    name: 'Model and firmware',
    cell: ({ vendor, model, firmwareVersion }) =>
      [vendor, model, firmwareVersion].filter(Boolean).join(' ') || '–',
  },
  { name: 'Times', number: true, cell: ({ count }) => count.toLocaleString('en') },
  { name: 'Last', cell: ({ lastAt }) => <Moment at={lastAt} show="short" /> },
];

const RULES: readonly StationViolation['rule'][] = [
  'frame',
  'message-type',
  'schema',
  'leniency',
  'unknown-action',
  'wrong-direction',
  'before-acceptance',
  'repeated-call',
  'repeated-id',
  'overlapping-call',
  'late-answer',
  'answer-to-nothing',
  'invalid-answer',
  'flood',
  'status-transition',
  'meter-backwards',
  'seqno-reused',
  'impossible-time',
  'ends-before-start',
  'ended-twice',
  'meter-signature',
];

const BY = {
  show: {
    kind: 'segments',
    label: 'By',
    initial: 'models',
    choices: [
      ['models', 'By model and firmware'],
      ['stations', 'By station'],
    ],
  },
  rule: { kind: 'select', label: 'Rule', choices: [['', 'Any'], ...RULES] },
  model: { kind: 'text', label: 'Model' },
  firmware: { kind: 'text', label: 'Firmware' },
} as const satisfies Filters<string>;

const FILTERS = {
  ...BY,
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
} as const satisfies Filters<string>;

type FilterName = keyof typeof FILTERS;

const MOST_SUMMARISED = 200;

/** What stations do that the standard forbids: the page a firmware engineer opens first. */
export function ViolationsPage({ query }: { readonly query: URLSearchParams }) {
  const { bar, values, unfiltered } = useFilters<FilterName>({
    path: 'violations',
    query,
    filters: FILTERS,
  });
  return (
    <Page
      title="Violations"
      about="What stations do that the standard forbids, with its place there. The frames are kept as evidence."
      toolbar={bar}
    >
      {values.show === 'models' && values.station === undefined ? (
        <Summary values={values} unfiltered={unfiltered} />
      ) : (
        <Stations values={values} unfiltered={unfiltered} />
      )}
    </Page>
  );
}

interface ListProps {
  readonly values: Filtered<FilterName>;
  readonly unfiltered: string | undefined;
}

function Summary({ values: { rule, model, firmware }, unfiltered }: ListProps) {
  const { client } = useConsole();
  const summary = useList(['violations', 'summary', rule, model, firmware], async () => {
    const { items } = await client.summariseViolations({ limit: MOST_SUMMARISED });
    return {
      items: items.filter(
        (line) =>
          (rule === undefined || line.rule === rule) &&
          (model === undefined || line.model === model) &&
          (firmware === undefined || line.firmwareVersion === firmware),
      ),
    };
  });
  return (
    <ListTable
      label="Violations by model and firmware"
      list={summary}
      rowKey={({ vendor, model: of, firmwareVersion, rule: broken }) =>
        [vendor, of, firmwareVersion, broken].join('\n')
      }
      columns={SUMMARY_COLUMNS}
      empty={
        <Nothing title="No violation yet" unfiltered={unfiltered}>
          Every station keeps to the standard.
        </Nothing>
      }
    />
  );
}

function Stations({ values: { station, rule, model, firmware }, unfiltered }: ListProps) {
  const { client } = useConsole();
  const asked = given({
    stationId: station,
    rule: RULES.find((each) => each === rule),
    model,
    firmwareVersion: firmware,
  });
  const violations = useList(['violations', asked], (page) =>
    client.listViolations({ ...asked, ...page }),
  );
  return (
    <ListTable
      label="Violations"
      list={violations}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      details={({ detail, firstAt, stationId, frameId }) => (
        <>
          <p>{detail}</p>
          <p className="muted">
            First <Moment at={firstAt} />. <EvidenceLink stationId={stationId} frameId={frameId} />
          </p>
        </>
      )}
      empty={<Nothing title="No violation yet" unfiltered={unfiltered} />}
    />
  );
}

interface EvidenceLinkProps {
  readonly stationId: string;
  /** The frame of the last time. */
  readonly frameId: number | undefined;
}

function EvidenceLink({ stationId, frameId }: EvidenceLinkProps) {
  return frameId === undefined ? (
    <a href={stationHref(stationId, 'frames')}>Its frames</a>
  ) : (
    <a href={stationHref(stationId, 'frames', { frame: `${frameId}` })}>The frame</a>
  );
}
