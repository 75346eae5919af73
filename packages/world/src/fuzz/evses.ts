const EVSE = {
  connectors: [{ type: 'cType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
} as const;

/** Of every station that is fuzzed. */
export const EVSES = [EVSE, EVSE];
