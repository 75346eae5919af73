/**
 * P02, the same in all versions: this CSMS knows no vendor's messages, and says so (P02.FR.06).
 */
export function dataTransferHandlers() {
  return { DataTransfer: () => ({ status: 'UnknownVendorId' }) as const };
}
