import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { BOOT, BOOTED, deferred, EVENTS, idOf, NOW, SessionUnderTest } from './testing.ts';

test('a handler that returns a value is answered in the same tick', () => {
  const station = new SessionUnderTest({ protocol: ocpp21, handlers: { Heartbeat: () => NOW } });
  station.receive([2, 'a', 'Heartbeat', {}]);
  assert.deepEqual(station.take(), [[3, 'a', NOW]]);
});

test('crossed calls: ours is out while we answer theirs', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21, handlers: { Heartbeat: () => NOW } });
  const call = csms.call('ClearCache', {});
  const [sent] = csms.take();
  csms.receive([2, 'theirs', 'Heartbeat', {}]);
  assert.deepEqual(csms.take(), [[3, 'theirs', NOW]]);
  csms.receive([3, idOf(sent), { status: 'Accepted' }]);
  assert.deepEqual(call.outcomes, [{ outcome: 'answered', payload: { status: 'Accepted' } }]);
});

test('a second call waits for the answer to the first; a refusal is an answer', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const first = csms.call('ClearCache', {});
  const second = csms.call('ClearCache', {});
  const [sent, ...more] = csms.take();
  assert.deepEqual(more, []);
  csms.receive([4, idOf(sent), 'NotSupported', 'no cache', { since: 2020 }]);
  assert.deepEqual(first.outcomes, [
    { outcome: 'refused', code: 'NotSupported', description: 'no cache', details: { since: 2020 } },
  ]);
  assert.equal(csms.take().length, 1);
  assert.deepEqual(second.outcomes, []);
});

test('SENDs do not wait for calls, are never answered and keep their order', async () => {
  const got: unknown[] = [];
  const station = new SessionUnderTest({ protocol: ocpp21, role: 'ChargingStation' });
  station.call('Heartbeat', {});
  station.session.send('NotifyPeriodicEventStream', EVENTS);
  assert.deepEqual(
    station.take().map((frame) => frame[0]),
    [2, 6],
  );
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { NotifyPeriodicEventStream: (events: unknown) => void got.push(events) },
  });
  csms.receive([6, 's1', 'NotifyPeriodicEventStream', EVENTS]);
  csms.receive([6, 's1', 'NotifyPeriodicEventStream', EVENTS]);
  csms.receive([6, 's2', 'NotifyPeriodicEventStream', { id: 'x' }]);
  csms.receive([6, 's3', 'Nonsense', {}]);
  csms.receive([6, 's4', 'Heartbeat', {}]);
  csms.receive([6, 's5', 'NotifyPeriodicEventStream']);
  assert.deepEqual(csms.take(), []);
  assert.deepEqual(got, [EVENTS]);
  assert.deepEqual(
    csms.takeReports().map((report) => report.kind),
    ['repeatedMessage', 'refused', 'refused', 'refused', 'unreadableFrame'],
  );
});

test('a SEND whose handler throws is reported and not answered', () => {
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: {
      NotifyPeriodicEventStream: () => {
        throw new Error('disk full');
      },
    },
  });
  csms.receive([6, 's', 'NotifyPeriodicEventStream', EVENTS]);
  assert.deepEqual(csms.take(), []);
  assert.equal(csms.takeReports()[0]?.kind, 'handlerFailed');
});

test('a SEND is for the version and the direction that have it', () => {
  for (const under of [
    new SessionUnderTest({ protocol: ocpp201, role: 'ChargingStation' }),
    new SessionUnderTest({ protocol: ocpp21, role: 'ChargingStation' }),
  ]) {
    under.session.send('Heartbeat', {});
    under.session.send('NotifyPeriodicEventStream', { id: 'no number' });
    assert.deepEqual(under.take(), []);
    assert.deepEqual(
      under.takeReports().map((report) => report.kind),
      ['notSent', 'notSent'],
    );
  }
});

test('inbound calls are handled one at a time and answered in the order of arrival', async () => {
  const first = deferred();
  const handled: string[] = [];
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: {
      BootNotification: () => {
        handled.push('boot');
        return first.promise;
      },
      Heartbeat: () => {
        handled.push('heartbeat');
        return NOW;
      },
    },
  });
  csms.receive([2, 'a', 'BootNotification', BOOT]);
  csms.receive([2, 'b', 'Heartbeat', {}]);
  csms.receive([2, 'c', 'Nonsense', {}]);
  assert.deepEqual(handled, ['boot']);
  assert.deepEqual(csms.take(), []);
  first.resolve(BOOTED);
  await first.promise;
  assert.deepEqual(
    csms.take().map((frame) => [frame[0], frame[1]]),
    [
      [3, 'a'],
      [3, 'b'],
      [4, 'c'],
    ],
  );
  assert.deepEqual(
    csms.takeReports().map((report) => report.kind),
    ['callBeforeAnswer', 'callBeforeAnswer', 'refused'],
  );
});

test('a call may follow a SEND that is still handled', async () => {
  const first = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { NotifyPeriodicEventStream: first.handler, Heartbeat: () => NOW },
  });
  csms.receive([6, 's', 'NotifyPeriodicEventStream', EVENTS]);
  csms.receive([2, 'a', 'Heartbeat', {}]);
  assert.deepEqual(csms.takeReports(), []);
  first.resolve(undefined);
  await first.promise;
  assert.deepEqual(csms.take(), [[3, 'a', NOW]]);
});

test('thousands that wait are answered without a deep stack, and the queue says when it is full', async () => {
  const first = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { BootNotification: first.handler, Heartbeat: () => NOW },
    limits: { inboundQueue: 10 },
  });
  csms.receive([2, 'boot', 'BootNotification', BOOT]);
  for (let count = 0; count < 5_000; count++) {
    assert.equal(csms.session.isInboundFull, count >= 10);
    csms.receive([2, `h${count}`, 'Heartbeat', {}]);
  }
  first.resolve(BOOTED);
  await first.promise;
  assert.equal(csms.take().length, 5_001);
  assert.equal(csms.session.isInboundFull, false);
  assert.equal(csms.drained, 1);
});
