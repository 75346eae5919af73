import { compositeSchedule, type Site } from '../composite.ts';
import type { ChargingSchedulePeriod, Conditions, InstalledProfile, Supply } from '../model.ts';
import { compileStack, type StackInput } from '../stack.ts';
import { ms, WIDE } from './profiles.ts';

export const NOON = ms('2026-03-02T12:00:00Z');

/** A station whose EVSEs all have the same supply and profiles. */
export function siteOf(
  profiles: readonly InstalledProfile[],
  options: {
    readonly supply?: Supply;
    readonly station?: Supply;
    readonly evses?: readonly number[];
    readonly conditions?: Conditions;
    readonly input?: Partial<StackInput>;
  } = {},
): Site {
  const { supply = WIDE, station = supply, evses = [1], conditions = {}, input = {} } = options;
  const point = (evseId: number, of: Supply) => ({
    stack: compileStack({ version: '2.1', evseId, installed: profiles, supply: of, ...input }),
    conditions,
  });
  return { station: point(0, station), evses: evses.map((evseId) => point(evseId, supply)) };
}

/** The periods of its composite schedule, of one EVSE for an hour in A unless said otherwise. */
export function periodsOf(
  site: Site,
  { evseId = 1, atMs = NOON, durationS = 3600, unit = 'A' as 'A' | 'W' } = {},
): readonly ChargingSchedulePeriod[] | undefined {
  return compositeSchedule(site, { evseId, atMs, durationS, unit })?.chargingSchedulePeriod;
}
