import type { MessageQueue, QueuedEvent, RunningTransaction } from '../nvm/storage.ts';

/**
 * Queues an event. An Ended that is longer than the room kept for it goes without its samples,
 * rather than not at all: the register that it ended with is kept beside it.
 * @returns false when it found no room, and nothing was changed
 */
export function queueEvent(
  queue: MessageQueue,
  message: QueuedEvent,
  after: RunningTransaction | undefined,
): boolean {
  if (queue.append(message, after)) return true;
  const { eventType, meterValue, ...event } = message.event;
  if (eventType !== 'Ended' || meterValue === undefined) return false;
  return queue.append({ ...message, event: { ...event, eventType } }, after);
}
