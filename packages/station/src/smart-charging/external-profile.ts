import type { InstalledProfile } from '@northbound/energy';
import type { Ocpp21 } from '@northbound/protocol';
import type { StationClock } from '../clock.ts';

/** What a system beside the CSMS wants: an energy management system, or who operates the grid. */
export interface ExternalLimit {
  readonly source: 'EMS' | 'SO' | 'Other';
  /** 0, or absent: the grid connection. */
  readonly evseId?: number;
  /** A per phase, or W in total; from now on, or the first of several. */
  readonly limit: number;
  readonly unit: 'A' | 'W';
  /** What follows, in this order: `startS` seconds from now. Then it is a schedule. */
  readonly later?: readonly { readonly startS: number; readonly limit: number }[];
  /** Seconds from now; without end when absent. */
  readonly durationS?: number;
  /** The limit is power that is generated on the spot, on top of what the grid gives (K27). */
  readonly isLocalGeneration?: true;
}

export function purposeOf({ isLocalGeneration }: ExternalLimit) {
  return isLocalGeneration ? 'LocalGeneration' : 'ChargingStationExternalConstraints';
}

/** @param isDynamic K29.FR.04 and .06: a single value that another one may replace at any time */
export function profileOf(
  limit: ExternalLimit,
  id: number,
  now: string,
  isDynamic: boolean,
): InstalledProfile['profile'] {
  const later = (limit.later ?? []).map(({ startS, ...rest }) => ({
    startPeriod: startS,
    ...rest,
  }));
  return {
    id,
    stackLevel: 0,
    chargingProfilePurpose: purposeOf(limit),
    chargingProfileKind: isDynamic ? 'Dynamic' : 'Absolute',
    ...(isDynamic && { dynUpdateTime: now }),
    chargingSchedule: [
      {
        id: 0,
        ...(!isDynamic && { startSchedule: now }),
        chargingRateUnit: limit.unit,
        chargingSchedulePeriod: [{ startPeriod: 0, limit: limit.limit }, ...later],
        ...(limit.durationS !== undefined && { duration: limit.durationS }),
      },
    ],
  };
}

/** As the CSMS is told of a limit; of one from before the time was known with the moments that it really holds from. */
export function limitDated(
  clock: StationClock,
  request: Ocpp21.NotifyChargingLimitRequest,
): Ocpp21.NotifyChargingLimitRequest {
  const chargingSchedule = request.chargingSchedule?.map((schedule) => ({
    ...schedule,
    ...(schedule.startSchedule !== undefined && {
      startSchedule: clock.resolve(schedule.startSchedule),
    }),
  }));
  return { ...request, ...(chargingSchedule && { chargingSchedule }) };
}
