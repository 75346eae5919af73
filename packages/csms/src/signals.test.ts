import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Signals } from './signals.ts';
import { Station } from './stations/station.ts';

const station = new Station({ id: 'CS-1', admission: 'Known', securityProfile: 0 });

test('every listener of a signal hears it, in the order of their subscriptions', () => {
  const heard: string[] = [];
  const signals = new Signals((error) => assert.ifError(error));
  signals.on('booted', (signal) => heard.push(`first ${signal.station.id}`));
  signals.on('booted', () => heard.push('second'));
  signals.on('connected', () => heard.push('other'));
  signals.emit('booted', { station, previous: station.record });
  assert.deepEqual(heard, ['first CS-1', 'second']);
});

test('a listener that throws is reported and keeps nobody else from hearing', () => {
  const failures: unknown[] = [];
  let heard = 0;
  const signals = new Signals((error) => failures.push(error));
  signals.on('booted', () => {
    throw new Error('broken');
  });
  signals.on('booted', () => {
    heard += 1;
  });
  signals.emit('booted', { station, previous: station.record });
  assert.equal(heard, 1);
  assert.match(String(failures[0]), /broken/);
});
