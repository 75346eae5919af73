import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { BOOT, BOOTED, deferred, idOf, SessionUnderTest } from './testing.ts';

test('a call waits as long for its turn, and again for its answer once it is sent', () => {
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
  csms.pass(1499);
  assert.deepEqual(second.outcomes, []);
  csms.pass(1);
  assert.deepEqual(second.outcomes, [{ outcome: 'timedOut', sent: true }]);
  assert.equal(csms.session.deadlineMs, Number.POSITIVE_INFINITY);
});

test('an answer that is slow is in time, however long its call has waited', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  csms.call('ClearCache', {}, { timeoutMs: 1000 });
  const second = csms.call('ClearCache', {}, { timeoutMs: 1000 });
  csms.pass(900);
  csms.receive([3, idOf(csms.take()[0]), { status: 'Accepted' }]);
  assert.equal(csms.session.deadlineMs, 1900);
  csms.pass(900);
  csms.receive([3, idOf(csms.take()[0]), { status: 'Accepted' }]);
  assert.deepEqual(second.outcomes, [{ outcome: 'answered', payload: { status: 'Accepted' } }]);
});

test('a call whose turn comes in the moment in which it has waited long enough is sent', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  csms.call('ClearCache', {}, { timeoutMs: 1000 });
  const second = csms.call('ClearCache', {}, { timeoutMs: 1000 });
  const third = csms.call('ClearCache', {}, { timeoutMs: 1000 });
  csms.pass(1000);
  assert.equal(csms.take().length, 2);
  assert.deepEqual(second.outcomes, []);
  assert.deepEqual(third.outcomes, [{ outcome: 'timedOut', sent: false }]);
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

test('a late answer answers the same message when it is to be sent again', () => {
  const station = new SessionUnderTest({ protocol: ocpp21, role: 'ChargingStation' });
  const again = (messageId?: string, data = 'same') => {
    const payload = { vendorId: 'com.example', data };
    const named = messageId === undefined ? {} : { messageId };
    return station.call('DataTransfer', payload, { timeoutMs: 10, ...named });
  };
  const accepted = { outcome: 'answered', payload: { status: 'Accepted' } };
  again('mine');
  station.pass(10);
  station.receive([3, 'mine', { status: 'Accepted' }]);
  station.take();
  assert.deepEqual(again('mine').outcomes, [accepted]);
  assert.deepEqual(station.take(), [], 'it is not sent again');
  assert.deepEqual(again('mine').outcomes, [], 'once');
  station.pass(10);
  station.receive([3, 'mine', { status: 'Accepted' }]);
  station.take();
  assert.deepEqual(again('mine', 'other').outcomes, [], 'only word for word');
  station.receive([3, 'mine', { status: 'Rejected' }]);
  again('refused');
  station.pass(10);
  station.receive([4, 'refused', 'InternalError', '', {}]);
  station.take();
  assert.deepEqual(again('refused').outcomes, [], 'what was refused may be taken now');
  assert.equal(station.take().length, 1);
});

test('of the calls that timed out, and of their late answers, the last four are known', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  const ids = ['0', '1', '2', '3', '4', '5'];
  const answerOf = (messageId: string) => [3, messageId, { status: 'Accepted' }];
  for (const messageId of ids) {
    csms.call('ClearCache', {}, { messageId, timeoutMs: 10 });
    csms.pass(10);
  }
  for (const messageId of ids) csms.receive(answerOf(messageId));
  const reports = csms.takeReports().map(({ kind }) => kind);
  assert.deepEqual(reports, [...Array(2).fill('answerToNothing'), ...Array(4).fill('lateAnswer')]);
  // Two more, whose answers take the place of the oldest two that came late.
  for (const messageId of ['6', '7']) {
    csms.call('ClearCache', {}, { messageId, timeoutMs: 10 });
    csms.pass(10);
    csms.receive(answerOf(messageId));
  }
  csms.take();
  for (const messageId of ['2', '3']) {
    csms.call('ClearCache', {}, { messageId });
    assert.deepEqual(csms.take(), [[2, messageId, 'ClearCache', {}]]);
    csms.receive(answerOf(messageId));
  }
  for (const messageId of ['4', '5', '6', '7']) {
    assert.equal(csms.call('ClearCache', {}, { messageId }).outcomes[0]?.outcome, 'answered');
  }
  assert.deepEqual(csms.take(), []);
});

test('what is no time to wait is refused, and disturbs no deadline', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  for (const timeoutMs of [Number.NaN, -1]) {
    const [outcome] = csms.call('ClearCache', {}, { timeoutMs }).outcomes;
    assert.ok(outcome?.outcome === 'refused' && outcome.local === true);
    assert.match(outcome.description, /no time to wait/);
  }
  assert.deepEqual([csms.take(), csms.session.deadlineMs], [[], Number.POSITIVE_INFINITY]);
  csms.call('ClearCache', {}, { timeoutMs: Number.POSITIVE_INFINITY });
  assert.deepEqual([csms.take().length, csms.session.deadlineMs], [1, Number.POSITIVE_INFINITY]);
});

test('an id of ours has 36 characters at most, and one at least', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  for (const messageId of ['', 'x'.repeat(37)]) {
    const [outcome] = csms.call('ClearCache', {}, { messageId }).outcomes;
    assert.ok(outcome?.outcome === 'refused' && outcome.local === true);
  }
  assert.deepEqual(csms.take(), []);
  csms.call('ClearCache', {}, { messageId: 'x'.repeat(36) });
  assert.equal(csms.take().length, 1);
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
