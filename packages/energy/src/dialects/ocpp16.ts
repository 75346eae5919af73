import type { Ocpp16 } from '@northbound/protocol';
import { isPlainPeriod, roundRate } from '../limit.ts';
import type {
  ChargingProfile,
  ChargingSchedulePeriod,
  CompositeSchedule,
  Purpose,
} from '../model.ts';

const PURPOSES = {
  ChargePointMaxProfile: 'ChargingStationMaxProfile',
  TxDefaultProfile: 'TxDefaultProfile',
  TxProfile: 'TxProfile',
} as const satisfies Record<Ocpp16.ChargingProfilePurpose, Purpose>;

const PURPOSES_16: Partial<Record<Purpose, Ocpp16.ChargingProfilePurpose>> = {
  ChargingStationMaxProfile: 'ChargePointMaxProfile',
  TxDefaultProfile: 'TxDefaultProfile',
  TxProfile: 'TxProfile',
};

/** Also for ClearChargingProfile. */
export function fromOcpp16Purpose(purpose: Ocpp16.ChargingProfilePurpose): Purpose {
  return PURPOSES[purpose];
}

/** The one schedule of 1.6 has no id of its own; it gets that of the profile. */
export function fromOcpp16Profile({
  chargingProfileId: id,
  transactionId,
  chargingProfilePurpose: purpose,
  chargingSchedule,
  ...rest
}: Ocpp16.ChargingProfile): ChargingProfile {
  return {
    ...rest,
    id,
    chargingProfilePurpose: fromOcpp16Purpose(purpose),
    chargingSchedule: [{ id, ...chargingSchedule }],
    ...(transactionId === undefined ? {} : { transactionId: String(transactionId) }),
  };
}

/**
 * For a CSMS that speaks 2.1 inside. Undefined when 1.6 cannot say it: other purposes and kinds, several
 * schedules, periods without a plain limit, transaction ids that are no numbers, local time.
 * Rates get one decimal, of which 1.6 allows no more.
 */
export function toOcpp16Profile(profile: ChargingProfile): Ocpp16.ChargingProfile | undefined {
  const { id, stackLevel, recurrencyKind, validFrom, validTo, transactionId } = profile;
  const purpose = PURPOSES_16[profile.chargingProfilePurpose];
  const kind = profile.chargingProfileKind;
  const [schedule, ...others] = profile.chargingSchedule;
  const numericId = transactionId === undefined ? undefined : Number(transactionId);
  if (purpose === undefined || kind === 'Dynamic' || schedule === undefined || others.length > 0)
    return undefined;
  if (
    !schedule.chargingSchedulePeriod.every(isPlainPeriod) ||
    schedule.useLocalTime ||
    (numericId !== undefined && !Number.isInteger(numericId))
  )
    return undefined;
  const periods = toPeriods(schedule.chargingSchedulePeriod);
  if (periods === undefined) return undefined;
  const { duration, startSchedule, chargingRateUnit, minChargingRate } = schedule;
  return {
    chargingProfileId: id,
    stackLevel,
    chargingProfilePurpose: purpose,
    chargingProfileKind: kind,
    chargingSchedule: {
      chargingRateUnit,
      chargingSchedulePeriod: periods,
      ...(duration === undefined ? {} : { duration }),
      ...(startSchedule === undefined ? {} : { startSchedule }),
      ...(minChargingRate === undefined ? {} : { minChargingRate: roundRate(minChargingRate) }),
    },
    ...(recurrencyKind === undefined ? {} : { recurrencyKind }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(numericId === undefined ? {} : { transactionId: numericId }),
  };
}

/** The answer Accepted to a GetCompositeSchedule; the schedule has no `startSchedule`, `scheduleStart` says it. */
export function toOcpp16CompositeSchedule({
  evseId,
  duration,
  scheduleStart,
  chargingRateUnit,
  chargingSchedulePeriod,
}: CompositeSchedule): Ocpp16.GetCompositeScheduleResponse | undefined {
  const periods = toPeriods(chargingSchedulePeriod);
  return (
    periods && {
      status: 'Accepted',
      connectorId: evseId,
      scheduleStart,
      chargingSchedule: { duration, chargingRateUnit, chargingSchedulePeriod: periods },
    }
  );
}

function toPeriods(
  periods: readonly ChargingSchedulePeriod[],
): Ocpp16.ChargingSchedulePeriod[] | undefined {
  const plain: Ocpp16.ChargingSchedulePeriod[] = [];
  for (const { startPeriod, limit, numberPhases } of periods) {
    if (limit === undefined) return undefined;
    plain.push({
      startPeriod,
      limit: roundRate(limit),
      ...(numberPhases === undefined ? {} : { numberPhases }),
    });
  }
  return plain;
}
