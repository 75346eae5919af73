import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';

/** GetTransactionStatus (2.1 part 2, E14). */
export function transactionStatus(
  { evses, storage }: Core,
  { transactionId }: Ocpp21.GetTransactionStatusRequest,
): Ocpp21.GetTransactionStatusResponse {
  if (transactionId === undefined) return { messagesInQueue: storage.queue.length > 0 };
  return {
    ongoingIndicator: evses.some(
      ({ transaction }) => transaction.running?.transactionId === transactionId,
    ),
    messagesInQueue: storage.queue.holds(transactionId),
  };
}
