import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  encodeCall,
  encodeCallError,
  encodeCallResult,
  encodeCallResultError,
  encodeSend,
  type FrameProblemKind,
  parseFrame,
} from './frames.ts';
import { runs } from './testing/runs.ts';
import type { Version } from './version.ts';

const messageId = fc.string({ minLength: 1, maxLength: 36, unit: 'grapheme-ascii' });
const payload = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });

/** What JSON makes of it: no -0, no `__proto__` that is a prototype. */
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('what is encoded is what is parsed', () => {
  fc.assert(
    fc.property(messageId, fc.string({ minLength: 1 }), payload, (id, name, body) => {
      const call = { messageId: id, action: name, payload: overTheWire(body) };
      assert.deepEqual(parseFrame(encodeCall(id, name, body), '1.6'), { type: 'CALL', ...call });
      assert.deepEqual(parseFrame(encodeSend(id, name, body), '2.1'), { type: 'SEND', ...call });
      const result = { type: 'CALLRESULT', messageId: id, payload: overTheWire(body) };
      assert.deepEqual(parseFrame(encodeCallResult(id, body), '2.0.1'), result);
      const error = { messageId: id, code: name, description: 'why', details: overTheWire(body) };
      assert.deepEqual(parseFrame(encodeCallError(id, name, 'why', body), '1.6'), {
        type: 'CALLERROR',
        ...error,
      });
      assert.deepEqual(parseFrame(encodeCallResultError(id, name, 'why', body), '2.1'), {
        type: 'CALLRESULTERROR',
        ...error,
      });
    }),
    runs(100),
  );
});

test('an encoded frame is JSON that equals the plain encoding', () => {
  fc.assert(
    fc.property(messageId, payload, (id, body) => {
      assert.equal(encodeCall(id, 'A', body), JSON.stringify([2, id, 'A', body]));
      assert.equal(encodeCallResult(id, body), JSON.stringify([3, id, body]));
    }),
    runs(100),
  );
});

test('any text is a frame or a problem', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      assert.ok(parseFrame(text, '2.1').type !== undefined);
    }),
    runs(300),
  );
});

const ID_37 = 'x'.repeat(37);
const PROBLEMS: readonly (readonly [string, Version, FrameProblemKind, string | undefined])[] = [
  ['', '1.6', 'notJson', undefined],
  ['[2,"1","Heartbeat",{}', '2.1', 'notJson', undefined],
  ['{}', '2.1', 'notArray', undefined],
  ['null', '2.1', 'notArray', undefined],
  ['"[2]"', '1.6', 'notArray', undefined],
  ['[]', '1.6', 'empty', undefined],
  ['[1,"1","Heartbeat",{}]', '1.6', 'unknownType', '1'],
  ['[7,"1",{}]', '2.1', 'unknownType', '1'],
  ['[2.5,"1",{}]', '2.1', 'unknownType', '1'],
  ['[-1,"1",{}]', '2.1', 'unknownType', '1'],
  ['["2","1","Heartbeat",{}]', '2.1', 'unknownType', '1'],
  ['[5,"1","GenericError","",{}]', '2.0.1', 'unknownType', '1'],
  ['[6,"1","NotifyPeriodicEventStream",{}]', '1.6', 'unknownType', '1'],
  ['[7]', '2.1', 'unknownType', undefined],
  ['[2]', '2.1', 'badId', undefined],
  ['[2,"","Heartbeat",{}]', '2.1', 'badId', undefined],
  ['[2,1,"Heartbeat",{}]', '2.1', 'badId', undefined],
  ['[2,null,"Heartbeat",{}]', '2.1', 'badId', undefined],
  [`[2,"${ID_37}","Heartbeat",{}]`, '2.1', 'badId', ID_37],
  ['[2,"1"]', '2.1', 'wrongLength', '1'],
  ['[2,"1","Heartbeat"]', '2.1', 'wrongLength', '1'],
  ['[2,"1","Heartbeat",{},{}]', '2.1', 'wrongLength', '1'],
  ['[3,"1"]', '2.1', 'wrongLength', '1'],
  ['[3,"1",{},1]', '2.1', 'wrongLength', '1'],
  ['[4,"1"]', '2.1', 'wrongLength', '1'],
  ['[4,"1","GenericError","",{},1]', '2.1', 'wrongLength', '1'],
  ['[2,"1",5,{}]', '2.1', 'badAction', '1'],
  ['[2,"1","",{}]', '2.1', 'badAction', '1'],
  ['[4,"1",404,"",{}]', '2.1', 'badErrorCode', '1'],
];

for (const [text, version, expected, id] of PROBLEMS) {
  test(`${version}: ${text.slice(0, 40)} is ${expected}`, () => {
    const frame = parseFrame(text, version);
    assert.ok(frame.type === 'problem');
    assert.equal(frame.problem, expected);
    assert.equal(frame.messageId, id);
  });
}

test('a message id of 36 characters passes, counted in code points', () => {
  assert.equal(parseFrame(`[3,"${'😀'.repeat(36)}",{}]`, '2.1').type, 'CALLRESULT');
});

test('an error keeps its code when the rest is missing or wrong', () => {
  assert.deepEqual(parseFrame('[4,"1","NotSupported"]', '1.6'), {
    type: 'CALLERROR',
    messageId: '1',
    code: 'NotSupported',
    description: '',
    details: {},
    defect: 'description',
  });
  assert.deepEqual(parseFrame('[4,"1","NotSupported","no",null]', '1.6'), {
    type: 'CALLERROR',
    messageId: '1',
    code: 'NotSupported',
    description: 'no',
    details: {},
    defect: 'details',
  });
});

test('whether a payload is an object is not the frame’s question', () => {
  const frame = parseFrame('[2,"1","Heartbeat",null]', '1.6');
  assert.deepEqual(frame, { type: 'CALL', messageId: '1', action: 'Heartbeat', payload: null });
});

test('an error description is cut after 255 characters, never inside one', () => {
  const frame = parseFrame(encodeCallError('1', 'GenericError', '😀'.repeat(300)), '2.1');
  assert.ok(frame.type === 'CALLERROR');
  assert.equal(frame.description, '😀'.repeat(255));
});

test('a payload nested a hundred thousand deep does no harm', () => {
  const nested = (levels: number) =>
    `[2,"1","DataTransfer",${'{"]":'.repeat(levels)}"[\\"["${'}'.repeat(levels)}]`;
  for (const levels of [100_000, 2_048]) {
    const frame = parseFrame(nested(levels), '2.1');
    assert.ok(frame.type === 'problem');
    assert.deepEqual([frame.problem, frame.messageId], ['tooDeep', '1']);
    assert.equal(frame.code, 'FormatViolation');
  }
  assert.equal(parseFrame(nested(2_047), '2.1').type, 'CALL');
  const long = `[2,"1","DataTransfer",{"data":"${'[{'.repeat(3_000)}"}]`;
  assert.equal(parseFrame(long, '1.6').type, 'CALL');
});

test('a key named __proto__ stays a key', () => {
  const frame = parseFrame('[2,"1","DataTransfer",{"__proto__":{"vendorId":"x"}}]', '2.1');
  assert.ok(frame.type === 'CALL');
  assert.ok(typeof frame.payload === 'object' && frame.payload !== null);
  assert.equal(Object.getPrototypeOf(frame.payload), Object.prototype);
  assert.deepEqual(Object.keys(frame.payload), ['__proto__']);
});

test('a payload has no halves of characters, and the id stays as it came', () => {
  const said = parseFrame(
    String.raw`[2,"a\ud800","DataTransfer",{"vendorId":"\uD83D\uDD0C \ud83d\\ud800 \\\udfff"}]`,
    '2.1',
  );
  assert.ok(said.type === 'CALL');
  assert.equal(said.messageId, 'a\ud800');
  assert.deepEqual(said.payload, { vendorId: '\u{1f50c} \ufffd\\ud800 \\\ufffd' });
  const answer = parseFrame(String.raw`[3,"a",{"data":"\uDC00\uD800"}]`, '1.6');
  assert.ok(answer.type === 'CALLRESULT');
  assert.deepEqual(answer.payload, { data: '\ufffd\ufffd' });
});
