import type { EvseConfig, StationConfig } from '@northbound/station';

/** One 22 kW socket. */
export const EVSES: readonly EvseConfig[] = [
  { connectors: [{ type: 'sType2' }], maxCurrentA: 32, phases: 3, voltageV: 230 },
];

/** A station as it comes: all defaults of its device model. */
export function stationConfig(identity: string, url: string): StationConfig {
  return {
    identity,
    url,
    versions: ['2.1'],
    vendor: 'Northbound',
    model: 'Bench 22',
    serialNumber: identity,
    firmwareVersion: '1.0.0',
    evses: EVSES,
  };
}
