import type { StationClock } from '../clock.ts';
import type { QueuedEvent } from '../nvm/storage.ts';

/** An event from before the time was known, with the times that it really happened at. */
export function backDated(message: QueuedEvent, clock: StationClock): QueuedEvent {
  const { event } = message;
  const { meterValue } = event;
  return {
    ...message,
    event: {
      ...event,
      timestamp: clock.resolve(event.timestamp),
      ...(meterValue !== undefined && {
        meterValue: meterValue.map((value) => ({
          ...value,
          timestamp: clock.resolve(value.timestamp),
        })),
      }),
    },
  };
}
