import { MRECS } from '@northbound/protocol/tables';
import type { EvseConfig } from '../config.ts';
import type { Row } from '../device-model/rows.ts';

const READ_ONLY = { mutability: 'ReadOnly' } as const;

/** Components of an outlet of direct current only. */
const DC_COMPONENTS: readonly string[] = ['AcDcConverter', 'GroundIsolationProtection'];

/** `ConnectorEnumStringType` of connectors that carry direct current. */
const DC_CONNECTOR = /^c(CCS|ChaoJi|G105|GBT-DC|NACS-CCS|Tesla)/;

function problem(component: string, variable = 'Problem'): Row {
  return { component, variable, initial: 'false', ...READ_ONLY };
}

export const STATION_FAULT_ROWS: readonly Row[] = [
  problem('ChargingStation'),
  problem('DataLink'),
  { component: 'DataLink', variable: 'SignalStrength', initial: '-70', ...READ_ONLY },
  problem('ElectricalFeed'),
  problem('EmergencyStopSensor', 'Active'),
];

export const CONNECTOR_FAULT_ROWS: readonly Row[] = [problem('Connector')];

/** The parts of an EVSE that can fail: those that the MRECs name (2.1 part 2, chapter 3.2 of the appendices). */
export function evseFaultRows({ connectors, voltageV }: EvseConfig): readonly Row[] {
  const isDc = connectors.some(({ type }) => DC_CONNECTOR.test(type));
  const voltage = isDc ? 'DCVoltage' : 'ACVoltage';
  const rows = new Map<string, Row>([
    ['EVSE.Problem', problem('EVSE')],
    ['ConnectorPlugRetentionLock.Problem', problem('ConnectorPlugRetentionLock')],
  ]);
  for (const { component, variable, course } of Object.values(MRECS)) {
    const isElsewhere = component === 'DataLink' || component === 'Connector';
    const isMissing = !isDc && DC_COMPONENTS.includes(component);
    if (course === 'measured' || isElsewhere || isMissing) continue;
    // What the vehicle says of itself is the business of its own component.
    const name = component === 'ConnectedEV' ? 'Problem' : variable;
    rows.set(`${component}.${name}`, problem(component, name));
  }
  return [
    ...rows.values(),
    {
      component: 'EVSE',
      variable: voltage,
      initial: isDc ? '0' : String(voltageV),
      ...READ_ONLY,
    },
  ];
}
