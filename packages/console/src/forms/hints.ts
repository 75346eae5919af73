import type { JsonSchema } from './schema.ts';

/** Units of numbers whose names do not say them (2.1 part 2, chapter Datatypes). */
const UNITS: Readonly<Record<string, string>> = {
  activationTime: 's',
  delayTime: 's',
  duration: 's',
  interval: 's',
  limit: 'W or A, see chargingRateUnit',
  limit_L2: 'W or A',
  limit_L3: 'W or A',
  limitAtSoC: '%',
  maxOfflineDuration: 's',
  messageTimeout: 's',
  minChargingRate: 'W or A',
  dischargeLimit: 'W or A, below 0',
  overDroop: '%',
  overFreq: 'Hz',
  overstayTimeThreshold: 's',
  pctMaxDischargePower: '%',
  priceHour: 'per hour',
  priceKwh: 'per kWh',
  priceMinute: 'per minute',
  responseTime: 's',
  retryInterval: 's',
  retries: 'times',
  setpoint: 'W or A',
  setpointReactive: 'var',
  soc: '%',
  startPeriod: 's from the start of the schedule',
  timeout: 's',
  totalCost: 'in the currency of the station',
  underDroop: '%',
  underFreq: 'Hz',
};

/** What a field takes, in a few words: its unit, its limits, what the schema says of it. */
export function hintOf(name: string, schema: JsonSchema): string {
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const parts = [
    schema.description,
    isNumber ? UNITS[name] : undefined,
    isNumber ? rangeOf(schema) : undefined,
    schema.enum === undefined ? lengthOf(schema) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function rangeOf({ minimum, maximum }: JsonSchema): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return maximum === undefined ? undefined : `${maximum} or less`;
}

function lengthOf({ type, maxLength, minItems, maxItems }: JsonSchema): string | undefined {
  if (type === 'string' && maxLength !== undefined) return `up to ${maxLength} characters`;
  if (type !== 'array') return undefined;
  if (maxItems !== undefined) return `${minItems ?? 0} to ${maxItems} items`;
  return minItems === undefined ? undefined : `${minItems} or more items`;
}
