import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProfile, drawRandomDelays } from './compile.ts';
import { limitNow } from './limit-now.ts';
import { offsetTime, zoneTime } from './local-time.ts';
import { profileLimitAt } from './locate.ts';
import { compileStack } from './stack.ts';
import { installed, ms, profileOf, WIDE } from './testing/profiles.ts';

const HOUR = 3_600_000;

/** Peak hours of the standard's example: 2 kW from 17 to 20 o'clock, but not on Sundays, nor on Christmas (2.1, K, 3.7.1). */
const PEAK = [
  installed(0, {
    id: 10,
    stackLevel: 1,
    chargingProfileKind: 'Recurring',
    recurrencyKind: 'Daily',
    schedule: { startSchedule: '2020-01-09T17:00:00Z', duration: 10_800, chargingRateUnit: 'W' },
    periods: [{ startPeriod: 0, limit: 2000 }],
  }),
  installed(0, {
    id: 11,
    stackLevel: 2,
    chargingProfileKind: 'Recurring',
    recurrencyKind: 'Weekly',
    schedule: { startSchedule: '2020-01-05T00:00:00Z', duration: 86_400, chargingRateUnit: 'W' },
    periods: [{ startPeriod: 0, limit: 999_999 }],
  }),
  installed(0, {
    id: 12,
    stackLevel: 3,
    chargingProfileKind: 'Absolute',
    validFrom: '2020-01-01T00:00:00Z',
    validTo: '2021-01-01T00:00:00Z',
    schedule: { startSchedule: '2020-12-25T00:00:00Z', duration: 86_400, chargingRateUnit: 'W' },
    periods: [{ startPeriod: 0, limit: 999_999 }],
  }),
];

test('exceptions of higher levels overrule a daily schedule', () => {
  const supply = { ...WIDE, maxRate: 22_000, maxRateUnit: 'W' } as const;
  const stack = compileStack({ version: '2.1', evseId: 1, installed: PEAK, supply });
  const limitAt = (text: string) => limitNow(stack, ms(text), {}, 'W').limit.limit;
  assert.equal(limitAt('2020-12-24T18:00:00Z'), 2000);
  assert.equal(limitAt('2020-12-24T20:00:00Z'), 22_000);
  assert.equal(limitAt('2020-12-25T18:00:00Z'), 22_000);
  assert.equal(limitAt('2020-12-27T18:00:00Z'), 22_000);
  assert.equal(limitAt('2021-12-24T18:00:00Z'), 2000);
});

test('what is longer than its recurrence is not executed', () => {
  const daily = installed(1, {
    chargingProfileKind: 'Recurring',
    recurrencyKind: 'Daily',
    schedule: { startSchedule: '2026-01-01T00:00:00Z', duration: 200_000 },
    periods: [
      { startPeriod: 0, limit: 6 },
      { startPeriod: 43_200, limit: 8 },
      { startPeriod: 90_000, limit: 10 },
    ],
  });
  const day = ms('2026-02-03T00:00:00Z');
  const found = [0, 12, 23, 24, 26].map((hour) => profileLimitAt(daily, day + hour * HOUR));
  assert.deepEqual(
    found.map(({ period }) => period?.limit),
    [6, 8, 8, 6, 6],
  );
  assert.equal(found[1]?.untilMs, day + 24 * HOUR);
});

test('local time follows the clock on the wall through both changes (TC_K_103_CS, TC_K_136_CS)', () => {
  const nightly = installed(1, {
    chargingProfileKind: 'Recurring',
    recurrencyKind: 'Daily',
    // The zone is disregarded: it is midnight wherever the station is.
    schedule: { startSchedule: '2026-01-01T00:00:00Z', duration: 86_400, useLocalTime: true },
    periods: [
      { startPeriod: 0, limit: 6 },
      { startPeriod: 9000, limit: 8 },
      { startPeriod: 4 * 3600, limit: 10 },
    ],
  });
  const localTime = zoneTime('Europe/Berlin');
  const limitAt = (text: string) => profileLimitAt(nightly, ms(text), { localTime }).period?.limit;
  // Winter and summer.
  assert.equal(limitAt('2026-01-31T22:59:59Z'), 10);
  assert.equal(limitAt('2026-01-31T23:00:00Z'), 6);
  assert.equal(limitAt('2026-07-01T22:00:00Z'), 6);
  // 29 March: from 2:00 to 3:00 at 1:00 UTC, so half an hour of 6 and half an hour of 8 are skipped.
  assert.equal(limitAt('2026-03-29T00:59:59Z'), 6);
  assert.equal(limitAt('2026-03-29T01:00:00Z'), 8);
  // 25 October: from 3:00 back to 2:00 at 1:00 UTC, so both are repeated.
  assert.equal(limitAt('2026-10-25T00:59:59Z'), 8);
  assert.equal(limitAt('2026-10-25T01:00:00Z'), 6);
  assert.equal(limitAt('2026-10-25T01:30:00Z'), 8);
  assert.equal(
    profileLimitAt(nightly, ms('2026-03-29T00:30:00Z'), { localTime }).untilMs,
    ms('2026-03-29T01:00:00Z'),
  );
});

test('an absolute schedule in local time begins when the clock on the wall shows it', () => {
  const evening = installed(1, {
    chargingProfileKind: 'Absolute',
    schedule: { startSchedule: '2026-01-01T18:00:00Z', duration: 3600, useLocalTime: true },
    periods: [{ startPeriod: 0, limit: 6 }],
  });
  const conditions = { localTime: zoneTime('Europe/Berlin') };
  const hours = ['16:59:59', '17:00:00', '17:59:59', '18:00:00'];
  assert.deepEqual(
    hours.map(
      (hour) => profileLimitAt(evening, ms(`2026-01-01T${hour}Z`), conditions).period?.limit,
    ),
    [undefined, 6, 6, undefined],
  );
});

test('an offset and its announced change make a local time as a zone does', () => {
  const change = ms('2026-03-29T01:00:00Z');
  const offsets = offsetTime(HOUR, { atMs: change, offsetMs: 2 * HOUR });
  const zone = zoneTime('Europe/Berlin');
  for (const atMs of [change - 90 * HOUR, change - 1, change, change + 90 * HOUR]) {
    assert.equal(offsets.offsetMsAt(atMs), zone.offsetMsAt(atMs));
    if (atMs < change) assert.equal(offsets.nextChangeMs(atMs), zone.nextChangeMs(atMs));
  }
  assert.equal(offsets.nextChangeMs(change), Number.POSITIVE_INFINITY);
  assert.throws(() => zoneTime('Nowhere/Atlantis'), RangeError);
});

test('a zone without changes has the same offset for as long as it looks', () => {
  const zone = zoneTime('Asia/Kolkata');
  const atMs = ms('2026-01-01T00:00:00.250Z');
  assert.equal(zone.offsetMsAt(atMs), 5.5 * HOUR);
  assert.ok(zone.nextChangeMs(atMs) >= atMs + 365 * 24 * HOUR);
});

test('a relative schedule stands at its start until the power path closes', () => {
  const relative = installed(1, {
    periods: [
      { startPeriod: 0, limit: 6 },
      { startPeriod: 60, limit: 8 },
    ],
  });
  const atMs = ms('2026-01-01T00:00:00Z');
  assert.deepEqual(profileLimitAt(relative, atMs), {
    period: { startPeriod: 0, limit: 6 },
    untilMs: Number.POSITIVE_INFINITY,
  });
  const closed = profileLimitAt(relative, atMs, { relativeStartMs: atMs - 59_000 });
  assert.deepEqual([closed.period?.limit, closed.untilMs], [6, atMs + 1000]);
  assert.equal(profileLimitAt(relative, atMs, { relativeStartMs: atMs - 60_000 }).period?.limit, 8);
});

test('a dynamic profile runs out after its last update (TC_K_123_CS)', () => {
  const dynamic = installed(1, {
    chargingProfileKind: 'Dynamic',
    dynUpdateTime: '2026-01-01T00:00:00Z',
    schedule: { duration: 60 },
  });
  const atMs = ms('2026-01-01T00:00:00Z');
  assert.equal(profileLimitAt(dynamic, atMs + 59_999).period?.limit, 16);
  assert.equal(profileLimitAt(dynamic, atMs).untilMs, atMs + 60_000);
  assert.equal(profileLimitAt(dynamic, atMs + 60_000).period, undefined);
});

test('a profile gives way while the station is offline too long (TC_K_100_CS)', () => {
  const given = installed(1, { maxOfflineDuration: 300 });
  const offlineSinceMs = ms('2026-01-01T00:00:00Z');
  const limitAfter = (seconds: number) =>
    profileLimitAt(given, offlineSinceMs + seconds * 1000, { offlineSinceMs }).period?.limit;
  assert.deepEqual([limitAfter(299), limitAfter(300)], [16, undefined]);
  assert.equal(profileLimitAt(given, offlineSinceMs + 900_000).period?.limit, 16);
});

test('a period that would start after its successor is skipped (K01.FR.97, its example)', () => {
  const profile = profileOf({
    schedule: { randomizedDelay: 900 },
    periods: [0, 300, 600, 900].map((startPeriod, limit) => ({ startPeriod, limit })),
  });
  const startsOf = (delays: readonly number[], duration?: number) =>
    compileProfile(
      {
        evseId: 1,
        source: 'CSO',
        profile: {
          ...profile,
          chargingSchedule: profile.chargingSchedule.map((schedule) => ({
            ...schedule,
            ...(duration === undefined ? {} : { duration }),
          })),
        },
      },
      { delays: [delays] },
    ).periods.map(({ startMs, period }) => [startMs / 1000, period.limit]);
  assert.deepEqual(startsOf([0, 753, 123, 87]), [
    [0, 0],
    [723, 2],
    [987, 3],
  ]);
  assert.deepEqual(startsOf([0, 0, 0, 100], 1000), [
    [0, 0],
    [300, 1],
    [600, 2],
  ]);
});

test('random delays are drawn for each period but the first, up to the most (TC_K_106_CS, TC_K_108_CS)', () => {
  const profile = profileOf({
    schedule: { randomizedDelay: 10 },
    periods: [0, 300, 600].map((startPeriod) => ({ startPeriod, limit: 6 })),
  });
  const draws = [0, 0.9999];
  assert.deepEqual(
    drawRandomDelays(profile, () => draws.shift() ?? 0.5),
    [[0, 0, 10]],
  );
  assert.deepEqual(
    drawRandomDelays(profileOf(), () => 0.5),
    [[0]],
  );
});
