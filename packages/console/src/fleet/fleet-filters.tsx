import type { StationView } from '@northbound/csms/views';
import type { Version } from '@northbound/protocol';
import { useMemo, useState } from 'react';
import { useIsAdmin, useMayOperate } from '../app/console-context.ts';
import { replaceRoute } from '../app/use-route.ts';
import { valuesOf } from '../model/fleet.ts';
import { type FleetView, fleetHref, readFleetView } from '../model/fleet-filter.ts';
import { FilterSelect } from '../ui/fields.tsx';
import { Icon } from '../ui/icons.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { AddStationDialog } from './add-station-dialog.tsx';
import { useGroups } from './use-groups.ts';

const ALL_VERSIONS: readonly Version[] = ['1.6', '2.0.1', '2.1'];

interface FleetFiltersProps {
  readonly view: FleetView;
  readonly stations: readonly StationView[];
}

export function FleetFilters({ view, stations }: FleetFiltersProps) {
  const [adding, setAdding] = useState(false);
  const groups = useGroups();
  const mayOperate = useMayOperate();
  const models = useMemo(() => valuesOf(stations, 'model'), [stations]);
  const firmwares = useMemo(() => valuesOf(stations, 'firmwareVersion'), [stations]);
  /** Values go through the address, which takes only what it knows. */
  const change = (name: keyof FleetView) => (value: string) => {
    const query = new URLSearchParams(fleetHref(view).split('?')[1] ?? '');
    query.set(name, value);
    replaceRoute(fleetHref(readFleetView(query)));
  };
  return (
    <search className="toolbar">
      <SearchField
        label="Search stations"
        placeholder="Search id, vendor, model, serial, firmware"
        value={view.search}
        onChange={change('search')}
      />
      <Segments
        label="OCPP version"
        value={view.version}
        choices={[
          ['', 'All'],
          ...ALL_VERSIONS.map((version): readonly [string, string] => [version, version]),
        ]}
        onChange={change('version')}
      />
      <Segments
        label="Connection"
        value={view.connected}
        choices={[
          ['', 'Any'],
          ['yes', 'Connected'],
          ['no', 'Offline'],
        ]}
        onChange={change('connected')}
      />
      <FilterSelect
        label="State"
        value={view.state}
        choices={[
          ['', 'Any'],
          ['available', 'Available'],
          ['charging', 'Charging'],
          ['connected', 'Occupied, not charging'],
          ['reserved', 'Reserved'],
          ['trouble', 'Faulted or unavailable'],
        ]}
        onChange={change('state')}
      />
      <FilterSelect
        label="Health"
        value={view.light}
        choices={[
          ['', 'Any'],
          ['green', 'Green'],
          ['yellow', 'Yellow'],
          ['red', 'Red'],
        ]}
        onChange={change('light')}
      />
      <FilterSelect
        label="Alerts"
        value={view.alert}
        choices={[
          ['', 'Any'],
          ['open', 'Open'],
          ['none', 'None'],
        ]}
        onChange={change('alert')}
      />
      <FilterSelect
        label="Model"
        value={view.model}
        choices={[['', 'Any'], ...models]}
        onChange={change('model')}
      />
      <FilterSelect
        label="Firmware"
        value={view.firmware}
        choices={[['', 'Any'], ...firmwares]}
        onChange={change('firmware')}
      />
      {mayOperate && groups.length > 0 && (
        <FilterSelect
          label="Group"
          value={view.group}
          choices={[
            ['', 'Any'],
            ...groups.map(({ group, stations: size }) => [group, `${group} (${size})`] as const),
          ]}
          onChange={change('group')}
        />
      )}
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
