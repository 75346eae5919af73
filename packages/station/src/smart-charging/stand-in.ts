import type { ChargingSchedulePeriod, InstalledProfile } from '@northbound/energy';

/** What flash holds beside what is in force: the same, something that allows no more, or something that might. */
export type StandIn = 'same' | 'tighter' | 'looser';

const lower = (held: number, inForce: number): boolean => held <= inForce;
const higher = (held: number, inForce: number): boolean => held >= inForce;
/** It moves no more energy, and none the other way. */
const nearerToZero = (held: number, inForce: number): boolean =>
  Math.abs(held) <= Math.abs(inForce) && held * inForce >= 0;

/** When a rate may stand in for the one in force. To discharge is negative. */
const RATES = [
  ['limit', lower],
  ['limit_L2', lower],
  ['limit_L3', lower],
  ['dischargeLimit', higher],
  ['dischargeLimit_L2', higher],
  ['dischargeLimit_L3', higher],
  ['setpoint', nearerToZero],
  ['setpoint_L2', nearerToZero],
  ['setpoint_L3', nearerToZero],
  ['setpointReactive', nearerToZero],
  ['setpointReactive_L2', nearerToZero],
  ['setpointReactive_L3', nearerToZero],
] as const;

/**
 * What follows when a power cut brings back an older version of a profile. It is plain only where there is one period
 * without an end: when that began says nothing of what it allows. In all else any change might matter.
 */
export function standInFor(inForce: InstalledProfile, held: InstalledProfile): StandIn {
  const period = endlessPeriod(inForce);
  const heldPeriod = endlessPeriod(held);
  if (period === undefined || heldPeriod === undefined) return 'looser';
  if (frameOf(inForce, period) !== frameOf(held, heldPeriod)) return 'looser';
  const changed = RATES.filter(([name]) => period[name] !== heldPeriod[name]);
  if (changed.length === 0) return 'same';
  const isTighter = changed.every(([name, mayStand]) =>
    mayStand(heldPeriod[name] ?? 0, period[name] ?? 0),
  );
  return isTighter ? 'tighter' : 'looser';
}

function endlessPeriod({ profile }: InstalledProfile): ChargingSchedulePeriod | undefined {
  const [schedule, ...others] = profile.chargingSchedule;
  if (schedule === undefined || others.length > 0 || schedule.duration !== undefined) return;
  const [period, ...later] = schedule.chargingSchedulePeriod;
  return later.length === 0 ? period : undefined;
}

/** All but the rates, of which it says only which there are, and the moments when they began. */
function frameOf(installed: InstalledProfile, period: ChargingSchedulePeriod): string {
  const { profile, ...rest } = { ...installed, told: undefined };
  const { chargingSchedule, ...more } = { ...profile, dynUpdateTime: undefined };
  const schedule = { ...chargingSchedule[0], startSchedule: undefined, chargingSchedulePeriod: [] };
  const frame = { ...period };
  for (const [name] of RATES) if (frame[name] !== undefined) frame[name] = 0;
  return JSON.stringify([rest, more, schedule, frame]);
}
