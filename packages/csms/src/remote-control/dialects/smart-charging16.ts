import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { type Plan, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';
import { inOtherWords, transactionId16 } from './evse16.ts';
import { PARTS_16 } from './parts16.ts';

const PURPOSES: { readonly [P in Ocpp21.ChargingProfilePurposeEnumType]?: Purpose16 } = {
  ChargingStationMaxProfile: 'ChargePointMaxProfile',
  TxDefaultProfile: 'TxDefaultProfile',
  TxProfile: 'TxProfile',
};

type Purpose16 = Ocpp16.ChargingProfile['chargingProfilePurpose'];

function purpose16(purpose: Ocpp21.ChargingProfilePurposeEnumType): Purpose16 {
  return PURPOSES[purpose] ?? unsupported(`OCPP 1.6 has no profiles of purpose ${purpose}.`);
}

/** What else 2.1 says would be lost, and change what the station does. */
function refuseLoss(
  type: 'ChargingProfileType' | 'ChargingScheduleType' | 'ChargingSchedulePeriodType',
  where: string,
  value: object,
): void {
  const known: readonly string[] = PARTS_16[type];
  const lost = Object.keys(value).find((field) => !known.includes(field));
  if (lost !== undefined) unsupported(`OCPP 1.6 has no ${lost} in a ${where}.`);
}

function period16(period: Ocpp21.ChargingSchedulePeriodType): Ocpp16.ChargingSchedulePeriod {
  const { startPeriod, limit, numberPhases } = period;
  refuseLoss('ChargingSchedulePeriodType', 'period of a charging schedule', period);
  if (limit === undefined) return unsupported('OCPP 1.6 needs a limit in each schedule period.');
  return { startPeriod, limit, ...(numberPhases === undefined ? {} : { numberPhases }) };
}

export function profile16(profile: Ocpp21.ChargingProfileType): Ocpp16.ChargingProfile {
  const [schedule, ...others] = profile.chargingSchedule;
  if (schedule === undefined || others.length > 0)
    return unsupported('A charging profile of OCPP 1.6 has exactly one schedule.');
  refuseLoss('ChargingProfileType', 'charging profile', profile);
  refuseLoss('ChargingScheduleType', 'charging schedule', schedule);
  const { chargingProfileKind, recurrencyKind, validFrom, validTo, transactionId } = profile;
  if (chargingProfileKind === 'Dynamic')
    return unsupported('OCPP 1.6 has no dynamic charging profiles.');
  const { duration, startSchedule, chargingRateUnit, minChargingRate } = schedule;
  return {
    chargingProfileId: profile.id,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose: purpose16(profile.chargingProfilePurpose),
    chargingProfileKind,
    ...(recurrencyKind === undefined ? {} : { recurrencyKind }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(transactionId === undefined ? {} : { transactionId: transactionId16(transactionId) }),
    chargingSchedule: {
      chargingRateUnit,
      chargingSchedulePeriod: schedule.chargingSchedulePeriod.map(period16),
      ...(duration === undefined ? {} : { duration }),
      ...(startSchedule === undefined ? {} : { startSchedule }),
      ...(minChargingRate === undefined ? {} : { minChargingRate }),
    },
  };
}

/** 1.6 edition 2, 5.16. */
export function setChargingProfile16({
  evseId,
  chargingProfile,
}: Request<'2.1', 'SetChargingProfile'>): Plan<CommandAnswer<'SetChargingProfile'>> {
  const payload = { connectorId: evseId, csChargingProfiles: profile16(chargingProfile) };
  return {
    steps: [
      step('1.6', 'SetChargingProfile', payload, ({ status }) =>
        status === 'NotSupported' ? { status: 'Rejected', ...inOtherWords(status) } : { status },
      ),
    ],
  };
}

/** 1.6 edition 2, 5.5: without a field all profiles go. */
export function clearChargingProfile16({
  chargingProfileId,
  chargingProfileCriteria: criteria = {},
}: Request<'2.1', 'ClearChargingProfile'>): Plan<CommandAnswer<'ClearChargingProfile'>> {
  const { evseId, chargingProfilePurpose, stackLevel } = criteria;
  const payload = {
    ...(chargingProfileId === undefined ? {} : { id: chargingProfileId }),
    ...(evseId === undefined ? {} : { connectorId: evseId }),
    ...(chargingProfilePurpose === undefined
      ? {}
      : { chargingProfilePurpose: purpose16(chargingProfilePurpose) }),
    ...(stackLevel === undefined ? {} : { stackLevel }),
  };
  return { steps: [step('1.6', 'ClearChargingProfile', payload, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.7. */
export function getCompositeSchedule16(
  request: Request<'2.1', 'GetCompositeSchedule'>,
): Plan<CommandAnswer<'GetCompositeSchedule'>> {
  const { evseId, duration, chargingRateUnit } = request;
  const payload = {
    connectorId: evseId,
    duration,
    ...(chargingRateUnit === undefined ? {} : { chargingRateUnit }),
  };
  return {
    steps: [
      step('1.6', 'GetCompositeSchedule', payload, (answer) => {
        const schedule = schedule21(request, answer);
        return { status: answer.status, ...(schedule === undefined ? {} : { schedule }) };
      }),
    ],
  };
}

/**
 * 1.6 may leave out when it begins, and all periods; 2.1 may not, and what is made up would be a lie. What came is in
 * the record of the command.
 */
function schedule21(
  { evseId, duration }: Request<'2.1', 'GetCompositeSchedule'>,
  { chargingSchedule, scheduleStart }: Ocpp16.GetCompositeScheduleResponse,
): Ocpp21.CompositeScheduleType | undefined {
  const start = scheduleStart ?? chargingSchedule?.startSchedule;
  if (chargingSchedule === undefined || start === undefined) return undefined;
  if (chargingSchedule.chargingSchedulePeriod.length === 0) return undefined;
  return {
    evseId,
    duration: chargingSchedule.duration ?? duration,
    scheduleStart: start,
    chargingRateUnit: chargingSchedule.chargingRateUnit,
    chargingSchedulePeriod: chargingSchedule.chargingSchedulePeriod.map(period21),
  };
}

/** 1.6 does not say that there are at most three phases; a station that says more says nothing. */
function period21({
  startPeriod,
  limit,
  numberPhases = 0,
}: Ocpp16.ChargingSchedulePeriod): Ocpp21.ChargingSchedulePeriodType {
  const isPossible = numberPhases >= 1 && numberPhases <= 3;
  return { startPeriod, limit, ...(isPossible ? { numberPhases } : {}) };
}
