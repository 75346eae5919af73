import type { CompositeScheduleType } from '@northbound/client';

export interface ScheduleStep {
  readonly from: string;
  readonly limit: string;
  readonly phases: string;
}

/** When which limit holds; a period without one is not limited (2.1 part 2, K01). */
export function scheduleSteps(schedule: CompositeScheduleType): readonly ScheduleStep[] {
  const startMs = Date.parse(schedule.scheduleStart);
  return schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => ({
    from: new Date(startMs + startPeriod * 1000).toISOString(),
    limit: limit === undefined ? 'none' : `${limit} ${schedule.chargingRateUnit}`,
    phases: numberPhases === undefined ? '–' : String(numberPhases),
  }));
}
