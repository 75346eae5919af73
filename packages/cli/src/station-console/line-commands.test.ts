import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyCharacter, runs } from '@northbound/protocol/testing';
import type { Station } from '@northbound/station';
import fc from 'fast-check';
import { HELP, parseLine } from './line-commands.ts';

/** What a line does to a station: the verbs it calls, with what. */
async function done(line: string, evseCount = 2): Promise<unknown[]> {
  const calls: unknown[] = [];
  const read = parseLine(line, evseCount);
  if (typeof read !== 'object' || !('deed' in read)) return [read];
  const said = await read.deed(recorded(calls));
  return said === undefined ? calls : [...calls, said];
}

test('each word is a verb of the station', async () => {
  const card = { idToken: '04AB', type: 'ISO14443' };
  for (const [line, ...expected] of [
    ['plug', ['plugIn', 1]],
    [' UNPLUG  2 ', ['plugOut', 2]],
    ['swipe 04AB', ['swipe', card, undefined]],
    ['swipe 04AB 2', ['swipe', card, 2]],
    ['bay in 2', ['bay', 2, true]],
    ['bay out', ['bay', 1, false]],
    ['limit energy 5000 2', ['limit', 2, { maxEnergy: 5000 }]],
    ['limit soc 80', ['limit', 1, { maxSoC: 80 }]],
    ['prioritise on', ['prioritise', 1, true]],
    ['constrain 10 a', ['setExternalLimit', { source: 'EMS', limit: 10, unit: 'A', evseId: 0 }]],
    [
      'constrain 7000 W 2',
      ['setExternalLimit', { source: 'EMS', limit: 7000, unit: 'W', evseId: 2 }],
    ],
    ['release', ['clearExternalLimit', 'EMS']],
    ['fault CX001', ['fault', 1, 'CX001']],
    ['clear 2', ['clearFault', 2]],
    ['set A.B 30', ['setVariable', 'A.B', '30'], 'Accepted'],
    [
      'send org.example hello 42',
      ['dataTransfer', { vendorId: 'org.example', messageId: 'hello', data: '42' }],
      'Accepted',
    ],
    ['cut', ['powerCut']],
    ['power', ['start']],
    ['disconnect', ['disconnect']],
    ['connect', ['connect']],
  ] as const) {
    assert.deepEqual(await done(line), expected, line);
  }
  for (const word of ['status', 'help', 'quit'] as const) assert.equal(parseLine(word, 1), word);
  assert.equal(parseLine('   ', 2), undefined);
});

test('says what it cannot read', () => {
  const lines = ['plug 3', 'plug 0', 'swipe', 'swipe A 9', 'dance', 'plug 1 2 3', 'bay', 'bay up'];
  for (const line of [...lines, 'limit energy x', 'constrain 5', 'constrain 5 V', 'status now']) {
    const read = parseLine(line, 2);
    assert.ok(typeof read === 'object' && 'problem' in read, line);
  }
});

test('says why the device model does not take a value', async () => {
  const read = parseLine('set A.B x', 1);
  assert.ok(typeof read === 'object' && 'deed' in read);
  const rejected = {
    status: 'Rejected',
    reasonCode: 'InvalidValue',
    problem: 'is no integer',
  } as const;
  const station = { ...recorded([]), setVariable: () => rejected };
  assert.equal(await read.deed(station), 'Rejected: is no integer');
});

test('help lists every word', () => {
  for (const word of ['plug', 'bay in|out [EVSE]', 'constrain', 'send VENDOR', 'quit']) {
    assert.ok(HELP.includes(word), word);
  }
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: anyCharacter })), (line) => {
      parseLine(line, 1);
    }),
    runs(),
  );
});

/** A station that only remembers what was asked of it. */
function recorded(calls: unknown[]): Station {
  const note =
    <Result>(name: string, result: Result) =>
    (...args: unknown[]): Result => {
      calls.push([name, ...args]);
      return result;
    };
  return {
    identity: 'CS-1',
    start: note('start', Promise.resolve()),
    stop: note('stop', Promise.resolve()),
    powerCut: note('powerCut', undefined),
    powerFailing: note('powerFailing', undefined),
    disconnect: note('disconnect', undefined),
    connect: note('connect', undefined),
    plugIn: note('plugIn', undefined),
    plugOut: note('plugOut', undefined),
    bay: note('bay', undefined),
    limit: note('limit', undefined),
    fault: note('fault', undefined),
    clearFault: note('clearFault', undefined),
    setExternalLimit: note('setExternalLimit', true),
    clearExternalLimit: note('clearExternalLimit', undefined),
    prioritise: note('prioritise', true),
    dataTransfer: note(
      'dataTransfer',
      Promise.resolve({ outcome: 'answered' as const, payload: { status: 'Accepted' as const } }),
    ),
    swipe: note('swipe', undefined),
    setVariable: note('setVariable', { status: 'Accepted' as const }),
    deadLetters: () => [],
    resend: note('resend', true),
    state: () => {
      throw new Error('nobody asks');
    },
    subscribe: () => () => true,
  };
}
