import type { ChargingLimit, DerControls, InstalledProfiles } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { AskButton } from './ask-button.tsx';
import { CompositeSchedule } from './composite-schedule.tsx';
import { MeterPanel } from './meter-panel.tsx';
import { PartList } from './part-list.tsx';

/** What flows, and what limits it. */
export function ChargingTab({ station }: { readonly station: StationView }) {
  return (
    <>
      <MeterPanel station={station} />
      <CompositeSchedule station={station} />
      {station.version !== '1.6' && <Profiles stationId={station.id} />}
      <Limits stationId={station.id} />
      {station.version === '2.1' && <DerSettings stationId={station.id} />}
    </>
  );
}

type Profile = InstalledProfiles['items'][number];

function Profiles({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  return (
    <PartList<Profile>
      stationId={stationId}
      kind="report"
      name="profiles"
      title="Charging profiles in the station"
      empty="None, or it has not been asked yet"
      read={() => client.listInstalledProfiles({ id: stationId })}
      rowKey={(profile) => JSON.stringify(profile)}
      columns={[
        { name: 'EVSE', cell: ({ evseId }) => evseId },
        { name: 'Source', cell: ({ source }) => source },
        { name: 'Profile', cell: ({ profile }) => summaryOf(profile) },
      ]}
      details={({ profile }) => <JsonView text={prettyJson(profile)} />}
      toolbar={
        mayOperate && (
          <AskButton
            stationId={stationId}
            action="GetChargingProfiles"
            payload={{ chargingProfile: {} }}
          />
        )
      }
    />
  );
}

/** What tells profiles apart. */
function summaryOf(profile: unknown): string {
  if (typeof profile !== 'object' || profile === null) return '';
  const id = 'id' in profile ? profile.id : '';
  const purpose = 'chargingProfilePurpose' in profile ? profile.chargingProfilePurpose : '';
  const level = 'stackLevel' in profile ? profile.stackLevel : '';
  return `${id}: ${purpose}, stack level ${level}`;
}

function Limits({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  return (
    <PartList<ChargingLimit>
      stationId={stationId}
      kind="notice"
      name="limits"
      title="Limits from elsewhere"
      empty="The station has told of none"
      read={async () => ({ items: await client.listChargingLimits({ id: stationId }) })}
      rowKey={({ evseId, source }) => `${evseId} ${source}`}
      columns={[
        { name: 'EVSE', cell: ({ evseId }) => (evseId === 0 ? 'all' : evseId) },
        { name: 'Source', cell: ({ source }) => source },
        { name: 'Since', cell: ({ since }) => <Moment at={since} show="short" /> },
        { name: 'Grid critical', cell: ({ isGridCritical }) => (isGridCritical ? 'yes' : '') },
      ]}
      details={({ schedules }) => <JsonView text={prettyJson(schedules)} />}
    />
  );
}

function DerSettings({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  return (
    <PartList<DerControls['items'][number]>
      stationId={stationId}
      kind="report"
      name="der"
      title="Controls of distributed energy resources"
      empty="None, or it has not been asked yet"
      read={() => client.listDerControls({ id: stationId })}
      rowKey={(control) => JSON.stringify(control)}
      columns={[
        { name: 'Kind', cell: ({ kind }) => kind },
        { name: 'Control', cell: ({ control }) => <code>{JSON.stringify(control)}</code> },
      ]}
      toolbar={
        mayOperate && <AskButton stationId={stationId} action="GetDERControl" payload={{}} />
      }
    />
  );
}
