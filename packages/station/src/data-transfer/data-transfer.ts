/** Answers a vendor's message (2.1 part 2, P01.FR.05): this station knows no vendor's messages. */
export function dataTransfer(): { status: 'UnknownVendorId' } {
  return { status: 'UnknownVendorId' };
}
