import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { CONFIGURATION_KEYS_16, type ConfigurationKey } from '@northbound/protocol/tables';
import { keyOf, type VariableAddress } from './address.ts';
import type { Characteristics, ReportedVariable } from './variable.ts';

/** Where a configuration key of 1.6 stands in the twin. */
interface Place {
  readonly address: VariableAddress;
  /** The key tells how long the value may be, or how many there may be, and not the value. */
  readonly isMaxLimit: boolean;
  readonly definition?: ConfigurationKey;
}

/** Keys of 1.6 are compared without case here: stations write some of them as they like. */
const DEFINITIONS = new Map(
  [...CONFIGURATION_KEYS_16].map(([key, definition]) => [key.toLowerCase(), definition]),
);

/** A key without a successor in 2.x is a variable of no component, with its own name. */
function placeOf(key: string): Place {
  const definition = DEFINITIONS.get(key.toLowerCase());
  const name = definition?.variable;
  if (name === undefined) {
    return {
      address: { component: '', variable: key, attributeType: 'Actual' },
      isMaxLimit: false,
      ...(definition === undefined ? {} : { definition }),
    };
  }
  return {
    address: {
      component: name.component,
      variable: name.variable,
      ...(name.instance === undefined ? {} : { variableInstance: name.instance }),
      attributeType: 'Actual',
    },
    isMaxLimit: name.characteristic === 'maxLimit',
    ...(definition === undefined ? {} : { definition }),
  };
}

const KEY_OF_VARIABLE = new Map(
  [...CONFIGURATION_KEYS_16.keys()]
    .map((key) => ({ key, place: placeOf(key) }))
    .filter(({ place }) => place.address.component !== '' && !place.isMaxLimit)
    .map(({ key, place }) => [keyOf(place.address), key]),
);

/** The key that sets a variable; undefined when 1.6 has none. */
export function configurationKeyOf(address: VariableAddress): string | undefined {
  if (address.component === '') return address.variable;
  return KEY_OF_VARIABLE.get(keyOf(address));
}

const DATA_TYPES: Readonly<Record<ConfigurationKey['type'], Ocpp21.DataEnumType>> = {
  boolean: 'boolean',
  integer: 'integer',
  string: 'string',
  CSL: 'MemberList',
};

/** 1.6 words of `ChargingScheduleAllowedChargingRateUnit` → those of 2.x `RateUnit`. */
const RATE_UNITS: ReadonlyMap<string, string> = new Map([
  ['Current', 'A'],
  ['Power', 'W'],
]);

/**
 * A GetConfiguration answer as variables of the twin. Several keys may tell of one variable: its value, and its limit.
 */
export function variablesOf16({
  configurationKey = [],
}: Ocpp16.GetConfigurationResponse): ReportedVariable[] {
  const found = new Map<string, ReportedVariable>();
  for (const entry of configurationKey) {
    const place = placeOf(entry.key);
    const variableKey = keyOf(place.address);
    const known = found.get(variableKey);
    found.set(
      variableKey,
      place.isMaxLimit ? withLimit(known, place, entry) : withValue(known, place, entry),
    );
  }
  return [...found.values()];
}

/** The values that keys tell, without their limits. */
export function valuesOf16(
  configurationKey: readonly Pick<Ocpp16.KeyValue, 'key' | 'value'>[],
): { readonly address: VariableAddress; readonly value: string }[] {
  const entries = configurationKey.map((entry) => ({ ...entry, readonly: false }));
  return variablesOf16({ configurationKey: entries }).flatMap(({ address, value }) =>
    value === undefined ? [] : [{ address, value }],
  );
}

function withValue(
  known: ReportedVariable | undefined,
  { address, definition }: Place,
  { key, readonly, value }: Ocpp16.KeyValue,
): ReportedVariable {
  const characteristics = { ...known?.characteristics, ...characteristicsOf(definition) };
  return {
    address,
    value: value === undefined ? undefined : translated(address, value),
    mutability: definition?.access === 'W' ? 'WriteOnly' : readonly ? 'ReadOnly' : 'ReadWrite',
    characteristics: { supportsMonitoring: false, ...characteristics },
    configurationKey: key,
  };
}

function withLimit(
  known: ReportedVariable | undefined,
  { address }: Place,
  { value }: Ocpp16.KeyValue,
): ReportedVariable {
  const maxLimit = Number(value);
  const limit = value === undefined || Number.isNaN(maxLimit) ? {} : { maxLimit };
  return {
    address,
    value: undefined,
    mutability: 'ReadOnly',
    ...known,
    characteristics: { supportsMonitoring: false, ...known?.characteristics, ...limit },
  };
}

function characteristicsOf(definition: ConfigurationKey | undefined): Partial<Characteristics> {
  if (definition === undefined) return {};
  return {
    dataType: DATA_TYPES[definition.type],
    ...(definition.unit === undefined ? {} : { unit: definition.unit }),
  };
}

function translated({ component, variable }: VariableAddress, value: string): string {
  if (component !== 'SmartChargingCtrlr' || variable !== 'RateUnit') return value;
  return value
    .split(',')
    .map((unit) => RATE_UNITS.get(unit.trim()) ?? unit.trim())
    .join(',');
}
