import type { StationViolation } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useConsole } from '../app/console-context.ts';
import { stationHref } from '../model/route.ts';
import { VersionBadge } from '../ui/chips.tsx';
import { Age, Moment } from '../ui/moment.tsx';
import { PartList } from './part-list.tsx';

/** They come with frames, and no event of their own tells of them. */
const READ_AGAIN_MS = 5000;

/** What the station does against the standard: where the standard says so, how often, and in which frame last. */
export function ViolationsTab({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  return (
    <PartList<StationViolation>
      stationId={station.id}
      kind="other"
      name="violations"
      title="Violations"
      empty="None so far: everything it said keeps to the standard"
      everyMs={READ_AGAIN_MS}
      read={(page) => client.listViolations({ stationId: station.id, ...page })}
      rowKey={({ id }) => id}
      columns={[
        { name: 'What', cell: ({ title, action }) => (action ? `${action}: ${title}` : title) },
        { name: 'In the standard', cell: ({ place }) => place },
        { name: 'OCPP', cell: ({ version }) => <VersionBadge version={version} /> },
        { name: 'Firmware', cell: ({ firmwareVersion }) => firmwareVersion ?? '' },
        { name: 'Times', number: true, cell: ({ count }) => count },
        { name: 'Last', cell: ({ lastAt }) => <Age at={lastAt} /> },
        { name: 'Detail', cell: ({ detail }) => detail },
        {
          name: 'Frame',
          cell: ({ frameId }) =>
            frameId !== undefined && (
              <a href={`${stationHref(station.id, 'frames')}&frame=${frameId}`}>show</a>
            ),
        },
      ]}
      details={({ firstAt, lastAt, rule }) => (
        <p className="hint">
          Rule {rule}; first <Moment at={firstAt} />, last <Moment at={lastAt} />.
        </p>
      )}
    />
  );
}
