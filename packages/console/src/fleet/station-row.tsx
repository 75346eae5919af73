import type { StationView } from '@northbound/csms/views';
import { memo } from 'react';
import { sessionEnergyWh } from '../model/fleet.ts';
import { formatEnergy, formatPower } from '../model/format.ts';
import { listHref, stationHref } from '../model/route.ts';
import { ConnectionDot, HealthLights, VersionBadge } from '../ui/chips.tsx';
import { Icon } from '../ui/icons.tsx';
import { Age } from '../ui/moment.tsx';
import { ConnectorChips } from './connector-chips.tsx';

interface StationRowProps {
  readonly station: StationView;
  readonly rowIndex: number;
  readonly hasAlert: boolean;
  readonly isSelected: boolean;
  /** Absent for those who may only look. */
  readonly onSelect: ((stationId: string) => void) | undefined;
}

/** Drawn again only when this station's view is another one. */
export const StationRow = memo(function StationRow(props: StationRowProps) {
  const { station, rowIndex, hasAlert, isSelected, onSelect } = props;
  const { id, connected, version, powerW, vendor, model, firmwareVersion, lastMessageAt } = station;
  return (
    <tr aria-rowindex={rowIndex} className={connected ? 'row' : 'row row-offline'}>
      {onSelect !== undefined && (
        <td className="column-select">
          <input
            type="checkbox"
            aria-label={`Select ${id}`}
            checked={isSelected}
            onChange={() => onSelect(id)}
          />
        </td>
      )}
      <th scope="row">
        <a className="row-link" href={stationHref(id)}>
          <ConnectionDot connected={connected} />
          <span className="station-id">{id}</span>
        </a>
      </th>
      <td>
        <VersionBadge version={version} />
      </td>
      <td>
        <span className="health-cell">
          <HealthLights lights={station.lights} />
          {hasAlert && (
            <a
              className="alert-link"
              href={listHref('alerts', { station: id })}
              title="Has an open alert"
              aria-label={`Alerts of ${id}`}
            >
              <Icon name="warning" />
            </a>
          )}
        </span>
      </td>
      <td>
        <ConnectorChips evses={station.evses} />
      </td>
      <td className="number">
        {powerW === 0 ? <span className="muted">0 W</span> : <strong>{formatPower(powerW)}</strong>}
      </td>
      <td className="number">{formatEnergy(sessionEnergyWh(station))}</td>
      <td className="age">
        <Age at={lastMessageAt} />
      </td>
      <td className="two-lines" title={`${vendor ?? ''} ${model ?? ''} ${firmwareVersion ?? ''}`}>
        <span>{[vendor, model].filter(Boolean).join(' ') || '–'}</span>
        <span className="muted">{firmwareVersion ?? ''}</span>
      </td>
    </tr>
  );
});
