import type {
  ChargingProfile,
  ChargingSchedule,
  ChargingSchedulePeriod,
  InstalledProfile,
  Supply,
} from '../model.ts';

type Fields = Partial<Omit<ChargingProfile, 'chargingSchedule'>> & {
  readonly schedule?: Partial<ChargingSchedule>;
  readonly periods?: readonly ChargingSchedulePeriod[];
};

/** A profile with what a test says and the plainest for the rest: a relative default of 16 A. */
export function profileOf({ schedule, periods, ...fields }: Fields = {}): ChargingProfile {
  return {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Relative',
    chargingSchedule: [
      {
        id: 1,
        chargingRateUnit: 'A',
        chargingSchedulePeriod: periods ?? [{ startPeriod: 0, limit: 16 }],
        ...schedule,
      },
    ],
    ...fields,
  };
}

export function installed(evseId: number, fields: Fields = {}, source = 'CSO'): InstalledProfile {
  return { evseId, source, profile: profileOf(fields) };
}

/** Three phases of 230 V, 64 A: more than any profile of the tests. */
export const WIDE: Supply = {
  current: 'AC',
  lineVoltageV: 230,
  phases: 3,
  maxRate: 64,
  maxRateUnit: 'A',
};

export function ms(text: string): number {
  return Date.parse(text);
}
