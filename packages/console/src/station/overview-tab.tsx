import type { StationView } from '@northbound/csms/views';
import { AlertsPanel } from './alerts-panel.tsx';
import { AvailabilityPanel } from './availability-panel.tsx';
import { EvseCards } from './evse-cards.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { RegistrationPanel } from './registration-panel.tsx';
import { StationSessions } from './station-sessions.tsx';

/** How the station is, and what it does now. */
export function OverviewTab({ station }: { readonly station: StationView }) {
  return (
    <div className="station-columns">
      <div className="station-column">
        <EvseCards station={station} />
        <StationSessions stationId={station.id} />
      </div>
      <div className="station-column">
        {station.registration !== 'Accepted' && <RegistrationPanel station={station} />}
        <HealthPanel stationId={station.id} />
        <AlertsPanel stationId={station.id} />
        <AvailabilityPanel station={station} />
        <GroupsPanel stationId={station.id} />
        {station.registration === 'Accepted' && <RegistrationPanel station={station} />}
      </div>
    </div>
  );
}
