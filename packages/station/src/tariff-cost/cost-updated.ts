import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';

/** CostUpdated (2.1 part 2, I02): shown to the driver, and held against the limit (E16.FR.15). */
export function costUpdated(
  core: Core,
  { transactionId, totalCost }: Ocpp21.CostUpdatedRequest,
): Ocpp21.CostUpdatedResponse {
  const evse = core.evses.find(
    ({ transaction }) => transaction.running?.transactionId === transactionId,
  );
  if (evse === undefined) return {};
  core.driverTexts.costUpdated(evse.id, totalCost);
  // The answer leaves before what follows from it.
  core.after(0, () => evse.transaction.costUpdated(totalCost));
  return {};
}
