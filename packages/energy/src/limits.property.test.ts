import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { compositeSchedule, limitsBetween } from './composite.ts';
import { limitNow } from './limit-now.ts';
import { profileLimitAt } from './locate.ts';
import type { Conditions, InstalledProfile } from './model.ts';
import { compileStack } from './stack.ts';
import { CENTRE_MS, conditions, moments, profileSets } from './testing/arbitraries.ts';
import { oracleLimitA } from './testing/oracle.ts';
import { WIDE } from './testing/profiles.ts';

const DAYS_MS = 3 * 86_400_000;
const FROM_MS = CENTRE_MS - DAYS_MS;
const TO_MS = CENTRE_MS + DAYS_MS;

function stackFor(profiles: readonly InstalledProfile[]) {
  return compileStack({
    version: '2.1',
    evseId: 1,
    installed: profiles,
    supply: WIDE,
    transaction: { id: 'T1' },
  });
}

function stepsFor(profiles: readonly InstalledProfile[], given: Conditions) {
  const point = { stack: stackFor(profiles), conditions: given };
  return limitsBetween(point, FROM_MS, TO_MS, 'A');
}

test('the composite of any profiles is the plain reading of the rules at every moment', () => {
  fc.assert(
    fc.property(
      profileSets,
      conditions,
      fc.array(moments(3), { maxLength: 20 }),
      (profiles, given, random) => {
        const steps = stepsFor(profiles, given);
        const around = steps.flatMap(({ fromMs }) => [fromMs - 1, fromMs, fromMs + 1]);
        for (const atMs of [...around, ...random]) {
          if (atMs < FROM_MS || atMs >= TO_MS) continue;
          const step = steps.findLast(({ fromMs }) => fromMs <= atMs);
          const expected = oracleLimitA(profiles, 1, 'T1', WIDE, atMs, given);
          const text = new Date(atMs).toISOString();
          assert.ok(Math.abs((step?.limit.limit ?? Number.NaN) - expected) < 1e-9, text);
        }
      },
    ),
    runs(300),
  );
});

test('break points are in order, begin at the beginning, and each changes something', () => {
  fc.assert(
    fc.property(profileSets, conditions, (profiles, given) => {
      const steps = stepsFor(profiles, given);
      assert.equal(steps[0]?.fromMs, FROM_MS);
      for (const [index, step] of steps.entries()) {
        const next = steps[index + 1];
        if (next === undefined) break;
        assert.ok(step.fromMs < next.fromMs);
        assert.notDeepEqual(step.limit, next.limit);
      }
    }),
    runs(150),
  );
});

test('a limit holds for as long as it says', () => {
  fc.assert(
    fc.property(
      profileSets,
      conditions,
      moments(3),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (profiles, given, atMs, share) => {
        const stack = stackFor(profiles);
        const now = limitNow(stack, atMs, given, 'A');
        assert.ok(now.untilMs > atMs);
        const untilMs = Math.min(now.untilMs, atMs + DAYS_MS);
        const laterMs = Math.min(Math.floor(atMs + share * (untilMs - atMs)), untilMs - 1);
        assert.deepEqual(limitNow(stack, laterMs, given, 'A').limit, now.limit);
      },
    ),
    runs(300),
  );
});

test('with fractions of a second, too, what holds ends later, and at a whole millisecond', () => {
  const seconds = fc.double({ min: 0.001, max: 7_200, noNaN: true });
  fc.assert(
    fc.property(
      seconds,
      seconds,
      fc.constantFrom('Absolute', 'Recurring', 'Relative', 'Dynamic'),
      fc.integer({ min: -DAYS_MS, max: DAYS_MS }),
      (startPeriod, duration, kind, offsetMs) => {
        const startMs = CENTRE_MS + offsetMs;
        const start = new Date(startMs).toISOString();
        const installed: InstalledProfile = {
          evseId: 0,
          source: 'SO',
          profile: {
            id: 1,
            stackLevel: 0,
            chargingProfilePurpose: 'ChargingStationExternalConstraints',
            chargingProfileKind: kind,
            recurrencyKind: 'Daily',
            dynUpdateTime: start,
            chargingSchedule: [
              {
                id: 1,
                chargingRateUnit: 'A',
                startSchedule: start,
                duration,
                chargingSchedulePeriod: [
                  { startPeriod: 0, limit: 16 },
                  { startPeriod, limit: 8 },
                ],
              },
            ],
          },
        };
        let atMs = startMs;
        for (let changes = 0; changes < 4; changes++) {
          const { untilMs } = profileLimitAt(installed, atMs, { relativeStartMs: startMs });
          if (untilMs === Number.POSITIVE_INFINITY) return;
          assert.ok(Number.isInteger(untilMs) && untilMs > atMs, `${untilMs} at ${atMs}`);
          atMs = untilMs;
        }
      },
    ),
    runs(300),
  );
});

test('no limit is above that of the hardware, nor of any purpose by itself', () => {
  fc.assert(
    fc.property(
      profileSets,
      conditions,
      moments(3),
      fc.constantFrom('A', 'W'),
      (profiles, given, atMs, unit) => {
        const { limit } = limitNow(stackFor(profiles), atMs, given, unit).limit;
        const caps = profiles.filter(
          ({ profile }) => profile.chargingProfilePurpose !== 'LocalGeneration',
        );
        const generation = profiles.filter((candidate) => !caps.includes(candidate));
        for (const purpose of [
          'ChargingStationMaxProfile',
          'ChargingStationExternalConstraints',
          'TxProfile',
        ] as const) {
          const alone = caps.filter(({ profile }) => profile.chargingProfilePurpose === purpose);
          const withoutOthers = limitNow(stackFor([...alone, ...generation]), atMs, given, unit);
          assert.ok(limit <= withoutOthers.limit.limit + 1e-9, purpose);
        }
      },
    ),
    runs(200),
  );
});

test('the order in which profiles were installed does not matter', () => {
  fc.assert(
    fc.property(
      profileSets.chain((profiles) =>
        fc.tuple(
          fc.constant(profiles),
          fc.shuffledSubarray(profiles, { minLength: profiles.length }),
        ),
      ),
      conditions,
      ([profiles, shuffled], given) => {
        assert.deepEqual(stepsFor(shuffled, given), stepsFor(profiles, given));
      },
    ),
    runs(100),
  );
});

test('the composite of one absolute profile is that profile', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 3600 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 640 }), { minLength: 7, maxLength: 7 }),
      (starts, tenths) => {
        const startPeriods = [0, ...starts.toSorted((a, b) => a - b)];
        const periods = startPeriods.map((startPeriod, index) => ({
          startPeriod,
          // Neighbours differ by the whole part.
          limit: ((tenths[index] ?? 0) % 10) / 10 + index,
          numberPhases: 3,
        }));
        const installed: InstalledProfile = {
          evseId: 1,
          source: 'CSO',
          profile: {
            id: 1,
            stackLevel: 0,
            chargingProfilePurpose: 'TxDefaultProfile',
            chargingProfileKind: 'Absolute',
            chargingSchedule: [
              {
                id: 1,
                chargingRateUnit: 'A',
                startSchedule: new Date(CENTRE_MS).toISOString(),
                duration: 7200,
                chargingSchedulePeriod: periods,
              },
            ],
          },
        };
        const point = { stack: stackFor([installed]), conditions: {} };
        const composite = compositeSchedule(
          { station: point, evses: [point] },
          { evseId: 1, atMs: CENTRE_MS, durationS: 7200, unit: 'A' },
        );
        assert.deepEqual(composite?.chargingSchedulePeriod, periods);
      },
    ),
    runs(100),
  );
});

test('what the station expects is the sum of its EVSEs, capped by its own limit', () => {
  fc.assert(
    fc.property(profileSets, conditions, moments(3), (profiles, given, atMs) => {
      const point = (evseId: number, maxRate: number) => ({
        stack: compileStack({
          version: '2.1',
          evseId,
          installed: profiles,
          supply: { ...WIDE, maxRate },
        }),
        conditions: given,
      });
      const site = { station: point(0, 50), evses: [point(1, 32), point(2, 32)] };
      const firstOf = (evseId: number) =>
        compositeSchedule(site, { evseId, atMs, durationS: 60, unit: 'A' })
          ?.chargingSchedulePeriod[0]?.limit ?? Number.NaN;
      const { limit } = limitNow(site.station.stack, atMs, given, 'A').limit;
      const expected = Math.min(limit, firstOf(1) + firstOf(2));
      // Each EVSE is rounded down by itself.
      assert.ok(firstOf(0) >= expected - 0.1 - 1e-6 && firstOf(0) <= expected + 0.2 + 1e-6);
      assert.ok(firstOf(0) <= limit + 1e-6);
    }),
    runs(100),
  );
});
