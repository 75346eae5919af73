import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { Layers, Spells } from './spells.ts';

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

test('layers that overlap hold together, and each ends by itself', async () => {
  const clock = new VirtualClock(0, 'promises');
  const layers = new Layers<string>(clock);
  const seen: string[] = [];
  const begin = (layer: string, forMs: number) =>
    layers.last('CS-1', layer, forMs, (active) =>
      seen.push(`${clock.monotonicMs()} ${active.join('+')}`),
    );
  begin('slow', 100);
  begin('narrow', 30);
  await clock.advance(50);
  begin('narrow', 200);
  layers.last('CS-2', 'slow', 10, () => undefined);
  await clock.advance(300);
  assert.deepEqual(seen, [
    ...['0 slow', '0 slow+narrow', '30 slow', '50 slow+narrow', '100 narrow', '250 '],
  ]);
  begin('slow', 100);
  layers.clear();
  await clock.advance(200);
  assert.deepEqual(seen.slice(6), ['350 slow']);
});
