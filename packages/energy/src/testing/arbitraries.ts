import fc from 'fast-check';
import { offsetTime } from '../local-time.ts';
import type { ChargingProfile, Conditions, InstalledProfile, Purpose } from '../model.ts';

/** All times of a run are around this one. */
export const CENTRE_MS = Date.UTC(2026, 2, 29);
const DAY_S = 86_400;

/** A moment up to `days` away, mostly on a whole minute so that times of several profiles meet. */
export function moments(days: number): fc.Arbitrary<number> {
  const minutes = fc.integer({ min: -days * 1440, max: days * 1440 }).map((m) => m * 60_000);
  const spread = days * DAY_S * 1000;
  return fc
    .oneof(
      { weight: 4, arbitrary: minutes },
      { weight: 1, arbitrary: fc.integer({ min: -spread, max: spread }) },
    )
    .map((offsetMs) => CENTRE_MS + offsetMs);
}

const dateTimes = moments(4).map((atMs) => new Date(atMs).toISOString());
const durations = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * 60),
  fc.integer({ min: 1, max: 9 * DAY_S }),
);

const periods = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 * DAY_S }), { maxLength: 4 })
  .chain((starts) =>
    fc.tuple(
      ...[0, ...starts.toSorted((a, b) => a - b)].map((startPeriod) =>
        fc.record(
          {
            startPeriod: fc.constant(startPeriod),
            limit: fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
            numberPhases: fc.integer({ min: 1, max: 3 }),
          },
          { requiredKeys: ['startPeriod', 'limit'] },
        ),
      ),
    ),
  );

/** Profiles that the check accepts, of all kinds and purposes that limit. Ids are not unique yet. */
const profiles: fc.Arbitrary<InstalledProfile> = fc
  .record(
    {
      purpose: fc.constantFrom<Purpose>(
        'ChargingStationMaxProfile',
        'ChargingStationExternalConstraints',
        'TxDefaultProfile',
        'TxProfile',
        'LocalGeneration',
      ),
      kind: fc.constantFrom<ChargingProfile['chargingProfileKind']>(
        'Absolute',
        'Recurring',
        'Relative',
        'Dynamic',
      ),
      recurrencyKind: fc.constantFrom('Daily', 'Weekly'),
      stackLevel: fc.integer({ min: 0, max: 3 }),
      evseId: fc.integer({ min: 0, max: 2 }),
      transactionId: fc.constantFrom('T1', 'T2'),
      unit: fc.constantFrom('A', 'W'),
      start: dateTimes,
      periods,
      useLocalTime: fc.boolean(),
      validFrom: dateTimes,
      validTo: dateTimes,
      duration: durations,
      maxOfflineDuration: durations,
      limitAtSoC: fc.record({
        soc: fc.integer({ min: 0, max: 100 }),
        limit: fc.integer({ min: 0, max: 20 }),
      }),
    },
    {
      requiredKeys: [
        'purpose',
        'kind',
        'recurrencyKind',
        'stackLevel',
        'evseId',
        'transactionId',
        'unit',
        'start',
        'periods',
        'useLocalTime',
      ],
    },
  )
  .map(
    ({ purpose, kind, recurrencyKind, evseId, transactionId, unit, start, periods, ...rest }) => {
      const { stackLevel, useLocalTime, duration, limitAtSoC, ...optional } = rest;
      const isScheduled = kind === 'Absolute' || kind === 'Recurring';
      return {
        evseId,
        source: 'CSO',
        profile: {
          ...optional,
          id: 0,
          stackLevel,
          chargingProfilePurpose: purpose,
          chargingProfileKind: kind,
          ...(kind === 'Recurring' ? { recurrencyKind } : {}),
          ...(kind === 'Dynamic' ? { dynUpdateTime: start } : {}),
          ...(purpose === 'TxProfile' ? { transactionId } : {}),
          chargingSchedule: [
            {
              id: 1,
              chargingRateUnit: unit,
              // The scale of W is that of three phases of 230 V.
              chargingSchedulePeriod: (kind === 'Dynamic' ? periods.slice(0, 1) : periods).map(
                (period) => (unit === 'A' ? period : { ...period, limit: period.limit * 690 }),
              ),
              ...(isScheduled ? { startSchedule: start, useLocalTime } : {}),
              ...(duration === undefined ? {} : { duration }),
              ...(limitAtSoC === undefined
                ? {}
                : {
                    limitAtSoC: {
                      ...limitAtSoC,
                      limit: limitAtSoC.limit * (unit === 'A' ? 1 : 690),
                    },
                  }),
            },
          ],
        },
      };
    },
  );

export const profileSets: fc.Arbitrary<InstalledProfile[]> = fc
  .array(profiles, { maxLength: 10 })
  .map((list) =>
    list.map((installed, index) => ({
      ...installed,
      profile: { ...installed.profile, id: index + 1 },
    })),
  );

export const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    relativeStartMs: moments(2),
    offlineSinceMs: moments(2),
    socPercent: fc.integer({ min: 0, max: 100 }),
    localTime: fc.constantFrom(
      offsetTime(-5 * 3_600_000),
      // Forward and back by an hour in the middle of the run.
      offsetTime(3_600_000, { atMs: CENTRE_MS + 3_600_000, offsetMs: 7_200_000 }),
      offsetTime(7_200_000, { atMs: CENTRE_MS + 3_600_000, offsetMs: 3_600_000 }),
    ),
  },
  { requiredKeys: [] },
);
