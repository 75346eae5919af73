import type { SecurityEvent } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useConsole } from '../app/console-context.ts';
import { Moment } from '../ui/moment.tsx';
import { MeterKeys } from './meter-keys.tsx';
import { PartList } from './part-list.tsx';

interface SecurityTabProps {
  readonly station: StationView;
}

/** What the station tells of its security, and what its measurements are proved with. */
export function SecurityTab({ station }: SecurityTabProps) {
  return (
    <>
      <SecurityEvents station={station} />
      <MeterKeys stationId={station.id} />
    </>
  );
}

function SecurityEvents({ station }: SecurityTabProps) {
  const { client } = useConsole();
  return (
    <PartList<SecurityEvent>
      stationId={station.id}
      kind="securityEvent"
      name="security events"
      title="Security events"
      empty="No security event"
      read={(page) => client.listSecurityEvents({ stationId: station.id, ...page })}
      rowKey={({ id }) => id}
      columns={[
        { name: 'When', cell: ({ at }) => <Moment at={at} show="short" /> },
        { name: 'Event', cell: ({ type }) => type },
        {
          name: 'Critical',
          cell: ({ critical }) =>
            critical === true && <span className="chip chip-faulted">critical</span>,
        },
        { name: 'Detail', cell: ({ techInfo }) => techInfo ?? '' },
        { name: 'Came', cell: ({ receivedAt }) => <Moment at={receivedAt} show="short" /> },
      ]}
    />
  );
}
