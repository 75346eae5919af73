import { useCallback, useState } from 'react';
import { selectShown } from '../model/selection.ts';

/** Stations that something is to be done with. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  toggle(stationId: string): void;
  /** Selects all that are shown, or none of them. */
  setShown(shown: readonly string[], isSelected: boolean): void;
  clear(): void;
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
  const setShown = useCallback((shown: readonly string[], isSelected: boolean) => {
    setIds((before) => selectShown({ ids: before, shown }, isSelected));
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, toggle, setShown, clear };
}
