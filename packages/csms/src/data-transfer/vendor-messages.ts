import type { Ocpp21, Version } from '@northbound/protocol';

/** A DataTransfer of a station, for the code that knows its vendor. */
export interface VendorMessage {
  readonly stationId: string;
  readonly version: Version;
  /** Text in 1.6, any JSON in 2.x. */
  readonly data: unknown;
}

export interface VendorAnswer {
  readonly status: 'Accepted' | 'Rejected';
  /** A station of 1.6 gets what is not text as JSON. */
  readonly data?: unknown;
}

export type VendorHandler = (message: VendorMessage) => VendorAnswer | Promise<VendorAnswer>;

/** By `messageId`; `''` is the message without one. */
export type VendorHandlers = Readonly<Record<string, VendorHandler>>;

/** The vendors whose own messages somebody here understands (2.1 part 2, P02; 1.6 edition 2, 4.3). */
export class VendorMessages {
  readonly #vendors = new Map<string, ReadonlyMap<string, VendorHandler>>();

  /** Takes the place of what was registered for this vendor before. */
  register(vendorId: string, handlers: VendorHandlers): void {
    this.#vendors.set(vendorId, new Map(Object.entries(handlers)));
  }

  /** What a handler throws becomes an InternalError to the station. */
  async answer(
    { vendorId, messageId = '', data }: Ocpp21.DataTransferRequest,
    stationId: string,
    version: Version,
  ): Promise<Ocpp21.DataTransferResponse> {
    const vendor = this.#vendors.get(vendorId);
    // P02.FR.06 and P02.FR.07.
    if (vendor === undefined) return { status: 'UnknownVendorId' };
    const handler = vendor.get(messageId);
    if (handler === undefined) return { status: 'UnknownMessageId' };
    return handler({ stationId, version, data });
  }
}
