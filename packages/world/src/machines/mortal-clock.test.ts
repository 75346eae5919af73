import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { MortalClock, WallClock } from './mortal-clock.ts';

const H = 3_600_000;

test('a wall clock is as wrong as it has become, whichever life looks at it', async () => {
  const world = new VirtualClock(1_000 * H, 'promises');
  const wall = new WallClock(world, { offsetMs: -5_000, driftPpm: 50 });
  const first = new MortalClock(world, wall);
  assert.equal(first.epochMs(), 1_000 * H - 5_000);
  await world.advance(10 * H);
  // 50 ppm of ten hours are 1.8 s.
  assert.equal(first.epochMs(), 1_010 * H - 3_200);
  first.die();
  wall.jump(-2 * H);
  await world.advance(10 * H);
  const second = new MortalClock(world, wall);
  assert.equal(second.monotonicMs(), 0);
  assert.equal(second.epochMs(), 1_018 * H - 1_400);
  assert.equal(new MortalClock(world).epochMs(), 1_020 * H);
});

test('what a life has planned dies with it', async () => {
  const world = new VirtualClock(0, 'promises');
  const [first, second] = [new MortalClock(world), new MortalClock(world)];
  const done: string[] = [];
  for (const [name, clock] of Object.entries({ first, second })) {
    clock.after(100, () => done.push(name));
  }
  first.die();
  await world.advance(200);
  assert.deepEqual(done, ['second']);
});
