import { timestampOf } from '../timestamps.ts';
import type { LocalList, StationListState } from './sql.ts';
import type { LocalListView, StationLocalListView } from './views.ts';

export function listView(list: LocalList): LocalListView {
  const { name, stationIds, group, tokenGroups, version, entryCount, changedAtMs } = list;
  return {
    name,
    ...(stationIds === undefined ? {} : { stationIds }),
    ...(group === undefined ? {} : { group }),
    ...(tokenGroups === undefined ? {} : { tokenGroups }),
    version,
    entries: entryCount,
    changedAt: timestampOf(changedAtMs),
  };
}

/** @param version what its list has come to */
export function stateView(state: StationListState, version: number): StationLocalListView {
  const { stationId, list, heldVersion, listVersion, detail } = state;
  const isBehind = state.state === 'InSync' && heldVersion !== version;
  return {
    stationId,
    list,
    version,
    ...(heldVersion === undefined ? {} : { heldVersion }),
    ...(listVersion === undefined ? {} : { listVersion }),
    state: isBehind ? 'Pending' : state.state,
    ...(detail === undefined ? {} : { detail }),
    changedAt: timestampOf(state.changedAtMs),
  };
}
