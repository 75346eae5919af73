import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { memoryStorage } from '../nvm/memory.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { startBench } from '../testing/bench.ts';
import { accepted } from '../testing/independent-csms.ts';
import { SECURITY_LOG_ENTRIES, SecurityLog } from './log.ts';

const SECURED = { password: 'a password of some length' };

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version} A04: critical events are told after the boot, once`, async () => {
    await using bench = await startBench(version, { config: SECURED });
    const { csms, station } = bench;
    await csms.next('SecurityEventNotification');
    await bench.answered();
    const types = () => csms.all('SecurityEventNotification').map(({ payload }) => payload.type);
    assert.deepEqual(types(), ['StartupOfTheDevice']);
    station.powerCut();
    await station.start();
    await csms.next('SecurityEventNotification');
    assert.deepEqual(types(), ['StartupOfTheDevice', 'StartupOfTheDevice']);
    const type = version === '1.6' ? 'Hard' : 'Immediate';
    await csms.call('Reset', { type });
    await csms.next('SecurityEventNotification', (event) => event.type === 'ResetOrReboot');
  });

  test(`${version} A04.FR.02: what happened without a link is told later, after a power cut too`, async () => {
    await using bench = await startBench(version, {
      config: SECURED,
      prepare: (csms) =>
        csms.answers.set('BootNotification', () => accepted({ status: 'Pending' })),
    });
    const { csms, station } = bench;
    await csms.next('BootNotification');
    station.powerCut();
    csms.answers.set('BootNotification', () => accepted());
    await station.start();
    for (let count = 0; count < 2; count++) {
      const { payload } = await csms.next('SecurityEventNotification');
      assert.equal(payload.type, 'StartupOfTheDevice');
    }
  });
}

test('2.1: a clock that is moved far is an event', async () => {
  await using bench = await startBench('2.1', {
    prepare: (csms) =>
      csms.answers.set('BootNotification', () =>
        accepted({ currentTime: '2026-01-01T00:05:00.000Z' }),
      ),
  });
  const { payload } = await bench.csms.next(
    'SecurityEventNotification',
    ({ type }) => type === 'SettingSystemTime',
  );
  assert.match(String(payload.techInfo), /^by (300|299)\.\d s$/);
});

test('the log keeps the newest entries, over reboots', () => {
  const { values } = memoryStorage();
  const log = new SecurityLog(values);
  for (let index = 0; index <= SECURITY_LOG_ENTRIES; index++) {
    log.add({ epochMs: index, type: 'InvalidMessages', techInfo: String(index) });
  }
  const again = new SecurityLog(values);
  assert.deepEqual(again.entries, log.entries);
  assert.equal(again.entries.length, SECURITY_LOG_ENTRIES);
  assert.equal(again.entries[0]?.techInfo, '1');
  const next = again.add({ epochMs: 99, type: 'InvalidMessages' });
  assert.ok(next.seqNo > SECURITY_LOG_ENTRIES);
  assert.equal(again.entries[0]?.techInfo, '2');
});

test('where the flash has less room for it, the log still keeps the newest entries', () => {
  const { values } = flashStorage(new MemoryFlash(TINY), { sizes: TINY_SIZES });
  while (values.store(`list:${values.keys('').length}`, 'x'.repeat(20)));
  for (let freed = 0; freed < 10; freed++) values.delete(`list:${freed}`);
  const log = new SecurityLog(values);
  const most = SECURITY_LOG_ENTRIES;
  for (let index = 0; index < most; index++) log.add({ epochMs: index, type: 'InvalidMessages' });
  const { entries } = new SecurityLog(values);
  assert.deepEqual(entries, log.entries);
  assert.ok(entries.length > 1 && entries.length < most);
  assert.equal(entries.at(-1)?.seqNo, most);
  assert.equal(entries[0]?.seqNo, most - entries.length + 1);
});
