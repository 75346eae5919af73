import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { AlertsPanel } from './alerts-panel.tsx';
import { AvailabilityPanel } from './availability-panel.tsx';
import { EvseCards } from './evse-cards.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { RegistrationPanel } from './registration-panel.tsx';
import { StationSessions } from './station-sessions.tsx';

/** How the station is, and what it does now. */
export function OverviewTab({ station }: { readonly station: StationView }) {
  // It stays where it was when the page was opened: nothing jumps away under the button that accepts.
  const [isHeld] = useState(station.registration !== 'Accepted');
  return (
    <div className="station-columns">
      <div className="station-column">
        <EvseCards station={station} />
        <StationSessions stationId={station.id} />
      </div>
      <div className="station-column">
        {isHeld && <RegistrationPanel station={station} />}
        <HealthPanel stationId={station.id} />
        <AlertsPanel stationId={station.id} />
        <AvailabilityPanel station={station} />
        <GroupsPanel stationId={station.id} />
        {!isHeld && <RegistrationPanel station={station} />}
      </div>
    </div>
  );
}
