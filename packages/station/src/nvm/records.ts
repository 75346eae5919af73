import { CAUSES, type Cause } from '../transactions/causes.ts';
import { pack, unpack } from './encoding/packed.ts';
import type { Layouts } from './layouts.ts';
import type { QueuedEvent, QueuedMessage, RunningTransaction } from './storage.ts';

/** A queued event without its attempts, which have a record of their own. */
export type StoredEvent = Omit<QueuedEvent, 'attempts'>;

/** How each kind of record is written, and all the ways it may have been written. */
export interface RecordLayouts {
  readonly event: Layouts<StoredEvent>;
  readonly running: Layouts<RunningTransaction>;
  readonly message: Layouts<QueuedMessage>;
}

export const RECORD_LAYOUTS: RecordLayouts = {
  event: [
    {
      version: 1,
      pack: ({ messageId, cause, registerWh, event, remembered }) => {
        const values = [messageId, cause, registerWh, event];
        return pack(remembered === undefined ? values : [...values, remembered]);
      },
      unpack: (bytes) => {
        const value = unpack(bytes);
        if (!Array.isArray(value)) return undefined;
        const [messageId, cause, registerWh, event, remembered]: unknown[] = value;
        const isOurs =
          typeof messageId === 'string' &&
          isCause(cause) &&
          typeof registerWh === 'number' &&
          isTransactionEvent(event);
        if (!isOurs) return undefined;
        return {
          ...{ messageId, cause, registerWh, event },
          ...(typeof remembered === 'string' && { remembered }),
        };
      },
    },
  ],
  running: [
    {
      version: 1,
      pack,
      unpack: (bytes) => {
        const value = unpack(bytes);
        return isRunningTransaction(value) ? value : undefined;
      },
    },
  ],
  message: [
    {
      version: 1,
      pack: ({ messageId, action, timestamp, replaces, payload, severity }) =>
        pack([messageId, action, timestamp, replaces, payload, severity]),
      unpack: (bytes) => {
        const value = unpack(bytes);
        if (!Array.isArray(value)) return undefined;
        const [messageId, action, timestamp, replaces, payload, severity]: unknown[] = value;
        if (typeof messageId !== 'string' || typeof action !== 'string') return undefined;
        if (typeof timestamp !== 'string' || !isObject(payload)) return undefined;
        return {
          messageId,
          action,
          timestamp,
          payload,
          ...(typeof replaces === 'string' && { replaces }),
          ...(typeof severity === 'number' && { severity }),
        };
      },
    },
  ],
};

/*
 * The guards tell a record from one of another kind. What is inside was typed when it was written, and the checksum
 * vouches that it is what was written.
 */

function isTransactionEvent(value: unknown): value is QueuedEvent['event'] {
  return (
    hasTypes(value, { eventType: 'string', seqNo: 'number', timestamp: 'string' }) &&
    'transactionInfo' in value &&
    hasTypes(value.transactionInfo, { transactionId: 'string' })
  );
}

function isRunningTransaction(value: unknown): value is RunningTransaction {
  return hasTypes(value, {
    transactionId: 'string',
    evseId: 'number',
    nextSeqNo: 'number',
    chargingState: 'string',
  });
}

function isCause(value: unknown): value is Cause {
  return typeof value === 'string' && Object.hasOwn(CAUSES, value);
}

function hasTypes(value: unknown, types: Readonly<Record<string, string>>): value is object {
  if (!isObject(value)) return false;
  for (const name in types) if (typeof Reflect.get(value, name) !== types[name]) return false;
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
