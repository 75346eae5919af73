import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InstalledProfile, profileLimitAt, updateDynamicProfile } from '@northbound/energy';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { memoryStorage } from '../nvm/memory.ts';
import { ProfileList } from './profile-list.ts';

/** A station with nothing but profiles. */
class Bench {
  readonly clock = new VirtualClock();
  readonly storage = memoryStorage();
  readonly list = new ProfileList({
    storage: this.storage,
    after: (delayMs, run) => this.clock.after(delayMs, run),
  });
  writes = 0;
  hasRoom = true;

  constructor() {
    const { values } = this.storage;
    for (const how of ['store', 'keep'] as const) {
      const write = values[how].bind(values);
      values[how] = (key, value) => {
        if (this.hasRoom) this.writes += 1;
        return this.hasRoom && write(key, value);
      };
    }
  }

  set(profile: InstalledProfile): boolean {
    const others = this.list.all.filter(({ profile: { id } }) => id !== profile.profile.id);
    return this.list.replace([...others, profile]);
  }

  /** New values of profile 1. */
  update(values: Record<string, number>): boolean {
    const updated = updateDynamicProfile(this.list.all, 1, values, this.clock.epochMs());
    return updated !== undefined && this.list.replaceInTime(updated);
  }

  /** What a power cut would leave. */
  get left(): readonly InstalledProfile[] {
    return new ProfileList({ storage: this.storage, after: () => assert.fail('nothing waits') })
      .all;
  }

  get limits(): readonly (number | undefined)[] {
    return [this.list.all, this.left].map((profiles) => limitAt(profiles, this.clock.epochMs()));
  }
}

function dynamic(atMs: number, values: Record<string, number>, duration?: number) {
  return {
    evseId: 0,
    source: 'CSO',
    profile: {
      id: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Dynamic',
      dynUpdateTime: new Date(atMs).toISOString(),
      chargingSchedule: [
        {
          id: 1,
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 0, ...values }],
          ...(duration !== undefined && { duration }),
        },
      ],
    },
  } satisfies InstalledProfile;
}

function periodAt(profiles: readonly InstalledProfile[], atMs: number) {
  const installed = profiles.find(({ profile }) => profile.id === 1);
  return installed && profileLimitAt(installed, atMs).period;
}

const limitAt = (profiles: readonly InstalledProfile[], atMs: number) =>
  periodAt(profiles, atMs)?.limit;

/** What may be drawn, or given back, in A: as an EVSE would take the profile. */
function reachAt(profiles: readonly InstalledProfile[], atMs: number): [from: number, to: number] {
  const { limit = Infinity, dischargeLimit = -Infinity, setpoint } = periodAt(profiles, atMs) ?? {};
  const [from, to] =
    setpoint === undefined ? [-Infinity, Infinity] : [Math.min(setpoint, 0), Math.max(setpoint, 0)];
  return [Math.max(from, dischargeLimit), Math.min(to, limit)];
}

const values = fc.record(
  {
    limit: fc.integer({ min: 0, max: 6 }),
    dischargeLimit: fc.integer({ min: -4, max: 0 }),
    setpoint: fc.integer({ min: -3, max: 3 }),
  },
  { requiredKeys: ['limit'] },
);

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('update' as const), values }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      values,
      duration: fc.constantFrom(undefined, undefined, 90, 600),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 0, max: 200_000 }),
    }),
  },
);

test('K28.FR.06: what a power cut leaves never allows more than what was in force, and catches up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const bench = new Bench();
      const { clock, list } = bench;
      for (const made of steps) {
        if (made.kind === 'pass') await clock.advance(made.ms);
        else if (made.kind === 'update') bench.update(made.values);
        else if (made.kind === 'clear') list.replace([]);
        else bench.set(dynamic(clock.epochMs(), made.values, made.duration));
        for (const laterMs of [0, 60_000, 300_000, 3_600_000]) {
          const atMs = clock.epochMs() + laterMs;
          const [from, to] = reachAt(list.all, atMs);
          const [leftFrom, leftTo] = reachAt(bench.left, atMs);
          assert.ok(leftFrom >= from && leftTo <= to, `${leftFrom} to ${leftTo}`);
        }
      }
      await clock.advance(300_000);
      assert.deepEqual(periodAt(bench.left, 0), periodAt(list.all, 0));
    }),
    runs(150),
  );
});

test('values that go up and down wear the flash no more than every five minutes', async () => {
  const bench = new Bench();
  bench.set(dynamic(bench.clock.epochMs(), { limit: 16 }));
  bench.writes = 0;
  for (let turn = 0; turn < 720; turn++) {
    bench.update({ limit: turn % 2 === 0 ? 16 : 16.05 });
    await bench.clock.advance(5_000);
  }
  assert.ok(bench.writes <= 24, `${bench.writes} writes`);
  bench.writes = 0;
  for (let turn = 0; turn < 720; turn++) {
    bench.update({ limit: 12 });
    await bench.clock.advance(5_000);
  }
  assert.equal(bench.writes, 1);
});

test('a tighter value that finds no room is in force, and written when there is some', async () => {
  const bench = new Bench();
  bench.set(dynamic(bench.clock.epochMs(), { limit: 16 }));
  bench.hasRoom = false;
  assert.equal(bench.update({ limit: 9.5 }), true);
  assert.deepEqual(bench.limits, [9.5, 16]);
  await bench.clock.advance(400_000);
  bench.hasRoom = true;
  await bench.clock.advance(300_000);
  assert.deepEqual(bench.limits, [9.5, 9.5]);
});
