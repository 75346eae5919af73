import { type Client, everyPage, type Variable } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useDeferredValue, useMemo, useState } from 'react';
import { collect } from '../api/collect.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { count } from '../model/format.ts';
import { type TwinFilter, twinRows } from '../model/twin-tree.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Empty } from '../ui/notes.tsx';
import { Read } from '../ui/panel.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { TwinTree } from './twin-tree.tsx';
import { partsKey, usePart } from './use-station-parts.ts';
import { VariableDetails } from './variable-details.tsx';

const VARIABLES_A_PAGE = 1000;

interface TwinTabProps {
  readonly station: StationView;
  /** `search` and `drift=true` filter from the start. */
  readonly query: URLSearchParams;
}

/** The station's device model, reported beside desired; a 1.6 station's configuration keys have their places in it. */
export function TwinTab({ station, query }: TwinTabProps) {
  const { client } = useConsole();
  const id = station.id;
  const [filter, setFilter] = useState<TwinFilter>({
    search: query.get('search') ?? '',
    onlyDrift: query.get('drift') === 'true',
    onlyDesired: false,
  });
  const twin = usePart({
    stationId: id,
    kind: 'deviceModel',
    name: 'twin',
    read: () => readTwin(client, id),
  });
  return (
    <section className="twin" aria-label="Device model">
      <div className="toolbar">
        <SearchField
          label="Search the device model"
          placeholder="Component, variable, key or value"
          value={filter.search}
          onChange={(search) => setFilter({ ...filter, search })}
        />
        <label className="check-field">
          <input
            type="checkbox"
            checked={filter.onlyDrift}
            onChange={(event) => setFilter({ ...filter, onlyDrift: event.target.checked })}
          />
          Only drift
        </label>
        <label className="check-field">
          <input
            type="checkbox"
            checked={filter.onlyDesired}
            onChange={(event) => setFilter({ ...filter, onlyDesired: event.target.checked })}
          />
          Only desired
        </label>
        <TwinActions stationId={id} />
      </div>
      <Read what="the device model" query={twin}>
        {(variables) => <Twin variables={variables} filter={filter} />}
      </Read>
    </section>
  );
}

function readTwin(client: Client, id: string): Promise<readonly Variable[]> {
  const limit = VARIABLES_A_PAGE;
  return collect(everyPage((page) => client.listVariables({ id, limit, ...page })));
}

function TwinActions({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const reports = usePart({
    stationId,
    kind: 'modelReport',
    name: 'last',
    read: () => client.listModelReports({ id: stationId, limit: 1 }),
  });
  const last = reports.data?.items[0];
  return (
    <span className="toolbar toolbar-end">
      <span className="muted" role="status">
        {last !== undefined &&
          `Last report: ${last.status}, ${count(last.entries, 'entry', 'entries')}`}
      </span>
      {mayOperate && (
        <>
          <ActionButton
            onAct={() => client.askForReport({ id: stationId, body: {} })}
            refreshes={[partsKey(stationId, 'modelReport'), partsKey(stationId, 'deviceModel')]}
          >
            Read from station
          </ActionButton>
          <ActionButton
            onAct={() => client.applyDesired({ id: stationId })}
            refreshes={[partsKey(stationId, 'deviceModel')]}
          >
            Apply desired values
          </ActionButton>
        </>
      )}
    </span>
  );
}

interface TwinProps {
  readonly variables: readonly Variable[];
  readonly filter: TwinFilter;
}

function Twin({ variables, filter }: TwinProps) {
  const usedFilter = useDeferredValue(filter);
  const isFiltered = filter.search.trim() !== '' || filter.onlyDrift || filter.onlyDesired;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string>();
  const toggled = isFiltered ? closed : opened;
  const rows = useMemo(
    () => twinRows(variables, usedFilter, toggled),
    [variables, usedFilter, toggled],
  );
  const shown = rows.find(({ key }) => key === active);

  function toggle(key: string): void {
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    if (isFiltered) setClosed(next);
    else setOpened(next);
  }

  if (variables.length === 0) {
    return (
      <div className="card">
        <Empty title="The station has not been asked yet">
          “Read from station” asks for all of it.
        </Empty>
      </div>
    );
  }
  return (
    <div className="twin-columns">
      <TwinTree rows={rows} active={active} onActivate={setActive} onToggle={toggle} />
      {shown !== undefined && 'variable' in shown ? (
        <VariableDetails key={shown.key} variable={shown.variable} />
      ) : (
        <section className="card" aria-label="Variable">
          <Empty title={count(variables.length, 'attribute')}>
            Choose one to see what it is, and to set it.
          </Empty>
        </section>
      )}
    </div>
  );
}
