import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CsmsEvent } from '../views.ts';
import { createBus } from './in-process.ts';

function meterValues(stationId: string): CsmsEvent {
  return { type: 'meterValues', at: '2026-01-01T00:00:00.000Z', stationId, values: [] };
}

describe('the bus', () => {
  it('tells each listener what it asked for, until it stops', () => {
    const bus = createBus();
    const heard: string[] = [];
    const listen = (name: string) => (event: CsmsEvent) => heard.push(`${name} ${event.stationId}`);
    const stop = bus.subscribe({}, listen('all'));
    bus.subscribe({ stationId: 'A' }, listen('A'));
    bus.subscribe({ types: ['station'] }, listen('stations'));
    bus.publish(meterValues('A'));
    bus.publish(meterValues('B'));
    stop();
    bus.publish(meterValues('A'));
    assert.deepEqual(heard, ['all A', 'A A', 'all B', 'A A']);
  });

  it('knows whether anybody would hear of it', () => {
    const bus = createBus();
    assert.equal(bus.wants('frame', 'A'), false);
    const stop = bus.subscribe({ types: ['frame'], stationId: 'A' }, () => undefined);
    assert.equal(bus.wants('frame', 'A'), true);
    assert.equal(bus.wants('frame', 'B'), false);
    assert.equal(bus.wants('station', 'A'), false);
    stop();
    assert.equal(bus.wants('frame', 'A'), false);
  });

  it('does not let a listener that fails keep an event from the others', () => {
    const failures: unknown[] = [];
    const bus = createBus((error) => failures.push(error));
    const heard: CsmsEvent[] = [];
    const failure = new Error('a listener of somebody else');
    bus.subscribe({}, () => {
      throw failure;
    });
    bus.subscribe({}, (event) => heard.push(event));
    bus.publish(meterValues('A'));
    assert.equal(heard.length, 1);
    assert.deepEqual(failures, [failure]);
  });
});
