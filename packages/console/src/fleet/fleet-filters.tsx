import type { Version } from '@northbound/protocol';
import { useState } from 'react';
import { useIsAdmin } from '../app/console-context.ts';
import { replaceRoute } from '../app/use-route.ts';
import type { FleetFilter } from '../model/fleet.ts';
import { fleetHref, isStateGroup } from '../model/fleet-filter.ts';
import { Icon } from '../ui/icons.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { AddStationDialog } from './add-station-dialog.tsx';

const ALL_VERSIONS: readonly Version[] = ['1.6', '2.0.1', '2.1'];

export function FleetFilters({ filter }: { readonly filter: FleetFilter }) {
  const [adding, setAdding] = useState(false);
  const change = (changed: Partial<FleetFilter>) =>
    replaceRoute(fleetHref({ ...filter, ...changed }));
  return (
    <search className="toolbar">
      <SearchField
        label="Search stations"
        placeholder="Search id, vendor, model, serial, firmware"
        value={filter.search}
        onChange={(search) => change({ search })}
      />
      <Segments
        label="OCPP version"
        value={filter.version}
        choices={[
          ['', 'All'],
          ...ALL_VERSIONS.map((version): readonly [string, string] => [version, version]),
        ]}
        onChange={(version) => change({ version })}
      />
      <Segments
        label="Connection"
        value={filter.connected}
        choices={[
          ['', 'Any'],
          ['yes', 'Connected'],
          ['no', 'Offline'],
        ]}
        onChange={(connected) =>
          change({ connected: connected === 'yes' || connected === 'no' ? connected : '' })
        }
      />
      <label className="select-field">
        <span>State</span>
        <select
          value={filter.state}
          onChange={({ target: { value } }) => change({ state: isStateGroup(value) ? value : '' })}
        >
          <option value="">Any</option>
          <option value="available">Available</option>
          <option value="charging">Charging</option>
          <option value="connected">Occupied, not charging</option>
          <option value="reserved">Reserved</option>
          <option value="trouble">Faulted or unavailable</option>
        </select>
      </label>
      {useIsAdmin() && (
        <button type="button" className="button toolbar-end" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          Add a station
        </button>
      )}
      {adding && <AddStationDialog onClose={() => setAdding(false)} />}
    </search>
  );
}
