import {
  type DataType,
  type Mutability,
  standardVariable,
} from '@northbound/protocol/device-model';
import type { StationConfig } from '../config.ts';
import { FLASH_ROWS, STORAGE_ROWS } from '../diagnostics/storage-rows.ts';
import { CONNECTOR_FAULT_ROWS, evseFaultRows, STATION_FAULT_ROWS } from '../faults/rows.ts';
import {
  CERTIFICATE_ROWS,
  CONTROLLER_ROWS,
  connectorRows,
  EVSE_SIGNING_ROWS,
  evseRows,
  type Row,
  SIGNING_ROWS,
  stationRows,
} from './rows.ts';
import { valueProblem } from './values.ts';

/** One variable of a station, with everything about it that does not change. */
export interface VariableSpec {
  readonly component: string;
  /** Of components that a station has several of: the slot of a NetworkConfiguration. */
  readonly componentInstance: string | undefined;
  /** 0 for the station, else the EVSE. */
  readonly evseId: number;
  /** 0 for an EVSE or the station, else the connector. */
  readonly connectorId: number;
  readonly variable: string;
  readonly instance: string | undefined;
  readonly dataType: DataType;
  readonly unit: string | undefined;
  readonly mutability: Mutability;
  readonly minLimit: number | undefined;
  readonly maxLimit: number | undefined;
  readonly values: readonly string[] | undefined;
  readonly initial: string;
  /** The first value of the attribute Target, where the variable has one. */
  readonly target: string | undefined;
  readonly needsReboot: boolean;
}

/** Components and variables of all stations of one configuration: each variable is a number. */
export interface DeviceModelSchema {
  readonly specs: readonly VariableSpec[];
  /** Names are compared without their case. */
  readonly indexByName: ReadonlyMap<string, number>;
  /** Components that exist, to tell an unknown variable from an unknown component. */
  readonly components: ReadonlySet<string>;
}

/** The name of a variable as one string, for maps: `evse/1/0.power` or `txctrlr.txstartpoint[…]`. */
export function variableName(
  component: string,
  evseId: number,
  connectorId: number,
  variable: string,
  instance: string | undefined,
): string {
  return `${componentName(component, evseId, connectorId)}.${variable}${
    instance === undefined ? '' : `[${instance}]`
  }`.toLowerCase();
}

/** A component with its instance, as {@link componentName} and {@link variableName} want it. */
export function componentWith(component: string, instance: string | undefined): string {
  return instance === undefined ? component : `${component}[${instance}]`;
}

export function componentName(component: string, evseId: number, connectorId: number): string {
  return (evseId === 0 ? component : `${component}/${evseId}/${connectorId}`).toLowerCase();
}

/** The {@link variableName} of a variable. */
export function nameOf({
  component,
  componentInstance,
  evseId,
  connectorId,
  variable,
  instance,
}: VariableSpec): string {
  const name = componentWith(component, componentInstance);
  return variableName(name, evseId, connectorId, variable, instance);
}

/** As long as a station has them: a process may see one configuration after the other. */
const schemas = new Map<string, WeakRef<DeviceModelSchema>>();
const collected = new FinalizationRegistry<string>((key) => {
  // Another one may have been built since.
  if (schemas.get(key)?.deref() === undefined) schemas.delete(key);
});

/** The part of a configuration that the schema depends on. */
export type ModelConfig = Pick<
  StationConfig,
  | 'evses'
  | 'vendor'
  | 'model'
  | 'variables'
  | 'components'
  | 'signedMeterValues'
  | 'managedCertificates'
  | 'flash'
>;

/**
 * The schema of a configuration. Stations with the same hardware and the same initial values share it.
 * @throws Error for an initial value of a variable that does not exist
 */
export function deviceModelSchema({
  evses,
  vendor,
  model,
  variables,
  components,
  signedMeterValues = false,
  managedCertificates = false,
  flash = false,
}: ModelConfig): DeviceModelSchema {
  const key = JSON.stringify([
    evses,
    vendor,
    model,
    variables,
    components,
    signedMeterValues,
    managedCertificates,
    flash,
  ]);
  let schema = schemas.get(key)?.deref();
  if (schema === undefined) {
    schema = buildSchema({
      evses,
      vendor,
      model,
      ...(variables && { variables }),
      ...(components && { components }),
      signedMeterValues,
      managedCertificates,
      flash,
    });
    schemas.set(key, new WeakRef(schema));
    collected.register(schema, key);
  }
  return schema;
}

function buildSchema(config: ModelConfig): DeviceModelSchema {
  const signs = config.signedMeterValues === true;
  const rows = [
    ...CONTROLLER_ROWS,
    ...(signs ? SIGNING_ROWS : []),
    ...(config.managedCertificates === true ? CERTIFICATE_ROWS : []),
    ...stationRows(config),
    ...STATION_FAULT_ROWS,
    ...STORAGE_ROWS,
    ...(config.flash === true ? FLASH_ROWS : []),
  ];
  const specs = rows.map((row) => specOf(row, 0, 0));
  for (const [index, evse] of config.evses.entries()) {
    const evseId = index + 1;
    const rows = [...evseRows(evse), ...evseFaultRows(evse), ...(signs ? EVSE_SIGNING_ROWS : [])];
    specs.push(...rows.map((row) => specOf(row, evseId, 0)));
    for (const [connectorIndex, { type }] of evse.connectors.entries()) {
      const rows = [...connectorRows(type, evse.phases), ...CONNECTOR_FAULT_ROWS];
      specs.push(...rows.map((row) => specOf(row, evseId, connectorIndex + 1)));
    }
  }
  for (const { name, evseId = 0, connectorId = 0, variables } of config.components ?? []) {
    for (const { name: variable, ...rest } of variables) {
      const row = { component: name, variable, mutability: 'ReadOnly', ...rest } as const;
      specs.push(specOf(row, evseId, connectorId));
    }
  }
  const indexByName = new Map<string, number>();
  for (const [index, spec] of specs.entries()) {
    indexByName.set(nameOf(spec), index);
  }
  for (const [name, value] of Object.entries(config.variables ?? {})) {
    const index = indexByName.get(name.toLowerCase());
    const spec = index === undefined ? undefined : specs[index];
    if (index === undefined || spec === undefined) {
      throw new Error(`The device model has no variable ${name}`);
    }
    const problem = valueProblem(spec, value);
    if (problem !== undefined) throw new Error(`${name}: ${problem}`);
    specs[index] = { ...spec, initial: value };
  }
  return {
    specs,
    indexByName,
    components: new Set(
      specs.map(({ component, componentInstance, evseId, connectorId }) =>
        componentName(componentWith(component, componentInstance), evseId, connectorId),
      ),
    ),
  };
}

/** Nothing limits it, and nobody sets it. */
const OWN_VARIABLE = {
  mutability: ['ReadOnly'],
  minLimit: undefined,
  maxLimit: undefined,
  values: undefined,
} as const;

function specOf(row: Row, evseId: number, connectorId: number): VariableSpec {
  const { component, variable, instance } = row;
  const standard =
    row.own === undefined
      ? standardVariable('2.1', component, variable, instance)
      : { ...OWN_VARIABLE, dataType: row.own.dataType, units: [row.own.unit] };
  if (standard === undefined) {
    throw new Error(`The standard has no variable ${component}.${variable}`);
  }
  return {
    component,
    componentInstance: row.componentInstance,
    evseId,
    connectorId,
    variable,
    instance,
    dataType: standard.dataType,
    unit: standard.units[0],
    mutability: row.mutability ?? standard.mutability[0] ?? 'ReadOnly',
    minLimit: row.minLimit ?? standard.minLimit,
    maxLimit: row.maxLimit ?? standard.maxLimit,
    values: row.values ?? standard.values,
    initial: row.initial,
    target: row.target,
    needsReboot: row.needsReboot === true,
  };
}
