import type { Core } from '../core.ts';
import type { DeadLetter } from '../nvm/medium.ts';
import type { VendorMessages, Vendors } from './data-transfer.ts';

/** The vendor id of messages about the station's own memory. */
const VENDOR_ID = 'org.northbound';

/** What a CSMS may ask about messages that exhausted their attempts (DataTransfer; docs/station-storage.md). */
export function deadLetterVendor(core: Core, resend: (id: number) => boolean): Vendors {
  const { deadLetters } = core.storage;
  const messages: VendorMessages = {
    ListDeadLetters: () => ({ status: 'Accepted', data: deadLetters.list().map(summaryOf) }),
    ResendDeadLetters: (data) => act(idsOf(data) ?? all(), resend),
    DiscardDeadLetters: (data) => act(idsOf(data) ?? [], (id) => deadLetters.discard(id)),
  };
  const all = () => deadLetters.list().map(({ id }) => id);
  return { [VENDOR_ID]: messages };
}

/** @returns the ids for which it could be done, and Rejected where it could be done for none */
function act(ids: readonly number[], deed: (id: number) => boolean) {
  const done = ids.filter(deed);
  return { status: done.length > 0 ? 'Accepted' : 'Rejected', data: { ids: done } } as const;
}

function summaryOf(letter: DeadLetter) {
  const { id, lane, message } = letter;
  if (!('event' in message)) {
    const { action, messageId, timestamp } = message;
    return { id, lane, messageId, action, timestamp };
  }
  const { messageId, event } = message;
  const { eventType, seqNo, timestamp, transactionInfo } = event;
  const { transactionId } = transactionInfo;
  const action = 'TransactionEvent';
  return { id, lane, messageId, action, timestamp, transactionId, seqNo, eventType };
}

/** `{ "ids": [1, 2] }`, as an object or, in 1.6, as its text; undefined when no ids are given. */
function idsOf(data: unknown): readonly number[] | undefined {
  const value: unknown = typeof data === 'string' ? parsed(data) : data;
  if (typeof value !== 'object' || value === null || !('ids' in value)) return undefined;
  const { ids } = value;
  return Array.isArray(ids) ? ids.filter((id): id is number => Number.isInteger(id)) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
