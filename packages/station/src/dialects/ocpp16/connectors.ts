import type { Evse } from '../../evse/evse.ts';

/** 1.6 knows no EVSEs: connectors of all EVSEs are counted through, from 1. */
export function connectorId16(evses: readonly Evse[], evseId: number, connectorId: number): number {
  const before = evses.slice(0, evseId - 1);
  return before.reduce((sum, { config }) => sum + config.connectors.length, 0) + connectorId;
}

export interface Place16 {
  readonly evse: Evse;
  /** As the EVSE counts its own. */
  readonly connectorId: number;
}

/** The EVSE and its connector behind a connector of 1.6, or undefined when there is none. */
export function connectorAt(evses: readonly Evse[], connectorId: number): Place16 | undefined {
  let first = 0;
  for (const evse of evses) {
    const count = evse.config.connectors.length;
    if (connectorId > first && connectorId <= first + count) {
      return { evse, connectorId: connectorId - first };
    }
    first += count;
  }
  return undefined;
}
