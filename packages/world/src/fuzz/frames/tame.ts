import type { Draw } from '../draw.ts';

/**
 * Values that mean something to the other side: a payload of nothing but random texts is refused at the first look.
 * By the name of a field, in the type that the field has.
 */
const STRINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['transactionId', ['T1', 'T2', 'T3', 'T4']],
  ['idTag', ['CARD-1', 'CARD-2', 'card-1', 'MASTER']],
  ['idToken', ['CARD-1', 'CARD-2', 'card-1', '']],
  ['parentIdTag', ['GROUP']],
  ['key', ['HeartbeatInterval', 'MeterValueSampleInterval', 'ConnectionTimeOut', 'NoSuchKey']],
  ['value', ['', '0', '1', '-1', '60', 'true', 'NaN', '1e9', '99999999999999999999', ',']],
  ['attributeValue', ['', '0', '1', '-1', '60', 'true', 'EVConnected', '1e400', ' 7 ', 'a,b']],
  ['requestedMessage', ['Heartbeat', 'BootNotification', 'StatusNotification']],
  ['vendorId', ['Northbound', 'constructor', '__proto__']],
]);

const NUMBERS: ReadonlyMap<string, readonly number[]> = new Map([
  ['connectorId', [0, 1, 1, 2, 3, -1]],
  ['evseId', [0, 1, 1, 2, 3]],
  ['transactionId', [1, 2, 3, 4, 0, -1]],
  ['reservationId', [1, 2, 0]],
  ['seqNo', [0, 1, 2, 3, 4, 2_147_483_647]],
  ['requestId', [1, 2, 3]],
  ['id', [0, 1, 2]],
  ['stackLevel', [0, 1, 9]],
  ['startPeriod', [0, 60, 3_600]],
  ['duration', [0, 60, 86_400]],
  ['interval', [0, 1, 60]],
  ['retries', [0, 1, 3]],
  ['retryInterval', [0, 1, 60, 3_000_000]],
  ['listVersion', [-1, 0, 1, 2]],
  ['versionNumber', [-1, 0, 1, 2]],
]);

const COMPONENTS = ['TxCtrlr', 'OCPPCommCtrlr', 'AuthCtrlr', 'SampledDataCtrlr', 'EVSE'];
const VARIABLES = [
  'EVConnectionTimeOut',
  'TxStartPoint',
  'HeartbeatInterval',
  'TxUpdatedInterval',
  'Enabled',
  'AvailabilityState',
];

/** Moments around the one at which simulated clocks begin. */
const MOMENTS = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:10:00.000Z',
  '2026-01-01T02:00:00+02:00',
  '1970-01-01T00:00:00Z',
  '2025-12-31T23:59:60Z',
  '9999-12-31T23:59:59Z',
];

/** Puts such values into a payload, in place. */
export function tame(value: unknown, draw: Draw, holderName = ''): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    const tamed = tamedField(name, child, draw, holderName);
    if (tamed === undefined) tame(child, draw, name);
    else Reflect.set(value, name, tamed);
  }
}

function tamedField(name: string, value: unknown, draw: Draw, holderName: string): unknown {
  if (typeof value === 'number') {
    const numbers = NUMBERS.get(name);
    return numbers === undefined ? undefined : draw.from(numbers);
  }
  if (typeof value !== 'string') return undefined;
  if (name === 'name' && holderName === 'component') return draw.from(COMPONENTS);
  if (name === 'name' && holderName === 'variable') return draw.from(VARIABLES);
  if (/^\d{4}-\d\d-\d\d[Tt]/.test(value)) return draw.from(MOMENTS);
  const strings = STRINGS.get(name);
  return strings === undefined ? undefined : draw.from(strings);
}
