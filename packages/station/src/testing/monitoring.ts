import type { Bench } from './bench.ts';

/** A component that is cooled to 40 °C, and one that is only looked at. */
export const COMPONENTS = [
  {
    name: 'TemperatureSensor',
    evseId: 1,
    variables: [{ name: 'Temperature', initial: '20', target: '40', minLimit: -40, maxLimit: 120 }],
  },
] as const;

export const TEMPERATURE = {
  component: { name: 'TemperatureSensor', evse: { id: 1 } },
  variable: { name: 'Temperature' },
} as const;

/** What a monitor on the temperature is asked to be. */
export function onTemperature(
  type: string,
  value: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type, value, severity: 5, ...TEMPERATURE, ...more };
}

export function warm(bench: Bench, celsius: number): void {
  const place = { name: 'TemperatureSensor', variable: 'Temperature', evseId: 1 };
  bench.hardware.measure(place, String(celsius));
}

type Fields = Record<string, unknown>;

/** Fields of the results of SetVariableMonitoring. */
export async function setMonitors(bench: Bench, ...data: Fields[]): Promise<readonly Fields[]> {
  const answer = await bench.csms.call('SetVariableMonitoring', { setMonitoringData: data });
  return listOf(answer, 'setMonitoringResult');
}

export async function clearMonitors(bench: Bench, ...id: number[]): Promise<readonly unknown[]> {
  const answer = await bench.csms.call('ClearVariableMonitoring', { id });
  return listOf(answer, 'clearMonitoringResult').map(({ status }) => status);
}

/** All events that the CSMS got of what is not a connector's state, in order. */
export function events({ csms }: Bench): readonly Fields[] {
  return csms
    .all('NotifyEvent')
    .flatMap(({ payload }) => listOf(payload, 'eventData'))
    .filter(({ variable }) => nameOf(variable) !== 'AvailabilityState');
}

/** Waits until the CSMS has so many of them. */
export async function eventsWhen(bench: Bench, count: number): Promise<readonly Fields[]> {
  while (events(bench).length < count) await bench.csms.next('NotifyEvent');
  return events(bench);
}

export function listOf(value: unknown, key: string): readonly Fields[] {
  const list: unknown = isFields(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
}

export function nameOf(value: unknown): unknown {
  return isFields(value) ? value.name : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
