import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD, startBench } from './testing/bench.ts';

test('2.1 E02: plug first', async () => {
  await using bench = await startBench('2.1');
  const { csms, station } = bench;
  await csms.next('BootNotification');
  await csms.next('NotifyEvent');
  station.plugIn(1);
  station.swipe(CARD, 1);
  await csms.next('TransactionEvent', (p) => p.eventType === 'Started');
  await csms.next('TransactionEvent', (p) => p.triggerReason === 'ChargingStateChanged');
  station.swipe(CARD, 1);
  await csms.next('TransactionEvent', (p) => p.eventType === 'Ended');
  station.plugOut(1);
  await csms.next('NotifyEvent');
  console.log(JSON.stringify(csms.received, null, 1));
  assert.ok(true);
});
