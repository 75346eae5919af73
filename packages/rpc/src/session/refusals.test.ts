import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { RpcError, SilentRefusal } from '../rpc-error.ts';
import { BOOT, BOOTED, deferred, NOW, SessionUnderTest } from './testing.ts';

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

test('a gate that fails refuses, in both directions, and what comes next is as always', async () => {
  let fails = true;
  const slow = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { Heartbeat: () => NOW, Authorize: slow.handler },
    gate: (action) => {
      if (fails && action === 'Heartbeat') throw new TypeError('no such context');
      if (fails && action === 'Reset') throw new RpcError('SecurityError', 'Not now.');
      if (fails && action === 'ClearCache') throw new TypeError('no such context');
      return undefined;
    },
  });
  csms.receive([2, '1', 'Heartbeat', {}]);
  assert.deepEqual(csms.take()[0]?.slice(0, 3), [4, '1', 'InternalError']);
  assert.deepEqual(
    csms.takeReports().map(({ kind }) => kind),
    ['handlerFailed'],
  );
  for (const [action, payload, code] of [
    ['ClearCache', {}, 'InternalError'],
    ['Reset', { type: 'OnIdle' }, 'SecurityError'],
  ] as const) {
    const [outcome] = csms.call(action, payload).outcomes;
    assert.ok(outcome?.outcome === 'refused' && outcome.local === true);
    assert.equal(outcome.code, code);
  }
  // Behind one that waits, where nobody is left who could catch it.
  csms.receive([2, '2', 'Authorize', { idToken: { idToken: 'A', type: 'Central' } }]);
  csms.receive([2, '3', 'Heartbeat', {}]);
  slow.resolve({ idTokenInfo: { status: 'Accepted' } });
  await slow.promise;
  assert.deepEqual(
    csms.take().map(([type, id]) => [type, id]),
    [
      [3, '2'],
      [4, '3'],
    ],
  );
  fails = false;
  csms.receive([2, '4', 'Heartbeat', {}]);
  assert.deepEqual(csms.take(), [[3, '4', NOW]]);
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

test('a refusal names the action that does not exist, as far as it needs', () => {
  const csms = new SessionUnderTest({ protocol: ocpp16 });
  csms.receive([2, 'a', 'CustomOperation', {}]);
  csms.receive([2, 'b', 'x'.repeat(1_000), {}]);
  const [short, long] = csms.take();
  assert.deepEqual(short?.slice(0, 4), [
    4,
    'a',
    'NotImplemented',
    'This version has no action "CustomOperation".',
  ]);
  assert.ok(String(long?.[3]).length < 255);
});

test('a refusal with details that cannot be written is an InternalError, and the next message is handled', async () => {
  const circular: Record<string, unknown> = {};
  circular.itself = circular;
  for (const details of [circular, { count: 1n }]) {
    const refusal = new RpcError('GenericError', 'The store is busy.', details);
    for (const handler of [
      () => Promise.reject(refusal),
      () => {
        throw refusal;
      },
    ]) {
      const csms = new SessionUnderTest({
        protocol: ocpp21,
        handlers: { BootNotification: handler, Heartbeat: () => NOW },
      });
      csms.receive([2, 'a', 'BootNotification', BOOT]);
      csms.receive([2, 'b', 'Heartbeat', {}]);
      await Promise.resolve();
      await Promise.resolve();
      assert.deepEqual(csms.take(), [
        [4, 'a', 'InternalError', '', {}],
        [3, 'b', NOW],
      ]);
      assert.ok(csms.takeReports().some(({ kind }) => kind === 'handlerFailed'));
    }
  }
});

test('an id that every peer must refuse is not sent', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  for (const messageId of ['', 'x'.repeat(37)]) {
    const [outcome] = csms.call('ClearCache', {}, { messageId }).outcomes;
    assert.ok(outcome?.outcome === 'refused' && outcome.local === true);
  }
  assert.deepEqual(csms.take(), []);
});
