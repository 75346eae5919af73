import type { StationView } from '@northbound/csms/views';
import { memo } from 'react';
import { sessionEnergyWh } from '../model/fleet.ts';
import { formatEnergy, formatPower } from '../model/format.ts';
import { stationHref } from '../model/route.ts';
import { ConnectionDot, VersionBadge } from '../ui/chips.tsx';
import { Age } from '../ui/moment.tsx';
import { ConnectorChips } from './connector-chips.tsx';

interface StationRowProps {
  readonly station: StationView;
  readonly rowIndex: number;
}

/** Drawn again only when this station's view is another one. */
export const StationRow = memo(function StationRow({ station, rowIndex }: StationRowProps) {
  const { id, connected, version, powerW, vendor, model, firmwareVersion, lastMessageAt } = station;
  return (
    <tr aria-rowindex={rowIndex} className={connected ? 'row' : 'row row-offline'}>
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
