import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { Spells } from './spells.ts';

test('spells that overlap are one, and end once', async () => {
  const clock = new VirtualClock(0, 'promises');
  const spells = new Spells(clock);
  const over: string[] = [];
  const begin = (key: string, forMs: number) =>
    spells.last(key, forMs, () => over.push(`${key} ${clock.monotonicMs()}`));
  begin('outage', 100);
  begin('power', 30);
  await clock.advance(50);
  begin('outage', 200);
  begin('outage', 10);
  await clock.advance(300);
  begin('outage', 20);
  await clock.advance(50);
  assert.deepEqual(over, ['power 30', 'outage 250', 'outage 370']);
});
