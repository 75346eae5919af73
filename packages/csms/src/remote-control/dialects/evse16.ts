import { unsupported } from '../plan.ts';

/** Connectors of 1.6 are EVSEs with one connector each; 0 is the station as a whole (1.6 edition 2, 3.2). */
export function connector16(
  evse: { readonly id: number; readonly connectorId?: number } | undefined,
): number {
  if (evse === undefined) return 0;
  if (evse.connectorId !== undefined && evse.connectorId !== 1)
    unsupported('OCPP 1.6 knows one connector for each EVSE: connectorId can only be 1.');
  return evse.id;
}

/**
 * @returns the number that this CSMS gave the transaction, or another one before it: 1.6 sets no bounds to it (edition 2,
 * 6.35), and the station has said it
 */
export function transactionId16(transactionId: string): number {
  const number = Number(transactionId);
  if (Number.isSafeInteger(number) && String(number) === transactionId) return number;
  return unsupported(
    `Transactions of OCPP 1.6 have whole numbers as ids; "${transactionId}" is none.`,
  );
}

/** 1.6 answers with a word that 2.1 has no place for. */
export function inOtherWords(status: string) {
  return {
    statusInfo: { reasonCode: 'UnsupportedRequest', additionalInfo: `The station said ${status}.` },
  };
}
