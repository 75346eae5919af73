import type { EvseStructure } from '@northbound/client';
import { formatPower } from './format.ts';

/** What an EVSE is made of, as far as its station tells: `sType2 · up to 22.1 kW · 3 phases`. */
export function evseWords(structure: EvseStructure | undefined): string {
  if (structure === undefined) return '';
  const { connectors, maxPowerW, supplyPhases } = structure;
  const types = new Set(connectors.flatMap(({ connectorType }) => connectorType ?? []));
  return [
    ...types,
    maxPowerW === undefined ? '' : `up to ${formatPower(maxPowerW)}`,
    supplyPhases === undefined ? '' : `${supplyPhases} ${supplyPhases === 1 ? 'phase' : 'phases'}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
