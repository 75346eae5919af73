import type { StationEvent } from '@northbound/station';

/** What a world hears of its stations; frames it sees on the wire. */
export const HEARD: ReadonlySet<StationEvent['type']> = new Set([
  'power',
  'link',
  'registration',
  'connector',
  'authorization',
  'fault',
  'firmware',
  'watchdog',
  'untold',
  'transaction',
  'storage',
  'report',
]);

/** A change of state as a line says it; undefined for what frames say. */
export function stateText(event: StationEvent): string | undefined {
  switch (event.type) {
    case 'power':
      return event.on ? 'boots' : 'is without power';
    case 'link':
      return event.connected ? 'is connected' : 'is not connected';
    case 'registration':
      return `is ${event.state}`;
    case 'connector':
      return `connector ${event.connectorId} is ${event.availabilityState}`;
    case 'authorization':
      return `authorization ${event.result}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'fault':
      return `fault ${event.code} ${event.active ? 'begins' : 'is over'}`;
    case 'firmware':
      return `firmware is ${event.status}`;
    case 'watchdog':
      return `the watchdog bites: ${event.task}`;
    default:
      return undefined;
  }
}

/** The station, or an EVSE of it. */
export function placeOf(identity: string, event: StationEvent): string {
  return 'evseId' in event && event.evseId !== 0 ? `${identity} ${event.evseId}` : identity;
}
