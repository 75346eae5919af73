import type { Station } from '../stations/station.ts';
import { keyOf } from './address.ts';
import type { TwinVariable } from './variable.ts';
import type { StructureView } from './views.ts';

type Source = StructureView['knownFrom'][number];

interface Evse {
  readonly knownFrom: Set<Source>;
  readonly connectors: Map<number, string | undefined>;
  maxPowerW?: number;
  supplyPhases?: number;
}

/**
 * The EVSEs and connectors of a station, in order: what its device model lists, and what it has shown by itself. A 1.6
 * station has connector 1 of as many EVSEs as it has connectors.
 */
export function structureOf(station: Station, variables: readonly TwinVariable[]): StructureView[] {
  const evses = new Map<number, Evse>();
  const evse = (evseId: number, source: Source): Evse => {
    const known = evses.get(evseId) ?? { knownFrom: new Set(), connectors: new Map() };
    evses.set(evseId, known);
    known.knownFrom.add(source);
    return known;
  };
  for (const variable of variables) {
    const { address, reportedAtMs, goneAtMs } = variable;
    if (reportedAtMs === undefined || goneAtMs !== undefined) continue;
    if (address.evseId !== undefined && address.evseId > 0) {
      takeVariable(evse(address.evseId, 'deviceModel'), variable);
    }
  }
  for (let evseId = numberOfConnectors(variables); evseId > 0; evseId -= 1) {
    addConnector(evse(evseId, 'configuration'), 1);
  }
  for (const { evseId, connectorId } of station.connectors) {
    if (evseId > 0) addConnector(evse(evseId, 'status'), connectorId);
  }
  for (const { evseId } of station.transactions) {
    if (evseId !== undefined && evseId.value > 0) evse(evseId.value, 'transactions');
  }
  return [...evses].sort(([a], [b]) => a - b).map(([evseId, found]) => view(evseId, found));
}

function takeVariable(evse: Evse, { address, value, characteristics }: TwinVariable): void {
  const { component, connectorId, variable } = address;
  const isConnectors = component.toLowerCase() === 'connector' && connectorId !== undefined;
  if (isConnectors) {
    addConnector(evse, connectorId);
    if (variable.toLowerCase() === 'connectortype') evse.connectors.set(connectorId, value);
  }
  if (component.toLowerCase() !== 'evse') return;
  const phases = Number(value);
  if (variable.toLowerCase() === 'power' && characteristics?.maxLimit !== undefined) {
    evse.maxPowerW = characteristics.maxLimit;
  }
  if (variable.toLowerCase() === 'supplyphases' && Number.isInteger(phases) && phases > 0) {
    evse.supplyPhases = phases;
  }
}

function addConnector({ connectors }: Evse, connectorId: number): void {
  if (!connectors.has(connectorId)) connectors.set(connectorId, undefined);
}

const NUMBER_OF_CONNECTORS = keyOf({
  component: '',
  variable: 'NumberOfConnectors',
  attributeType: 'Actual',
});

/** No station has more; one that claims it is not believed. */
const MOST_CONNECTORS = 500;

function numberOfConnectors(variables: readonly TwinVariable[]): number {
  const value = Number(variables.find(({ key }) => key === NUMBER_OF_CONNECTORS)?.value);
  return Number.isInteger(value) && value <= MOST_CONNECTORS ? value : 0;
}

function view(evseId: number, evse: Evse): StructureView {
  const { knownFrom, connectors, maxPowerW, supplyPhases } = evse;
  return {
    evseId,
    knownFrom: [...knownFrom],
    ...(maxPowerW === undefined ? {} : { maxPowerW }),
    ...(supplyPhases === undefined ? {} : { supplyPhases }),
    connectors: [...connectors]
      .sort(([a], [b]) => a - b)
      .map(([connectorId, connectorType]) => ({
        connectorId,
        ...(connectorType === undefined ? {} : { connectorType }),
      })),
  };
}
