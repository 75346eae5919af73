import type { CsmsEvent } from '../views.ts';
import type { Bus, EventFilter } from './bus.ts';

interface Subscription {
  readonly filter: EventFilter;
  readonly listener: (event: CsmsEvent) => void;
}

/**
 * A bus inside one process: listeners are called at once, in the order in which they subscribed.
 *
 * @param onFailure told what a listener threw; neither the publisher nor other listeners notice
 */
export function createBus(onFailure: (error: unknown) => void = () => undefined): Bus {
  const subscriptions = new Set<Subscription>();
  return {
    publish(event) {
      for (const { filter, listener } of subscriptions) {
        if (!matches(filter, event.type, event.stationId)) continue;
        try {
          listener(event);
        } catch (error) {
          onFailure(error);
        }
      }
    },
    wants(type, stationId) {
      for (const { filter } of subscriptions) {
        if (matches(filter, type, stationId)) return true;
      }
      return false;
    },
    subscribe(filter, listener) {
      const subscription: Subscription = { filter, listener };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}

function matches(filter: EventFilter, type: CsmsEvent['type'], stationId: string): boolean {
  return (
    (filter.stationId === undefined || filter.stationId === stationId) &&
    filter.among?.has(stationId) !== false &&
    (filter.types === undefined || filter.types.includes(type))
  );
}
