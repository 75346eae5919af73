import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { CallQueue } from './call-queue.ts';
import type { OutboundCall } from './outbound-call.ts';

const call = fc.record({
  messageId: fc.uuid(),
  mayBeRetried: fc.boolean(),
  action: fc.constant('Heartbeat'),
  payload: fc.constant({}),
  text: fc.constant(''),
  priority: fc.integer({ min: -2, max: 2 }),
  replaces: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  timeoutMs: fc.nat(10),
  deadlineMs: fc.nat(10),
  settle: fc.constant(() => undefined),
});

test('higher priority first, then as they came; what leaves the queue is never lost', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      (calls, capacity) => {
        const queue = new CallQueue(capacity);
        const gone: OutboundCall[] = [];
        for (const each of calls) {
          const left = queue.replace(each) ?? queue.add(each);
          if (left !== undefined) gone.push(left);
          assert.ok(queue.length <= capacity);
        }
        const taken: OutboundCall[] = [];
        for (let next = queue.take(); next !== undefined; next = queue.take()) taken.push(next);
        assert.equal(new Set([...gone, ...taken]).size, calls.length);
        for (const [at, next] of taken.entries()) {
          const before = taken[at - 1];
          assert.ok(before === undefined || before.priority >= next.priority);
        }
        const keys = taken.flatMap(({ replaces }) => (replaces === undefined ? [] : [replaces]));
        assert.equal(new Set(keys).size, keys.length, 'one message of a kind');
      },
    ),
    runs(200),
  );
});

test('what is replaced at the same priority leaves its place to the newer', () => {
  const queue = new CallQueue(5);
  const make = (messageId: string, replaces?: string): OutboundCall => ({
    messageId,
    mayBeRetried: false,
    action: 'Heartbeat',
    payload: {},
    text: '',
    priority: 0,
    replaces,
    timeoutMs: 0,
    deadlineMs: 0,
    settle: () => undefined,
  });
  queue.add(make('old', 'status'));
  queue.add(make('other'));
  assert.equal(queue.replace(make('new', 'status'))?.messageId, 'old');
  assert.equal(queue.take()?.messageId, 'new');
});
