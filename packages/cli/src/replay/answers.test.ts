import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { RecordedAnswers } from './answers.ts';
import { replaySession } from './replay.ts';
import type { FrameStep } from './session.ts';

const frame = (from: FrameStep['from'], parts: readonly unknown[]): FrameStep => ({
  kind: 'frame',
  from,
  text: JSON.stringify(parts),
});
const NOW = { currentTime: '2026-01-01T00:00:00Z' };
const unanswered = frame('ChargingStation', [2, '1', 'StatusNotification', {}]);
const answered = frame('ChargingStation', [2, '1', 'Heartbeat', {}]);
const answer = frame('CSMS', [3, '1', NOW]);

test('an answer belongs to a CALL of its own connection, though ids begin anew', () => {
  const steps = [unanswered, { kind: 'reconnect' }, answered, answer] as const;
  const answers = new RecordedAnswers({ station: 'CS-1', version: '1.6', steps });
  assert.equal(answers.ofCsms(unanswered), undefined);
  assert.deepEqual(answers.ofCsms(answered)?.payload, NOW);
});

test('a CSMS that closes where it did not then is connected to again', async () => {
  const second = frame('ChargingStation', [2, '2', 'Heartbeat', {}]);
  const steps = [answered, answer, second, frame('CSMS', [3, '2', NOW])];
  let dialled = 0;
  const nothing = () => undefined;
  const result = await replaySession(
    { station: 'CS-1', version: '1.6', steps },
    { url: 'ws://csms', identity: 'CS-1', version: '1.6', timeoutMs: 1000 },
    {
      clock: new VirtualClock(),
      dialer: (_target, listener) => {
        dialled += 1;
        queueMicrotask(() => listener.onOpened('ocpp1.6'));
        return {
          bufferedBytes: 0,
          send(text) {
            const [, id] = JSON.parse(text);
            queueMicrotask(() => {
              listener.onText(JSON.stringify([3, id, NOW]));
              listener.onClosed(1001, 'The server stops.');
            });
          },
          ping: nothing,
          setReading: nothing,
          close: nothing,
          terminate: nothing,
        };
      },
    },
  );
  assert.deepEqual([dialled, result.same, result.differences], [2, 2, []]);
});
