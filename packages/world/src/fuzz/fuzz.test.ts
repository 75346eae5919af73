import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import { fuzzCertificates } from './certificates/run.ts';
import { Draw } from './draw.ts';
import { fuzzFlash } from './flash/run.ts';
import { csmsTargets } from './frames/csms-target.ts';
import { expectationOf } from './frames/expectation.ts';
import { fuzzFrames } from './frames/run.ts';
import { stationTargets } from './frames/station-target.ts';
import type { FrameTargets } from './frames/target.ts';
import { HeapWatch } from './heap.ts';

/** How many times more than usual; `northbound world fuzz` is the way to millions. */
const SCALE = Number(process.env.NB_FUZZ ?? 1);
const { seed: SEED = 1 } = runs();

test('damaged frames bring neither side out of its rules', async () => {
  const targets = [csmsTargets, stationTargets];
  const { failure } = await fuzzFrames({ seed: SEED, count: 1_200 * SCALE, targets });
  assert.equal(failure, undefined);
});

test('damaged flash is read without a lie, and a station boots on it', async () => {
  const { failure } = await fuzzFlash({ seed: SEED, count: 150 * SCALE });
  assert.equal(failure, undefined);
});

test('damaged certificates have a reason, and no exception', async () => {
  const { failure } = await fuzzCertificates({ seed: SEED, count: 150 * SCALE });
  assert.equal(failure, undefined);
});

test('what goes wrong is found, and shrinks to what it takes', async () => {
  const targets: FrameTargets = {
    name: 'fragile',
    role: 'CSMS',
    start: async () => ({
      play: async ({ steps }) =>
        steps.some((step) => step.do === 'frame' && step.text.includes('"Heartbeat"'))
          ? ['it falls']
          : [],
      end: async () => undefined,
    }),
  };
  const { failure } = await fuzzFrames({ seed: 1, count: 6_000, targets: [targets] });
  assert.ok(failure?.happensAlone);
  assert.equal(failure.smallest.steps.length, 1);
  assert.deepEqual(failure.complaints, ['it falls']);
});

test('what the standard wants as an answer', () => {
  const codesOf = (text: string, protocol: typeof ocpp16 | typeof ocpp201 | typeof ocpp21) => {
    const expected = expectationOf(text, protocol, 'CSMS', []);
    return expected && [expected.id, ...expected.codes];
  };
  assert.equal(codesOf('{', ocpp16), undefined);
  assert.deepEqual(codesOf('{', ocpp21), ['-1', 'RpcFrameworkError']);
  assert.deepEqual(codesOf('[7,"a"]', ocpp201), ['a', 'MessageTypeNotSupported']);
  assert.equal(codesOf('[7,"a"]', ocpp21), undefined);
  assert.deepEqual(codesOf('[2,"a","Reset",{"type":"Hard"}]', ocpp16), ['a', 'NotSupported']);
  assert.deepEqual(codesOf('[2,"a","Nonsense",{}]', ocpp16), ['a', 'NotImplemented']);
  assert.deepEqual(codesOf('[2,"a","Authorize",{}]', ocpp16), [
    'a',
    'OccurenceConstraintViolation',
  ]);
  assert.deepEqual(codesOf('[2,"a","Heartbeat",{}]', ocpp21), ['a']);
  assert.equal(codesOf('[6,"a","NotifyPeriodicEventStream",{}]', ocpp21), undefined);
});

test('a heap that grows is complained about, one that only breathes is not', () => {
  const watch = (bytesAt: (look: number) => number) => {
    let look = 0;
    const heap = new HeapWatch({ heapBytes: () => bytesAt(look++) });
    for (let looks = 0; looks < 12; looks++) heap.look();
    return heap.findings().memory;
  };
  const megabyte = 1024 * 1024;
  const draw = new Draw(seededRandom(1));
  assert.equal(
    watch(() => (100 + 10 * draw.next()) * megabyte),
    undefined,
  );
  assert.match(watch((look) => (100 + 3 * look) * megabyte) ?? '', /grew from 103/);
});
