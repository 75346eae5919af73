import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { BOOT, BOOTED, deferred, idOf, NOW, SessionUnderTest } from './testing.ts';

test('the same bytes again: the same answer, no second effect', async () => {
  let effects = 0;
  const boot = deferred();
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: {
      DataTransfer: () => {
        effects += 1;
        return { status: 'Accepted', data: effects };
      },
      BootNotification: boot.handler,
    },
  });
  csms.receive([2, '1', 'DataTransfer', { vendorId: 'V' }]);
  csms.receive([2, '1', 'DataTransfer', { vendorId: 'V' }]);
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

test('what ages is not answered from memory: some stations give all their heartbeats one id', () => {
  let seconds = 0;
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: { Heartbeat: () => ({ currentTime: `2026-01-01T00:00:0${seconds++}Z` }) },
  });
  for (let second = 0; second < 3; second++) {
    csms.receive([2, 'hb', 'Heartbeat', {}]);
    assert.deepEqual(csms.take(), [[3, 'hb', { currentTime: `2026-01-01T00:00:0${second}Z` }]]);
  }
  assert.equal(csms.takeReports().length, 2);
});

test('a repeated refusal is the same refusal', () => {
  const csms = new SessionUnderTest({ protocol: ocpp21 });
  csms.receive([2, '1', 'Heartbeat', {}]);
  csms.receive([2, '1', 'Heartbeat', {}]);
  const [first, second] = csms.take();
  assert.deepEqual(first, second);
  assert.equal(first?.[2], 'NotSupported');
});

test('what failed inside is handled anew when it comes again', async () => {
  let isFull = true;
  const csms = new SessionUnderTest({
    protocol: ocpp21,
    handlers: {
      Heartbeat: async () => {
        if (isFull) throw new Error('the disk is full');
        return NOW;
      },
    },
  });
  const repeated = async () => {
    csms.receive([2, '1', 'Heartbeat', {}]);
    await setImmediate();
    return csms.take();
  };
  assert.deepEqual(await repeated(), [[4, '1', 'InternalError', '', {}]]);
  assert.deepEqual(await repeated(), [[4, '1', 'InternalError', '', {}]]);
  isFull = false;
  assert.deepEqual(await repeated(), [[3, '1', NOW]]);
  assert.deepEqual(await repeated(), [[3, '1', NOW]]);
  assert.deepEqual(
    csms.takeReports().map((report) => report.kind),
    ['handlerFailed', 'handlerFailed', 'repeatedMessage'],
  );
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
