import type { EventFilter } from '../bus/bus.ts';
import type { CsmsEvent } from '../views.ts';

/** What a watcher wants: of many stations some types, and also more of one of them. */
export interface WatchFilter extends EventFilter {
  readonly also?: {
    readonly stationId: string;
    readonly types: readonly CsmsEvent['type'][];
  };
}

/** The types of events a watcher gets who asks for none in particular. */
const usualTypes = ['station', 'stationRemoved', 'transaction', 'meterValues'] as const;

export function wants(filter: WatchFilter, event: CsmsEvent): boolean {
  const { stationId, among, types = usualTypes, also } = filter;
  if (among?.has(event.stationId) === false) return false;
  if ((stationId === undefined || stationId === event.stationId) && isOneOf(types, event))
    return true;
  return also?.stationId === event.stationId && isOneOf(also.types, event);
}

function isOneOf(types: readonly CsmsEvent['type'][], event: CsmsEvent): boolean {
  return types.some((type) => type === event.type);
}

/** The frames that a watcher wants; undefined when it wants none. */
export function framesIn({ also, ...filter }: WatchFilter): EventFilter | undefined {
  const types = ['frame'] as const;
  if (filter.types?.includes('frame')) return { ...filter, types };
  return also?.types.includes('frame')
    ? { ...filter, stationId: also.stationId, types }
    : undefined;
}
