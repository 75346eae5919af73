import type { ModelReport, Notice, Report } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { FilterText } from '../ui/fields.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { Read } from '../ui/panel.tsx';
import { CustomerDialog, CustomerInformation } from './customer-information.tsx';
import { DisplayMessages } from './display-messages.tsx';
import { PartList } from './part-list.tsx';
import { usePart } from './use-station-parts.ts';

/** What the station answered in messages of its own, and what it said that has no place elsewhere. */
export function ReportsTab({ station }: { readonly station: StationView }) {
  const { id, version } = station;
  return (
    <>
      {version !== '1.6' && <DisplayMessages station={station} />}
      {version !== '1.6' && <Reports stationId={id} />}
      <ModelReports stationId={id} />
      <Notices stationId={id} />
    </>
  );
}

interface PartProps {
  readonly stationId: string;
}

/** The messages that carry what a station holds of a customer (2.1 part 2, N09, N10). */
const CUSTOMER = 'NotifyCustomerInformation';

function Reports({ stationId }: PartProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <PartList<Report>
        stationId={stationId}
        kind="report"
        name="reports"
        title="Reports"
        empty="No report yet"
        read={(page) => client.listReports({ id: stationId, ...page })}
        rowKey={({ id }) => id}
        columns={[
          { name: 'Asked', cell: ({ askedAt }) => <Moment at={askedAt} show="short" /> },
          { name: 'Messages', cell: ({ action }) => action },
          { name: 'Station', cell: ({ status }) => status ?? '' },
          { name: 'Came', number: true, cell: ({ parts }) => parts },
          {
            name: 'Complete',
            cell: ({ completedAt }) =>
              completedAt === undefined ? 'more to come' : <Moment at={completedAt} show="short" />,
          },
        ]}
        details={({ id, action }) =>
          action === CUSTOMER ? (
            <CustomerInformation stationId={stationId} report={id} />
          ) : (
            <ReportContent stationId={stationId} report={id} />
          )
        }
        toolbar={
          mayOperate && (
            <button type="button" className="button" onClick={() => setAsking(true)}>
              Ask about a customer…
            </button>
          )
        }
      />
      {asking && <CustomerDialog stationId={stationId} onClose={() => setAsking(false)} />}
    </>
  );
}

interface ReportProps extends PartProps {
  readonly report: number;
}

function ReportContent({ stationId, report }: ReportProps) {
  const { client } = useConsole();
  const content = usePart({
    stationId,
    kind: 'report',
    name: `content ${report}`,
    read: () => client.getReport({ id: stationId, report }),
  });
  return (
    <Read what="the report" query={content}>
      {({ payloads }) => <JsonView text={prettyJson(payloads)} />}
    </Read>
  );
}

function ModelReports({ stationId }: PartProps) {
  const { client } = useConsole();
  return (
    <PartList<ModelReport>
      stationId={stationId}
      kind="modelReport"
      name="model reports"
      title="Reports of the device model"
      empty="None has been asked for"
      read={(page) => client.listModelReports({ id: stationId, ...page })}
      rowKey={({ id }) => id}
      columns={[
        { name: 'Asked', cell: ({ startedAt }) => <Moment at={startedAt} show="short" /> },
        { name: 'Of', cell: ({ kind }) => kind },
        { name: 'By', cell: ({ askedBy }) => askedBy ?? 'nobody here' },
        { name: 'State', cell: ({ status, reason }) => reason ?? status },
        { name: 'Pages', number: true, cell: ({ pages }) => pages },
        { name: 'Missing', cell: ({ missingPages }) => missingWords(missingPages) },
        { name: 'Entries', number: true, cell: ({ entries }) => entries },
      ]}
    />
  );
}

function missingWords(ranges: ModelReport['missingPages']): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

function Notices({ stationId }: PartProps) {
  const { client } = useConsole();
  const [action, setAction] = useState('');
  return (
    <PartList<Notice>
      stationId={stationId}
      kind="notice"
      name={`notices ${action}`}
      title="Other messages"
      empty="None"
      read={(page) =>
        client.listNotices({ id: stationId, ...page, ...(action !== '' && { action }) })
      }
      rowKey={({ id }) => id}
      columns={[
        { name: 'When', cell: ({ at }) => <Moment at={at} show="short" /> },
        { name: 'Message', cell: (notice) => notice.action },
      ]}
      details={({ payload }) => <JsonView text={prettyJson(payload)} />}
      toolbar={
        <FilterText label="Message" value={action} onChange={(text) => setAction(text.trim())} />
      }
    />
  );
}
