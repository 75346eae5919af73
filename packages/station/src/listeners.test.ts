import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationEvent } from './events.ts';
import { Listeners } from './listeners.ts';

test('who watches is told what it wants, and what nobody wants is known', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const listeners = new Listeners();
  const told: string[] = [];
  const hear = (who: string) => (event: StationEvent) => void told.push(`${who} ${event.type}`);
  assert.ok(!listeners.want('power'));
  const end = listeners.add({ listener: hear('some'), only: new Set(['power']) });
  assert.ok(listeners.want('power'));
  assert.ok(!listeners.want('link'));
  const endAll = listeners.add({ listener: hear('all'), only: undefined });
  assert.ok(listeners.want('link'));
  listeners.tell({ at, type: 'power', on: true });
  listeners.tell({ at, type: 'link', connected: true });
  endAll();
  listeners.tell({ at, type: 'power', on: false });
  end();
  assert.ok(!listeners.want('power'));
  assert.deepEqual(told, ['some power', 'all power', 'all link', 'some power']);
});
