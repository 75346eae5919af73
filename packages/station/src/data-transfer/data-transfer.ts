import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import type { Core } from '../core.ts';

/**
 * A vendor's messages by their ids; `''` takes those without one. A function gets the data and
 * returns the answer; 1.6 has text only, so what is not text travels as JSON there.
 */
export type VendorMessages = Readonly<Record<string, (data: unknown) => VendorAnswer>>;

/** What a vendor's message is answered with; `data` as in the request. */
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

/** What the station says to its CSMS beside OCPP. */
export interface VendorRequest {
  readonly vendorId: string;
  readonly messageId?: string;
  readonly data?: unknown;
}

/** How the CSMS takes it: also `UnknownVendorId` and `UnknownMessageId` are answers. */
export interface VendorReply {
  readonly status: Ocpp21.DataTransferStatusEnumType;
  readonly data?: unknown;
}

/**
 * Sends a vendor's message (2.1 part 2, P02; 1.6 edition 2, 4.3). It does not wait for a link: who
 * sends it knows whether it is worth another try.
 */
export async function sendData(
  { csms }: Pick<Core, 'csms'>,
  { vendorId, messageId, data }: VendorRequest,
): Promise<CallOutcome<VendorReply>> {
  if (csms === undefined) return { outcome: 'closed', sent: false };
  return csms.dataTransfer({
    vendorId,
    ...(messageId !== undefined && { messageId }),
    ...(data !== undefined && { data }),
  });
}

/** Not what every object inherits: the names come from the wire. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
