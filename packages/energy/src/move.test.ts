import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { profileLimitAt } from './locate.ts';
import { moveProfile } from './move.ts';
import { moments, profileSets } from './testing/arbitraries.ts';
import { installed } from './testing/profiles.ts';

const MOST_MS = 60 * 365 * 86_400_000;

test('a moved profile says then what it said before, and as long', () => {
  fc.assert(
    fc.property(
      profileSets,
      moments(4),
      fc.integer({ min: -MOST_MS, max: MOST_MS }),
      (profiles, atMs, byMs) => {
        for (const profile of profiles) {
          const before = profileLimitAt(profile, atMs);
          const after = profileLimitAt(moveProfile(profile, byMs), atMs + byMs);
          const runsOut = profile.profile.chargingProfileKind === 'Dynamic';
          if (runsOut && profile.profile.chargingSchedule[0]?.duration !== undefined) continue;
          assert.deepEqual(after.period, before.period);
          assert.equal(after.untilMs, before.untilMs + byMs);
        }
      },
    ),
    runs(300),
  );
});

test('only moments that a schedule names are moved, those on the wall with the others', () => {
  const profile = installed(1, {
    chargingProfileKind: 'Absolute',
    validFrom: '2026-03-01T00:00:00Z',
    schedule: { startSchedule: '2026-03-02T07:00:00+02:00', useLocalTime: true },
  });
  assert.deepEqual(moveProfile(profile, -3_600_000), {
    ...profile,
    profile: {
      ...profile.profile,
      validFrom: '2026-02-28T23:00:00.000Z',
      chargingSchedule: [
        { ...profile.profile.chargingSchedule[0], startSchedule: '2026-03-02T06:00:00.000Z' },
      ],
    },
  });
  const dynamic = installed(1, {
    chargingProfileKind: 'Dynamic',
    dynUpdateTime: '2026-03-01T00:00:00Z',
  });
  assert.deepEqual(moveProfile(dynamic, 5_000), dynamic);
});
