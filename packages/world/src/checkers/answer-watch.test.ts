import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerWatch } from './answer-watch.ts';

test('failure: an answer that says that something is broken, or that the other side is', () => {
  const alive = { isAlive: true };
  const told = (
    by: 'station' | 'csms',
    code: string,
    { type = 4, excusedUntilMs = 0, action = 'GetLog' } = {},
  ) => {
    const watch = new AnswerWatch();
    watch.excuseErrors(excusedUntilMs);
    watch.taken('CS-1', alive, by, `[2,"a","${action}",{}]`, 1_000);
    watch.sent('CS-1', alive, by, `[${type},"a","${code}","",{}]`, 1_000_000);
    return watch.violations.filter(({ rule }) => rule === 'failure').map(({ what }) => what);
  };
  assert.deepEqual(told('station', 'SecurityError'), []);
  assert.deepEqual(told('station', 'RpcFrameworkError'), []);
  // Nobody spoils what a station sends, and none sends before it may.
  assert.equal(told('csms', 'RpcFrameworkError').length, 1);
  assert.equal(told('csms', 'SecurityError').length, 1);
  assert.deepEqual(told('station', 'InternalError'), ['answered GetLog with InternalError']);
  assert.deepEqual(told('csms', 'FormatViolation'), ['answered GetLog with FormatViolation']);
  // 1.6 with security updates by another message.
  assert.deepEqual(told('station', 'NotSupported', { action: 'UpdateFirmware' }), []);
  assert.equal(told('station', 'NotSupported').length, 1);
  // The store refuses: that is no bug of the CSMS, and excuses no station.
  assert.deepEqual(told('csms', 'InternalError', { excusedUntilMs: 990_000 }), []);
  assert.equal(told('csms', 'InternalError', { excusedUntilMs: 900_000 }).length, 1);
  assert.equal(told('station', 'InternalError', { excusedUntilMs: 990_000 }).length, 1);
  // What the CSMS answers is spoiled on its way now and then; what a station answers never is.
  assert.deepEqual(told('station', 'FormatViolation', { type: 5 }), []);
  assert.equal(told('csms', 'FormatViolation', { type: 5 }).length, 1);
});
