import type { Ocpp21 } from '@northbound/protocol';
import type { MeterReading } from './reading.ts';

type Sample = Omit<Ocpp21.SampledValueType, 'measurand' | 'context'>;

const PHASES = ['L1', 'L2', 'L3'] as const;
const PHASES_TO_NEUTRAL = ['L1-N', 'L2-N', 'L3-N'] as const;

/** What this station measures, each with the unit and the resolution it reports. */
const MEASURANDS = {
  'Energy.Active.Import.Register': ({ registerWh, registerPerPhaseWh = [] }) => [
    single(round(registerWh, 10), 'Wh'),
    ...each(registerPerPhaseWh, PHASES, 10, 'Wh'),
  ],
  'Power.Active.Import': ({ powerW }) => [single(round(powerW, 1), 'W')],
  'Current.Import': ({ currentA, isDc }) => each(currentA, isDc ? [] : PHASES, 100, 'A'),
  Voltage: ({ voltageV, isDc }) => each(voltageV, isDc ? [] : PHASES_TO_NEUTRAL, 10, 'V'),
  SoC: ({ socPercent }) =>
    socPercent === undefined
      ? []
      : [{ ...single(Math.floor(socPercent), 'Percent'), location: 'EV' }],
} as const satisfies Partial<
  Record<Ocpp21.MeasurandEnumType, (reading: MeterReading) => readonly Sample[]>
>;

/** The measurand that a signing meter signs. */
export const SIGNED = 'Energy.Active.Import.Register';

type Measurand = keyof typeof MEASURANDS;

/** Names of what this station can measure; a model's list of measurands holds no others. */
export const MEASURAND_NAMES: readonly string[] = Object.keys(MEASURANDS);

function isMeasurand(name: string): name is Measurand {
  return Object.hasOwn(MEASURANDS, name);
}

/** The values of a reading that a list of measurands asks for, in its order. */
export function sampledValues(
  reading: MeterReading,
  measurands: readonly string[],
  context: Ocpp21.ReadingContextEnumType,
  signedMeterValue?: Ocpp21.SignedMeterValueType,
): Ocpp21.SampledValueType[] {
  return measurands.filter(isMeasurand).flatMap((measurand) =>
    MEASURANDS[measurand](reading).map((sample) => ({
      ...sample,
      measurand,
      context,
      // What is signed is the register as a whole.
      ...(measurand === SIGNED &&
        sample.phase === undefined &&
        signedMeterValue !== undefined && { signedMeterValue }),
    })),
  );
}

function single(value: number, unit: string): Sample {
  return { value, unitOfMeasure: { unit } };
}

/** @param phases by their names; values without one have no phase */
function each(
  values: readonly number[],
  phases: readonly Ocpp21.PhaseEnumType[],
  perUnit: number,
  unit: string,
): Sample[] {
  return values.flatMap((value, index) => {
    const phase = phases[index];
    const sample = single(round(value, perUnit), unit);
    if (phase !== undefined) return [{ ...sample, phase }];
    return phases.length === 0 ? [sample] : [];
  });
}

function round(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit;
}
