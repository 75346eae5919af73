import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFrame } from '../testing/views.ts';
import {
  actionsIn,
  answerLatencies,
  type FrameFilter,
  filterFrames,
  frameFilterOf,
  mergeFrames,
  payloadSummary,
  prettyFrame,
} from './frames.ts';

test('frames are joined newest first, each once, the oldest beyond the limit dropped', () => {
  const [one, two, three] = [1, 2, 3].map((id) => makeFrame(id, 'A'));
  assert.ok(one && two && three);
  assert.deepEqual(mergeFrames([two, one], [three, two], 10), [three, two, one]);
  assert.deepEqual(mergeFrames([two, one], [three], 2), [three, two]);
});

test('filters by action, message id, direction, trouble and time, as the API does', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
  const { messageType: _none, action: _unknown, ...unreadable } = makeFrame(4, 'A', { at: at(4) });
  const frames = [
    unreadable,
    makeFrame(3, 'A', { messageType: 'CALLERROR', direction: 'out', at: at(3) }),
    makeFrame(2, 'A', { verdict: 'missing', messageId: 'm2', at: at(2) }),
    makeFrame(1, 'A', { action: 'Reset', at: at(1) }),
    { ...unreadable, id: 0, note: true, at: at(0) },
  ];
  const ids = (filter: FrameFilter) => filterFrames(frames, filter).map(({ id }) => id);
  assert.deepEqual(ids({}), [4, 3, 2, 1, 0]);
  assert.deepEqual(ids({ action: 'Reset' }), [1]);
  assert.deepEqual(ids({ messageId: 'm2' }), [2]);
  assert.deepEqual(ids({ direction: 'out' }), [3]);
  assert.deepEqual(ids({ trouble: true }), [4, 3, 2]);
  assert.deepEqual(ids({ trouble: false }), [1, 0]);
  assert.deepEqual(ids({ from: at(1), to: at(3) }), [2, 1]);
  assert.deepEqual(actionsIn(frames), ['Heartbeat', 'Reset']);
});

test('an address that says nonsense filters by nothing', () => {
  const none = { action: undefined, messageId: undefined };
  assert.deepEqual(
    frameFilterOf({ ...none, direction: 'up', trouble: 'yes', from: 'once', to: undefined }),
    {},
  );
  const from = '2026-11-22T10:00:05';
  assert.deepEqual(
    frameFilterOf({ ...none, direction: 'in', trouble: 'false', from, to: undefined }),
    { direction: 'in', trouble: false, from: new Date(2026, 10, 22, 10, 0, 5).toISOString() },
  );
});

test('an answer belongs to the last CALL of the other side with its id', () => {
  const at = (second: number) => new Date(1_000_000 + second * 1000).toISOString();
  const frames = [
    makeFrame(6, 'A', { messageId: '1', messageType: 'CALLRESULT', direction: 'out', at: at(65) }),
    makeFrame(5, 'A', { messageId: '1', at: at(60) }),
    makeFrame(4, 'A', { messageId: '1', messageType: 'CALLERROR', direction: 'in', at: at(9) }),
    makeFrame(3, 'A', { messageId: '1', messageType: 'CALLRESULT', direction: 'out', at: at(2) }),
    makeFrame(2, 'A', { messageId: '1', direction: 'out', at: at(1) }),
    makeFrame(1, 'A', { messageId: '1', at: at(0) }),
  ];
  assert.deepEqual([...answerLatencies(frames)].sort(), [
    [3, 2000],
    [4, 8000],
    [6, 5000],
  ]);
});

test('the payload on one line, and the frame over many', () => {
  const call = makeFrame(1, 'A', { text: '[2,"1","Reset",{"type":"Soft"}]' });
  assert.equal(payloadSummary(call), '{"type":"Soft"}');
  const error = makeFrame(2, 'A', {
    messageType: 'CALLERROR',
    text: '[4,"1","NotSupported","no",{}]',
  });
  assert.equal(payloadSummary(error), '"NotSupported" "no" {}');
  const broken = makeFrame(3, 'A', { text: '[2,"1' });
  assert.equal(payloadSummary(broken), '[2,"1');
  assert.equal(prettyFrame(broken), '[2,"1');
  assert.equal(prettyFrame(call), '[2, "1", "Reset", { "type": "Soft" }]');
  const empty = makeFrame(4, 'A', { text: '[]' });
  assert.equal(prettyFrame(empty), '[]');
});
