import type { SchemaNode } from './schema.ts';

/** The standard's names of the classes that the 1.6 schemas write inline (1.6 edition 2, chapter 7). */
const CLASS_OF_PROPERTY: Readonly<Record<string, string>> = {
  idTagInfo: 'IdTagInfo',
  localAuthorizationList: 'AuthorizationData',
  configurationKey: 'KeyValue',
  meterValue: 'MeterValue',
  transactionData: 'MeterValue',
  sampledValue: 'SampledValue',
  chargingProfile: 'ChargingProfile',
  csChargingProfiles: 'ChargingProfile',
  chargingSchedule: 'ChargingSchedule',
  chargingSchedulePeriod: 'ChargingSchedulePeriod',
};

/** Enumerations that several classes and messages share under one name. */
const SHARED_ENUMERATIONS = new Set([
  'chargingProfilePurpose',
  'chargingProfileKind',
  'chargingRateUnit',
  'recurrencyKind',
]);

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The name of an inline class or enumeration of 1.6. An enumeration is named by its owner and field
 * (`StopTransactionReason`, `SampledValueUnit`): the standard's own names are not in the schemas.
 */
export function namesOf16(
  action: string,
  owner: string,
  property: string,
  node: SchemaNode,
): string {
  if (!node.enum) {
    const name = CLASS_OF_PROPERTY[property];
    if (name === undefined) throw new Error(`${owner}.${property}: an inline class without a name`);
    return name;
  }
  if (SHARED_ENUMERATIONS.has(property)) return pascal(property);
  const isMessage = owner === `${action}Request` || owner === `${action}Response`;
  return `${isMessage ? action : owner}${pascal(property)}`;
}
