import type { TransactionView } from '@northbound/csms';
import { liesWithin, type Past, registersOf } from './past.ts';
import { RESOLUTION_WH } from './resolution.ts';
import { evsePlace, type Violation } from './violation.ts';

/** What each visit took is billed by the transactions that lie within it, to the resolution of the meter. */
export function checkVisits(
  { machine, evseId, visits }: Past,
  booked: readonly TransactionView[],
): Violation[] {
  const found: Violation[] = [];
  for (const { fromWh, toWh, acts } of visits) {
    if (!Number.isFinite(toWh)) continue;
    const within = booked.filter((transaction) => {
      const registers = registersOf(transaction);
      if (registers === undefined || !liesWithin(registers, { fromWh, toWh })) return false;
      return registers.meterLastWh > registers.meterStartWh;
    });
    const tookWh = toWh - fromWh;
    const billedWh = within.reduce((sum, { energyWh = 0 }) => sum + energyWh, 0);
    if (Math.abs(billedWh - tookWh) <= RESOLUTION_WH) continue;
    const tokens = new Set(acts.flatMap(({ idToken = [] }) => idToken));
    const who = [...tokens].join(', ') || 'nobody';
    const ids = within.map(({ transactionId }) => transactionId).join(', ') || 'no transaction';
    const range = `from ${fromWh.toFixed(1)} to ${toWh.toFixed(1)} Wh`;
    found.push({
      rule: 'visit',
      place: evsePlace(machine, evseId),
      what: `${who} took ${tookWh.toFixed(1)} Wh ${range}, billed are ${billedWh.toFixed(1)} Wh by ${ids}`,
    });
  }
  return found;
}
