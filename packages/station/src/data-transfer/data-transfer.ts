import type { Ocpp21 } from '@northbound/protocol';

/**
 * A vendor's messages by their ids; `''` takes those without one. A function gets the data and
 * returns the answer; 1.6 has text only, so what is not text travels as JSON there.
 */
export type VendorMessages = Readonly<Record<string, (data: unknown) => VendorAnswer>>;

export interface VendorAnswer {
  readonly status: 'Accepted' | 'Rejected';
  readonly data?: unknown;
}

/** What this station understands beside OCPP, by vendor id. */
export type Vendors = Readonly<Record<string, VendorMessages>>;

/** Answers a vendor's message (2.1 part 2, P01.FR.05 and .06; 1.6 edition 2, 4.3). */
export function dataTransfer(
  vendors: Vendors,
  { vendorId, messageId = '', data }: Ocpp21.DataTransferRequest,
): { readonly status: Ocpp21.DataTransferStatusEnumType; readonly data?: unknown } {
  const messages = own(vendors, vendorId);
  if (messages === undefined) return { status: 'UnknownVendorId' };
  const answer = own(messages, messageId);
  return answer === undefined ? { status: 'UnknownMessageId' } : answer(data);
}

/** Not what every object inherits: the names come from the wire. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
