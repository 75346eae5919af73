import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HashingSlots } from './hashing-slots.ts';

/** Slots whose hashes take until somebody ends them. */
function bench() {
  const slots = new HashingSlots();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const refused: string[] = [];
  const ask = (address: string, isKnown = false) => {
    const asked = slots.run(address, isKnown, () => {
      begun.push(address);
      return new Promise<void>((end) => ends.push(end));
    });
    asked.catch(() => refused.push(address));
  };
  const endOne = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { begun, refused, ask, endOne };
}

test('few are hashed at once, and addresses take turns', async () => {
  const { begun, refused, ask, endOne } = bench();
  for (let i = 0; i < 24; i += 1) ask('attacker');
  await endOne();
  ask('office');
  ask('home');
  assert.equal(begun.length, 5);
  assert.ok(begun.every((address) => address === 'attacker'));
  for (let i = 0; i < 4; i += 1) await endOne();
  assert.deepEqual(begun.slice(5), ['attacker', 'office', 'home', 'attacker']);
  for (let i = 0; i < 30; i += 1) await endOne();
  assert.equal(begun.length, 26);
  assert.deepEqual(refused, []);
});

test('an address has a line of its own that can be full, and who is known does not stand in it', async () => {
  const { begun, refused, ask, endOne } = bench();
  for (let i = 0; i < 30; i += 1) ask('attacker');
  ask('attacker', true);
  await endOne();
  assert.deepEqual(refused, Array(6).fill('attacker'), 'four are hashed, twenty wait');
  assert.equal(begun.length, 5);
  for (let i = 0; i < 19; i += 1) await endOne();
  assert.equal(begun.length, 24);
});

test('however many addresses there are, who is known comes in', async () => {
  const { begun, refused, ask, endOne } = bench();
  for (let i = 0; i < 300; i += 1) ask(`bot ${i}`);
  await endOne();
  assert.equal(refused.length, 96);
  ask('somebody');
  ask('ada', true);
  await endOne();
  assert.deepEqual(refused.slice(96), [], 'one place is free again');
  assert.equal(begun.at(-1), 'ada');
});

test('a hash that fails gives its slot back', async () => {
  const slots = new HashingSlots();
  for (let i = 0; i < 10; i += 1)
    await assert.rejects(
      slots.run('a', false, async () => {
        throw new Error('no');
      }),
      /no/,
    );
  assert.equal(await slots.run('a', false, async () => 7), 7);
});
