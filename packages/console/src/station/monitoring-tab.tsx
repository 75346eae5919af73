import type { DesiredMonitor, DeviceEvent, Monitor } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { severityWords } from '../model/severity.ts';
import { watchedWords } from '../model/watched.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { FilterSelect, FilterText } from '../ui/fields.tsx';
import { Moment } from '../ui/moment.tsx';
import { EventStreams } from './event-streams.tsx';
import { MonitorDialog } from './monitor-dialog.tsx';
import { MonitoringLevel } from './monitoring-level.tsx';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';

interface TabProps {
  readonly station: StationView;
}

/** What the station watches by itself, and what it tells of it. */
export function MonitoringTab({ station }: TabProps) {
  return (
    <>
      {station.version !== '1.6' && (
        <>
          <WantedMonitors station={station} />
          <ReportedMonitors station={station} />
        </>
      )}
      <DeviceEvents stationId={station.id} />
      {station.version === '2.1' && <EventStreams stationId={station.id} />}
    </>
  );
}

function WantedMonitors({ station }: TabProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [adding, setAdding] = useState(false);
  const id = station.id;
  return (
    <>
      <PartList<DesiredMonitor>
        stationId={id}
        kind="modelReport"
        name="wanted monitors"
        title="Wanted monitors"
        empty="Nobody wants a monitor here"
        read={async () => ({ items: (await client.getMonitors({ id })).desired })}
        rowKey={(monitor) => monitor.id}
        columns={[
          { name: 'Watches', cell: watchedWords },
          { name: 'Monitor', cell: ({ type, value }) => `${type} ${value}` },
          { name: 'Severity', cell: ({ severity }) => severityWords(severity) },
          { name: 'State', cell: ({ statusText, reason }) => reason ?? statusText },
          { name: 'By', cell: ({ by }) => by },
        ]}
        {...(mayOperate && {
          actions: (monitor: DesiredMonitor) => (
            <ActionButton
              label={`Remove the monitor of ${monitor.variable}`}
              onAct={() => client.releaseMonitor({ id, monitor: monitor.id })}
              refreshes={[partsKey(station.id, 'modelReport')]}
            >
              Remove
            </ActionButton>
          ),
        })}
        toolbar={
          mayOperate && (
            <>
              <MonitoringLevel stationId={id} />
              <button type="button" className="button" onClick={() => setAdding(true)}>
                Set a monitor…
              </button>
            </>
          )
        }
      />
      {adding && <MonitorDialog stationId={id} onClose={() => setAdding(false)} />}
    </>
  );
}

function ReportedMonitors({ station }: TabProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const id = station.id;
  return (
    <PartList<Monitor>
      stationId={id}
      kind="modelReport"
      name="reported monitors"
      title="Monitors in the station"
      empty="The station has not reported any"
      read={async () => ({ items: (await client.getMonitors({ id })).monitors })}
      rowKey={({ monitorId }) => monitorId}
      columns={[
        { name: 'Number', cell: ({ monitorId }) => monitorId },
        { name: 'Watches', cell: watchedWords },
        { name: 'Monitor', cell: ({ type, value }) => `${type} ${value}` },
        { name: 'Severity', cell: ({ severity }) => severityWords(severity) },
        { name: 'Kind', cell: ({ notificationType }) => notificationType ?? '' },
      ]}
      {...(mayOperate && {
        actions: ({ monitorId }: Monitor) => (
          <ActionButton
            label={`Clear monitor ${monitorId}`}
            onAct={() => client.clearMonitors({ id, body: { ids: [monitorId] } })}
            refreshes={[partsKey(station.id, 'modelReport')]}
          >
            Clear
          </ActionButton>
        ),
      })}
      toolbar={
        mayOperate && (
          <ActionButton
            onAct={() => client.askForMonitors({ id, body: {} })}
            refreshes={[partsKey(station.id, 'modelReport')]}
          >
            Ask the station for its monitors
          </ActionButton>
        )
      }
    />
  );
}

const TRIGGERS: readonly (readonly [NonNullable<DeviceEvent['trigger']> | '', string])[] = [
  ['', 'All'],
  ['Alerting', 'Alerting'],
  ['Delta', 'Delta'],
  ['Periodic', 'Periodic'],
];

function DeviceEvents({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const [wanted, setWanted] = useState('');
  const [component, setComponent] = useState('');
  const trigger = TRIGGERS.find(([choice]) => choice === wanted)?.[0] ?? '';
  return (
    <PartList<DeviceEvent>
      stationId={stationId}
      kind="deviceEvents"
      name={`events ${trigger} ${component}`}
      title="Events"
      empty="No event"
      read={(page) =>
        client.listDeviceEvents({
          stationId,
          ...page,
          ...(trigger !== '' && { trigger }),
          ...(component !== '' && { component }),
        })
      }
      rowKey={({ id }) => id}
      columns={[
        { name: 'When', cell: ({ at }) => <Moment at={at} show="short" /> },
        { name: 'Of', cell: watchedWords },
        { name: 'Value', cell: ({ value, cleared }) => (cleared ? `${value} (cleared)` : value) },
        { name: 'Trigger', cell: ({ trigger: why }) => why ?? '' },
        { name: 'Severity', cell: ({ severity }) => severityWords(severity) },
        { name: 'Code', cell: ({ techCode, techInfo }) => techCode ?? techInfo ?? '' },
      ]}
      toolbar={
        <>
          <FilterText
            label="Component"
            value={component}
            onChange={(text) => setComponent(text.trim())}
          />
          <FilterSelect label="Trigger" value={wanted} choices={TRIGGERS} onChange={setWanted} />
        </>
      }
    />
  );
}
