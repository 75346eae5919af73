import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { RpcError, SilentRefusal } from '../rpc-error.ts';
import { SessionUnderTest } from './testing.ts';

const NOW = { currentTime: '2026-01-01T00:00:00Z' };
const BOOT = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };
const BOOTED = { ...NOW, interval: 300, status: 'Accepted' };
const EVENTS = { id: 1, pending: 0, basetime: '2026-01-01T00:00:00Z', data: [{ t: 1, v: '230' }] };

/** A promise that a test settles, and a handler that returns it. */
function deferred() {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  return { handler: () => promise, resolve, reject, promise };
}

const idOf = (frame: readonly unknown[] | undefined): string => String(frame?.[1]);

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

test('the same bytes again: the same answer, no second effect', async () => {
  let effects = 0;
  const boot = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: {
      Heartbeat: () => {
        effects += 1;
        return { currentTime: `2026-01-01T00:00:0${effects}Z` };
      },
      BootNotification: boot.handler,
    },
  });
  csms.receive([2, '1', 'Heartbeat', {}]);
  csms.receive([2, '1', 'Heartbeat', {}]);
  assert.equal(effects, 1);
  const [answer, again] = csms.take();
  assert.deepEqual(again, answer);
  // While it is being handled, a repetition waits for the one answer that is coming.
  csms.receive([2, '2', 'BootNotification', BOOT]);
  csms.receive([2, '2', 'BootNotification', BOOT]);
  boot.resolve(BOOTED);
  await boot.promise;
  assert.deepEqual(csms.take(), [[3, '2', BOOTED]]);
  assert.deepEqual(
    csms.takeReports().map((report) => report.kind),
    ['repeatedMessage', 'repeatedMessage'],
  );
});

test('a repeated refusal is the same refusal', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  csms.receive([2, '1', 'Heartbeat', {}]);
  csms.receive([2, '1', 'Heartbeat', {}]);
  const [first, second] = csms.take();
  assert.deepEqual(first, second);
  assert.equal(first?.[2], 'NotSupported');
});

test('an id with other content, or on a new connection, is a new message', () => {
  const make = () => new SessionUnderTest({ protocol: ocpp21, handlers: { Heartbeat: () => NOW } });
  const csms = make();
  csms.receive([2, '1', 'Heartbeat', {}]);
  csms.receive([2, '1', 'Heartbeat', { customData: { vendorId: 'v' } }]);
  assert.equal(csms.take().length, 2);
  assert.deepEqual(csms.takeReports(), [
    { kind: 'reusedMessageId', action: 'Heartbeat', messageId: '1' },
  ]);
  const rebooted = make();
  rebooted.receive([2, '1', 'Heartbeat', {}]);
  assert.deepEqual(rebooted.take(), [[3, '1', NOW]]);
  assert.deepEqual(rebooted.takeReports(), []);
});

test('our ids are short, and unique over calls', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const ids = new Set<string>();
  for (let count = 0; count < 100; count++) {
    csms.call('ClearCache', {});
    const [sent] = csms.take();
    ids.add(idOf(sent));
    csms.receive([3, idOf(sent), { status: 'Accepted' }]);
  }
  assert.equal(ids.size, 100);
  for (const id of ids) assert.ok(id.length <= 36);
});

test('one deadline covers waiting and flight', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const first = csms.call('ClearCache', {}, { timeoutMs: 1000 });
  const second = csms.call('ClearCache', {}, { timeoutMs: 1500 });
  const third = csms.call('ClearCache', {}, { timeoutMs: 900 });
  assert.equal(csms.session.deadlineMs, 900);
  csms.pass(900);
  assert.deepEqual(third.outcomes, [{ outcome: 'timedOut', sent: false }]);
  csms.pass(100);
  assert.deepEqual(first.outcomes, [{ outcome: 'timedOut', sent: true }]);
  assert.equal(csms.take().length, 2, 'the second is sent when the first has timed out');
  csms.pass(499);
  assert.deepEqual(second.outcomes, []);
  csms.pass(1);
  assert.deepEqual(second.outcomes, [{ outcome: 'timedOut', sent: true }]);
  assert.equal(csms.session.deadlineMs, Number.POSITIVE_INFINITY);
});

test('a late answer comes out with its request, and is no outcome', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const payload = { type: 'Immediate' };
  const call = csms.call('Reset', payload, { timeoutMs: 10, messageId: 'mine' });
  csms.pass(10);
  csms.receive([3, 'mine', { status: 'Accepted' }]);
  csms.receive([3, 'mine', { status: 'Accepted' }]);
  assert.deepEqual(call.outcomes, [{ outcome: 'timedOut', sent: true }]);
  assert.deepEqual(csms.takeReports(), [
    {
      kind: 'lateAnswer',
      action: 'Reset',
      messageId: 'mine',
      request: payload,
      answer: { outcome: 'answered', payload: { status: 'Accepted' } },
    },
    { kind: 'answerToNothing', messageId: 'mine' },
  ]);
});

test('answers to nothing are reported and change nothing', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  csms.receive([3, 'x', {}]);
  csms.receive([4, '-1', 'RpcFrameworkError', '', {}]);
  const call = csms.call('ClearCache', {});
  csms.receive([3, 'x', { status: 'Accepted' }]);
  csms.receive([4, 'x', 'InternalError', '', {}]);
  assert.deepEqual(call.outcomes, []);
  assert.deepEqual(
    csms.takeReports().map((report) => report.kind),
    ['answerToNothing', 'answerToNothing', 'answerToNothing', 'answerToNothing'],
  );
});

test('the end of the connection tells sent from unsent', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const flying = csms.call('ClearCache', {});
  const waiting = csms.call('ClearCache', {});
  csms.session.close();
  const late = csms.call('ClearCache', {});
  assert.deepEqual(flying.outcomes, [{ outcome: 'closed', sent: true }]);
  assert.deepEqual(waiting.outcomes, [{ outcome: 'closed', sent: false }]);
  assert.deepEqual(late.outcomes, [{ outcome: 'closed', sent: false }]);
});

test('a handler that is not done when the connection ends answers nobody', async () => {
  const boot = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { BootNotification: boot.handler },
  });
  csms.receive([2, 'a', 'BootNotification', BOOT]);
  csms.session.close();
  boot.resolve(BOOTED);
  await boot.promise;
  csms.receive([2, 'b', 'Heartbeat', {}]);
  assert.deepEqual(csms.take(), []);
});

test('the queue is bounded, gives way to higher priority, and replaces', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21, limits: { outboundQueue: 2 } });
  const flying = csms.call('ClearCache', {});
  const low = csms.call('ClearCache', {}, { priority: -1, messageId: 'low' });
  const old = csms.call('GetLocalListVersion', {}, { replaces: 'list', messageId: 'old' });
  const full = csms.call('ClearCache', {}, { priority: -1, messageId: 'full' });
  const young = csms.call('GetLocalListVersion', {}, { replaces: 'list', messageId: 'young' });
  const high = csms.call('ClearCache', {}, { priority: 1, messageId: 'high' });
  assert.deepEqual(full.outcomes, [{ outcome: 'queueFull' }]);
  assert.deepEqual(old.outcomes, [{ outcome: 'replaced' }]);
  assert.deepEqual(low.outcomes, [{ outcome: 'queueFull' }]);
  for (const call of [flying, young, high]) assert.deepEqual(call.outcomes, []);
  const sent: string[] = [];
  for (let [frame] = csms.take(); frame !== undefined; [frame] = csms.take()) {
    sent.push(idOf(frame));
    csms.receive([4, idOf(frame), 'NotSupported', '', {}]);
  }
  assert.deepEqual(sent.slice(1), ['high', 'young']);
});

test('what does not validate is not sent, and says why', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const [wrong] = csms.call('Reset', { type: 'Now' }).outcomes;
  assert.ok(wrong?.outcome === 'refused' && wrong.local === true);
  assert.equal(wrong.code, 'PropertyConstraintViolation');
  assert.match(wrong.description, /\$\.type/);
  const [cyclic] = csms.call('Nonsense', { toJSON: () => undefined }).outcomes;
  assert.ok(cyclic?.outcome === 'refused' && cyclic.local === true);
  assert.deepEqual(csms.take(), []);
  csms.call('Reset', { type: 'Now' }, { strict: false });
  assert.deepEqual(csms.take()[0]?.slice(2), ['Reset', { type: 'Now' }]);
});

test('an answer that does not validate is an outcome; 2.1 tells the peer', () => {
  for (const protocol of [ocpp16, ocpp201, ocpp21]) {
    const csms = new SessionUnderTest({ protocol });
    const call = csms.call('ClearCache', {}, { messageId: 'm' });
    csms.take();
    csms.receive([3, 'm', { status: 'Perhaps' }]);
    const [outcome] = call.outcomes;
    assert.ok(outcome?.outcome === 'invalidAnswer');
    assert.equal(outcome.violations[0]?.path, '$.status');
    assert.deepEqual(outcome.payload, { status: 'Perhaps' });
    const told = csms.take();
    if (protocol === ocpp21) {
      assert.equal(told.length, 1);
      assert.deepEqual(told[0]?.slice(0, 3), [5, 'm', 'PropertyConstraintViolation']);
      assert.match(String(told[0]?.[3]), /\$\.status/);
    } else {
      assert.deepEqual(told, []);
    }
  }
});

test('an answer that cannot be read as one ends its call', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const noPayload = csms.call('ClearCache', {}, { messageId: 'm1' });
  csms.receive([3, 'm1']);
  const notAnObject = csms.call('ClearCache', {}, { messageId: 'm2' });
  csms.receive([3, 'm2', null]);
  const noCode = csms.call('ClearCache', {}, { messageId: 'm3' });
  csms.receive([4, 'm3', 17]);
  for (const call of [noPayload, notAnObject, noCode]) {
    assert.equal(call.outcomes[0]?.outcome, 'invalidAnswer');
  }
});

test('CALLRESULTERROR of the peer is reported and not answered', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21, handlers: { Heartbeat: () => NOW } });
  csms.receive([2, 'a', 'Heartbeat', {}]);
  csms.take();
  csms.receive([5, 'a', 'FormatViolation', 'what?', {}]);
  assert.deepEqual(csms.take(), []);
  assert.deepEqual(csms.takeReports(), [
    { kind: 'answerRejected', messageId: 'a', code: 'FormatViolation', description: 'what?' },
  ]);
});

test('a refusal with a short or oddly spelled CALLERROR is still a refusal', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const call = csms.call('ClearCache', {}, { messageId: 'm' });
  csms.receive([4, 'm', 'FormationViolation']);
  assert.deepEqual(call.outcomes, [
    { outcome: 'refused', code: 'FormationViolation', description: '', details: {} },
  ]);
  const [report] = csms.takeReports();
  assert.ok(report?.kind === 'lenient');
  assert.deepEqual(
    report.leniencies.map((leniency) => leniency.kind),
    ['frameDefect', 'errorCodeSpelling'],
  );
});

test('handlers refuse with a code of theirs; what else they throw stays inside', async () => {
  const rejected = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp16,
    handlers: {
      Heartbeat: () => {
        throw new RpcError('OccurrenceConstraintViolation', 'x'.repeat(300), { hint: 1 });
      },
      Authorize: () => {
        throw new Error('SELECT * FROM secrets');
      },
      DataTransfer: rejected.handler,
      StatusNotification: () => ({ unexpected: true }),
      MeterValues: () => undefined,
    },
  });
  csms.receive([2, '1', 'Heartbeat', {}]);
  assert.deepEqual(csms.take(), [
    [4, '1', 'OccurenceConstraintViolation', 'x'.repeat(255), { hint: 1 }],
  ]);
  csms.receive([2, '2', 'Authorize', { idTag: 'A' }]);
  csms.receive([2, '3', 'DataTransfer', { vendorId: 'v' }]);
  rejected.reject(new Error('secret'));
  await assert.rejects(rejected.promise);
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
  csms.receive([2, '4', 'StatusNotification', status]);
  csms.receive([
    2,
    '5',
    'MeterValues',
    {
      connectorId: 1,
      meterValue: [{ timestamp: NOW.currentTime, sampledValue: [{ value: '1' }] }],
    },
  ]);
  assert.deepEqual(csms.take(), [
    [4, '2', 'InternalError', '', {}],
    [4, '3', 'InternalError', '', {}],
    [4, '4', 'InternalError', '', {}],
    [4, '5', 'InternalError', '', {}],
  ]);
  assert.equal(csms.takeReports().filter(({ kind }) => kind === 'handlerFailed').length, 4);
});

test('the gate refuses before the payload is looked at, in both directions', () => {
  let accepted = false;
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { Heartbeat: () => NOW, BootNotification: () => BOOTED },
    gate: (action, direction) =>
      accepted || (direction === 'in' && action === 'BootNotification')
        ? undefined
        : new RpcError('SecurityError', 'Not before the boot is accepted.'),
  });
  csms.receive([2, '1', 'Heartbeat', { nonsense: 1 }]);
  assert.equal(csms.take()[0]?.[2], 'SecurityError');
  const [outcome] = csms.call('ClearCache', {}).outcomes;
  assert.ok(outcome?.outcome === 'refused' && outcome.local && outcome.code === 'SecurityError');
  csms.receive([2, '2', 'BootNotification', BOOT]);
  assert.equal(csms.take()[0]?.[0], 3);
  accepted = true;
  csms.receive([2, '3', 'Heartbeat', {}]);
  assert.equal(csms.take()[0]?.[0], 3);
});

test('a silent refusal: no answer and no handler, neither for a repetition, and then as always', () => {
  let isShut = true;
  let handled = 0;
  const station = new SessionUnderTest({
    protocol: ocpp21,
    role: 'ChargingStation',
    handlers: {
      ClearCache: () => {
        handled += 1;
        return { status: 'Accepted' };
      },
    },
    gate: () => (isShut ? new SilentRefusal('SecurityError', 'The boot was rejected.') : undefined),
  });
  station.receive([2, '1', 'ClearCache', {}]);
  station.receive([2, '1', 'ClearCache', {}]);
  assert.deepEqual(station.take(), []);
  assert.deepEqual(
    station.takeReports().map(({ kind }) => kind),
    ['refused', 'repeatedMessage'],
  );
  isShut = false;
  station.receive([2, '2', 'ClearCache', {}]);
  assert.deepEqual(station.take(), [[3, '2', { status: 'Accepted' }]]);
  assert.equal(handled, 1);
});

test('what the tolerance forgives is taken in its repaired form, and reported', () => {
  const boot = { ...BOOT, chargingStation: { model: 'M'.repeat(21), vendorName: 'V' } };
  let got: unknown;
  const handlers = {
    BootNotification: (payload: unknown) => {
      got = payload;
      return BOOTED;
    },
  };
  const strict = new SessionUnderTest({ protocol: ocpp21, handlers });
  strict.receive([2, 'a', 'BootNotification', boot]);
  assert.equal(strict.take()[0]?.[2], 'PropertyConstraintViolation');
  const lenient = new SessionUnderTest({ protocol: ocpp21, handlers, tolerance: 'all' });
  lenient.receive([2, 'a', 'BootNotification', boot]);
  assert.equal(lenient.take()[0]?.[0], 3);
  assert.deepEqual(got, { ...BOOT, chargingStation: { model: 'M'.repeat(20), vendorName: 'V' } });
  const [report] = lenient.takeReports();
  assert.ok(report?.kind === 'lenient' && report.messageId === 'a');
  assert.equal(report.leniencies[0]?.path, '$.chargingStation.model');
});

test('a binary message is unreadable: 2.x says so, 1.6 has no way to', () => {
  for (const protocol of [ocpp16, ocpp201, ocpp21]) {
    const csms = new SessionUnderTest({ protocol });
    csms.session.receiveBinary(new Uint8Array([0, 255]));
    const answered = csms.take().map((frame) => frame.slice(0, 3));
    assert.deepEqual(answered, protocol === ocpp16 ? [] : [[4, '-1', 'RpcFrameworkError']]);
  }
});
