import type { Ocpp21 } from '@northbound/protocol';

/** Reads an event that this station stored, or undefined where something else stands there. */
export function parseEvent(text: string | undefined): Ocpp21.EventDataType | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isEvent(value) ? value : undefined;
}

export function isEvent(value: unknown): value is Ocpp21.EventDataType {
  return (
    typeof value === 'object' &&
    value !== null &&
    'eventId' in value &&
    typeof value.eventId === 'number' &&
    'timestamp' in value &&
    typeof value.timestamp === 'string' &&
    'actualValue' in value &&
    typeof value.actualValue === 'string' &&
    'component' in value &&
    'variable' in value
  );
}
