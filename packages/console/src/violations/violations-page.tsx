import type { StationViolation, ViolationSummary } from '@northbound/client';
import { useDeferredValue, useMemo } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { given } from '../model/form.ts';
import { listHref, stationHref } from '../model/route.ts';
import { FilterText } from '../ui/fields.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';

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

const FILTERS = { show: 'models', station: '', rule: '', model: '', firmware: '' };
const MOST_SUMMARISED = 200;

/** What stations do that the standard forbids: the page a firmware engineer opens first. */
export function ViolationsPage({ query }: { readonly query: URLSearchParams }) {
  const { filters, change, unfiltered } = useFilters('violations', query, FILTERS);
  const isSummary = filters.show === 'models';
  return (
    <Page
      title="Violations"
      about="What stations do that the standard forbids, with its place there. The frames are kept as evidence."
      toolbar={
        <>
          <Segments
            label="By"
            value={filters.show}
            choices={[
              ['models', 'By model and firmware'],
              ['stations', 'By station'],
            ]}
            onChange={(value) => change({ show: value })}
          />
          {!isSummary && (
            <>
              <SearchField
                label="Station"
                placeholder="Station id, whole"
                value={filters.station}
                onChange={(value) => change({ station: value })}
              />
              <FilterText
                label="Rule"
                value={filters.rule}
                onChange={(value) => change({ rule: value })}
              />
              <FilterText
                label="Model"
                value={filters.model}
                onChange={(value) => change({ model: value })}
              />
              <FilterText
                label="Firmware"
                value={filters.firmware}
                onChange={(value) => change({ firmware: value })}
              />
            </>
          )}
        </>
      }
    >
      {isSummary ? <Summary /> : <Stations filters={filters} unfiltered={unfiltered} />}
    </Page>
  );
}

function Summary() {
  const { api } = useConsole();
  const summary = useList(['violations', 'summary'], () =>
    api.client.summariseViolations({ limit: MOST_SUMMARISED }),
  );
  return (
    <ListTable
      label="Violations by model and firmware"
      list={summary}
      rowKey={({ vendor, model, firmwareVersion, rule }) =>
        [vendor, model, firmwareVersion, rule].join('\n')
      }
      columns={SUMMARY_COLUMNS}
      empty={<Nothing title="No violation yet">Every station keeps to the standard.</Nothing>}
    />
  );
}

interface StationsProps {
  readonly filters: typeof FILTERS;
  readonly unfiltered: string | undefined;
}

function Stations({ filters, unfiltered }: StationsProps) {
  const { api } = useConsole();
  const { station, rule, model, firmware } = useDeferredValue(filters);
  const asked = useMemo(
    () =>
      given({
        stationId: station.trim() || undefined,
        rule: RULES.find((each) => each === rule.trim()),
        model: model || undefined,
        firmwareVersion: firmware || undefined,
      }),
    [station, rule, model, firmware],
  );
  const violations = useList(['violations', asked], (page) =>
    api.client.listViolations({ ...asked, ...page }),
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
