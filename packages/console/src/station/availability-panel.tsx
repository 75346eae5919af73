import type { DesiredAvailability } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

/** What operators want in service, and what the station makes of it. */
export function AvailabilityPanel({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const desired = usePart({
    stationId: station.id,
    kind: 'station',
    name: 'availability',
    read: () => client.listDesiredAvailability({ id: station.id }),
  });
  return (
    <Panel title="Availability">
      <div className="panel-body">
        <Read what="availability" query={desired}>
          {(items) =>
            items.length === 0 ? (
              <p className="muted">Nobody has taken anything out of service here.</p>
            ) : (
              <ul className="plain-list">
                {items.map((item) => (
                  <DesiredItem key={`${item.evseId} ${item.connectorId ?? ''}`} item={item} />
                ))}
              </ul>
            )
          }
        </Read>
        {mayOperate && <AvailabilityForm station={station} />}
      </div>
    </Panel>
  );
}

function placeWords(evseId: number, connectorId?: number): string {
  if (evseId === 0) return 'Whole station';
  return connectorId === undefined ? `EVSE ${evseId}` : `EVSE ${evseId}, connector ${connectorId}`;
}

function DesiredItem({ item }: { readonly item: DesiredAvailability }) {
  return (
    <li>
      {placeWords(item.evseId, item.connectorId)}: <strong>{item.desired}</strong>
      {item.answer !== undefined && <span className="muted">, station: {item.answer}</span>}
      {item.window !== undefined && (
        <span className="muted">, by maintenance window {item.window}</span>
      )}
      {item.drift && (
        <span className="drift"> drift: it reports {item.reported.join(', ')} all the same</span>
      )}
    </li>
  );
}

function AvailabilityForm({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const refreshes = [partsKey(station.id, 'station')];
  const [evseId, setEvseId] = useState(0);
  const want = (operationalStatus: 'Operative' | 'Inoperative') => () =>
    client.putDesiredAvailability({
      id: station.id,
      body: { evseId, operationalStatus },
    });
  return (
    <div className="toolbar">
      <label className="select-field">
        <span>Place</span>
        <select value={evseId} onChange={(event) => setEvseId(Number(event.target.value))}>
          {[0, ...station.evses.map((evse) => evse.evseId)].map((id) => (
            <option key={id} value={id}>
              {placeWords(id)}
            </option>
          ))}
        </select>
      </label>
      <ActionButton onAct={want('Inoperative')} refreshes={refreshes}>
        Take out of service
      </ActionButton>
      <ActionButton onAct={want('Operative')} refreshes={refreshes}>
        Put into service
      </ActionButton>
    </div>
  );
}
