import type { StationView } from '@northbound/csms/views';

/** Puts what is under way at the station into an example: the transaction and its token. */
export function fillExample(example: object, station: StationView): unknown {
  const transaction = station.evses.find((evse) => evse.activeTransaction)?.activeTransaction;
  if (transaction === undefined) return example;
  const { id, transactionId, idToken } = transaction;
  return JSON.parse(JSON.stringify(example), (key, value: unknown) => {
    if (key === 'transactionId') return typeof value === 'number' ? id : transactionId;
    return value === 'TOKEN' && idToken !== undefined ? idToken : value;
  });
}
