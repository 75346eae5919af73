import type { StationView } from '@northbound/csms/views';
import type { Version } from '@northbound/protocol';
import { useMemo, useState } from 'react';
import { useIsAdmin } from '../app/console-context.ts';
import { replaceRoute } from '../app/use-route.ts';
import { type FleetFilter, valuesOf } from '../model/fleet.ts';
import { type FleetView, fleetHref, readFleetView } from '../model/fleet-filter.ts';
import { FilterBar, type Filters } from '../ui/filter-bar.tsx';
import { Icon } from '../ui/icons.tsx';
import { AddStationDialog } from './add-station-dialog.tsx';
import { useGroups } from './use-groups.ts';

const ALL_VERSIONS: readonly Version[] = ['1.6', '2.0.1', '2.1'];

/** The filters of the fleet, with what there is to choose from. */
function filtersOf(
  stations: readonly StationView[],
  groups: ReturnType<typeof useGroups>,
): Partial<Filters<keyof FleetFilter>> {
  return {
    search: {
      kind: 'search',
      label: 'Search stations',
      placeholder: 'Search id, vendor, model, serial, firmware',
    },
    version: {
      kind: 'segments',
      label: 'OCPP version',
      choices: [['', 'All'], ...ALL_VERSIONS.map((version) => [version, version] as const)],
    },
    connected: {
      kind: 'segments',
      label: 'Connection',
      choices: [
        ['', 'Any'],
        ['yes', 'Connected'],
        ['no', 'Offline'],
      ],
    },
    state: {
      kind: 'select',
      label: 'State',
      choices: [
        ['', 'Any'],
        ['available', 'Available'],
        ['charging', 'Charging'],
        ['connected', 'Occupied, not charging'],
        ['reserved', 'Reserved'],
        ['trouble', 'Faulted or unavailable'],
      ],
    },
    light: {
      kind: 'select',
      label: 'Health',
      choices: [
        ['', 'Any'],
        ['green', 'Green'],
        ['yellow', 'Yellow'],
        ['red', 'Red'],
      ],
    },
    registration: {
      kind: 'select',
      label: 'Registration',
      choices: [
        ['', 'Any'],
        ['Pending', 'Waits to be let in'],
        ['Rejected', 'Turned away'],
        ['Accepted', 'Accepted'],
      ],
    },
    alert: {
      kind: 'select',
      label: 'Alerts',
      choices: [
        ['', 'Any'],
        ['open', 'Open'],
        ['none', 'None'],
      ],
    },
    model: {
      kind: 'text',
      label: 'Model',
      placeholder: 'Fleet*',
      suggestions: valuesOf(stations, 'model'),
    },
    firmware: {
      kind: 'text',
      label: 'Firmware',
      placeholder: '1.*',
      suggestions: valuesOf(stations, 'firmwareVersion'),
    },
    ...(groups.length > 0 && {
      group: {
        kind: 'select',
        label: 'Group',
        choices: [
          ['', 'Any'],
          ...groups.map(({ group, stations: size }) => [group, `${group} (${size})`] as const),
        ],
      },
    }),
  };
}

interface FleetFiltersProps {
  readonly view: FleetView;
  readonly stations: readonly StationView[];
}

export function FleetFilters({ view, stations }: FleetFiltersProps) {
  const [adding, setAdding] = useState(false);
  const groups = useGroups();
  /** Values go through the address, which takes only what it knows. */
  const change = (name: keyof FleetFilter, value: string) => {
    const query = new URLSearchParams(fleetHref(view).split('?')[1] ?? '');
    query.set(name, value);
    replaceRoute(fleetHref(readFleetView(query)));
  };
  const filters = useMemo(() => filtersOf(stations, groups), [stations, groups]);
  return (
    <search className="toolbar">
      <FilterBar filters={filters} values={view} onChange={change} />
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
