import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { DEFAULT_GEOMETRY } from '../nvm/sizes.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** Security profile 1, so that 1.6 tells security events. */
const CONFIG = { password: 'a password of some length' };

function bench(flash: MemoryFlash): VirtualBench {
  return new VirtualBench('2.1', { config: CONFIG, ports: { storage: flashStorage(flash) } });
}

function eventsOf(at: VirtualBench): Record<string, unknown>[] {
  return at
    .got('NotifyEvent')
    .flatMap(({ eventData }) => (Array.isArray(eventData) ? eventData : []));
}

test('2.1 N07: an event that is on its way when the power goes is told after the boot', async () => {
  const flash = new MemoryFlash(DEFAULT_GEOMETRY);
  const at = bench(flash);
  await at.begin();
  at.answers.set('NotifyEvent', () => 'silence');
  at.station.fault(1, 'CX010');
  // It has left, and nobody has answered.
  await at.pass(50);
  const isOurs = ({ techCode }: Record<string, unknown>) => techCode === 'CX010';
  const [told] = eventsOf(at).filter(isOurs);
  assert.ok(told);
  at.answers.delete('NotifyEvent');
  await at.cutPower(10_000);
  const again = eventsOf(at).filter(({ eventId }) => eventId === told.eventId);
  assert.deepEqual(again, [told, told]);
  await at.end();
});

test('2.1 A04: a security event keeps its message id over a power cut', async () => {
  const at = bench(new MemoryFlash(DEFAULT_GEOMETRY));
  at.answers.set('SecurityEventNotification', () => 'silence');
  await at.begin();
  await at.pass(1_000);
  const sent = () =>
    at.network.received.filter(({ action }) => action === 'SecurityEventNotification');
  const [first] = sent();
  assert.equal(first?.payload.type, 'StartupOfTheDevice');
  at.answers.delete('SecurityEventNotification');
  await at.cutPower(10_000);
  assert.deepEqual(sent()[1], first);
  assert.equal(sent().length, 3, 'and the one of this boot');
  await at.end();
});

test('2.1: a security event that nobody answers moves to the dead letters, and can be sent again', async () => {
  const at = bench(new MemoryFlash(DEFAULT_GEOMETRY));
  at.answers.set('SecurityEventNotification', () => 'silence');
  await at.begin();
  await at.pass(600_000);
  const [letter] = at.station.deadLetters();
  assert.equal(letter?.lane, 'security');
  at.answers.delete('SecurityEventNotification');
  const before = at.got('SecurityEventNotification').length;
  assert.ok(at.station.resend(letter.id));
  await at.pass(5_000);
  assert.ok(at.got('SecurityEventNotification').length > before);
  assert.deepEqual(at.station.deadLetters(), []);
  await at.end();
});
