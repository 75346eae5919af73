import type { Target } from './control-sql.ts';

export function isSame(place: Target, other: Target): boolean {
  return place.evseId === other.evseId && place.connectorId === other.connectorId;
}

/** Whether a place is another, or a part of it. */
export function isWithin(place: Target, wide: Target): boolean {
  if (wide.evseId === 0) return true;
  return (
    place.evseId === wide.evseId &&
    (wide.connectorId === 0 || wide.connectorId === place.connectorId)
  );
}

export function placeAround({ stationId, evseId, connectorId }: Target): Target | undefined {
  if (connectorId > 0) return { stationId, evseId, connectorId: 0 };
  return evseId > 0 ? { stationId, evseId: 0, connectorId: 0 } : undefined;
}

export function fromWideToNarrow(a: Target, b: Target): number {
  return a.evseId - b.evseId || a.connectorId - b.connectorId;
}
