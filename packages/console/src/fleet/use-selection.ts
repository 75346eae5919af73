import { useCallback, useState } from 'react';

/** Stations that something is to be done with. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  toggle(stationId: string): void;
  set(stationIds: readonly string[]): void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((stationId: string) => {
    setIds((before) => {
      const after = new Set(before);
      if (!after.delete(stationId)) after.add(stationId);
      return after;
    });
  }, []);
  const set = useCallback((stationIds: readonly string[]) => setIds(new Set(stationIds)), []);
  return { ids, toggle, set };
}
