import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { LogFrame } from './model.ts';
import { LogScanner } from './scanner.ts';

function scan(log: string, maxLineChars?: number): LogFrame[] {
  const scanner = new LogScanner(maxLineChars);
  return [...scanner.push(log), ...scanner.end()];
}

const HEARTBEAT = '[2,"17","Heartbeat",{}]';

test('finds a frame on each line, with the line it stands on', () => {
  const frames = scan(`${HEARTBEAT}\n\n  [3, "17", {"currentTime": "x"}]\r\n`);
  assert.deepEqual(frames, [
    { line: 1, text: HEARTBEAT },
    { line: 3, text: '[3, "17", {"currentTime": "x"}]' },
  ]);
});

test('reads time, station and direction before a frame', () => {
  const [frame] = scan(`2026-11-22T10:00:00.123Z INFO CS-1 >> ${HEARTBEAT}`);
  assert.deepEqual(frame, {
    line: 1,
    text: HEARTBEAT,
    at: '2026-11-22T10:00:00.123Z',
    station: 'CS-1',
    stationIsGuess: true,
    mark: 'out',
  });
});

test('reads the prefixes of well-known programs', () => {
  const cases: readonly (readonly [string, Partial<LogFrame>])[] = [
    ['INFO:ocpp:CP_1: receive message ', { station: 'CP_1', mark: 'in' }],
    ['INFO:ocpp:CP_1: send ', { station: 'CP_1', mark: 'out' }],
    ['[2026-11-22 10:00:00] [INFO] Recv: ', { at: '2026-11-22 10:00:00', mark: 'in' }],
    ['Send: ', { mark: 'out' }],
    ['<< ', { mark: 'in' }],
    [
      '10:00:00.5 [thread-12] station=AB.7 sent ',
      { at: '10:00:00.5', station: 'AB.7', mark: 'out' },
    ],
    ['CSMS -> CP: ', { sender: 'CSMS' }],
    ['ws://host/ocpp/EVB-9 received ', { station: 'EVB-9', mark: 'in' }],
    ['[ocpp2.0.1] (in) ', { version: '2.0.1', mark: 'in' }],
  ];
  for (const [prefix, expected] of cases) {
    const [frame] = scan(`${prefix}${HEARTBEAT}`);
    assert.equal(frame?.text, HEARTBEAT, prefix);
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(Reflect.get(frame, name), value, `${prefix}: ${name}`);
    }
  }
});

test('puts a pretty-printed frame together', () => {
  const pretty = JSON.stringify(
    [2, '1', 'MeterValues', { evseId: 1, meterValue: [{ a: [1, -2.5] }] }],
    null,
    2,
  );
  const frames = scan(`10:00:00 >> ${pretty}\n${HEARTBEAT}\n`);
  assert.deepEqual(JSON.parse(frames[0]?.text ?? ''), JSON.parse(pretty));
  assert.equal(frames[0]?.mark, 'out');
  assert.equal(frames[1]?.text, HEARTBEAT);
  assert.equal(frames[1]?.line, pretty.split('\n').length + 1);
});

test('reads a list of frames, compact and pretty-printed', () => {
  const list = [
    [2, '1', 'Heartbeat', {}],
    [3, '1', { currentTime: 'x' }],
  ];
  for (const text of [JSON.stringify(list), JSON.stringify(list, null, 2)]) {
    assert.deepEqual(
      scan(text).map((frame) => JSON.parse(frame.text)),
      list,
    );
  }
});

test('reads JSON records that hold the frame as text or as an array', () => {
  const record = {
    id: 1,
    stationId: 'CS-1',
    at: '2026-11-22T10:00:00Z',
    direction: 'in',
    text: HEARTBEAT,
  };
  const expected = {
    line: 1,
    text: HEARTBEAT,
    station: 'CS-1',
    at: '2026-11-22T10:00:00Z',
    mark: 'in',
  };
  assert.deepEqual(scan(JSON.stringify(record)), [expected]);
  assert.deepEqual(scan(JSON.stringify({ ...record, text: [2, '17', 'Heartbeat', {}] })), [
    expected,
  ]);
  assert.deepEqual(scan(JSON.stringify({ items: [record] }, null, 2)), [expected]);
});

test('turns a list around that begins with the newest', () => {
  const item = (id: number) => ({
    at: `2026-11-22T10:00:0${id}Z`,
    text: `[2,"${id}","Heartbeat",{}]`,
  });
  const frames = scan(JSON.stringify({ items: [item(3), item(2), item(1)] }));
  assert.deepEqual(
    frames.map(({ at }) => at?.at(-2)),
    ['1', '2', '3'],
  );
});

test('reads a frame that is escaped inside a line of another kind', () => {
  const [frame] = scan(`level=info msg=${JSON.stringify(`<< ${HEARTBEAT} of CS-1`)} code=1`);
  assert.deepEqual([frame?.text, frame?.mark], [HEARTBEAT, 'in']);
});

test('reads a frame once that an error quotes and its stack quotes again', () => {
  const error = `Error: not sent '${HEARTBEAT}'`;
  const frames = scan(`${error} {"stack":${JSON.stringify(`${error}\n    at send.js:1:2`)}}`);
  assert.deepEqual(
    frames.map(({ text }) => text),
    [HEARTBEAT],
  );
});

test('reads each of the frames that stand in one string', () => {
  const other = '[3,"18",{}]';
  const frames = scan(`x msg=${JSON.stringify(`${HEARTBEAT} then ${other}`)}`);
  assert.deepEqual(
    frames.map(({ text }) => text),
    [HEARTBEAT, other],
  );
});

test('reads a frame in a field of a CSV file', () => {
  const [frame] = scan(`2026-11-22T10:00:00Z,CS-1,in,"${HEARTBEAT.replaceAll('"', '""')}",ok`);
  assert.equal(frame?.text, HEARTBEAT);
  assert.equal(frame?.station, 'CS-1');
  assert.equal(frame?.mark, 'in');
});

test('an unfinished frame does not swallow the lines after it', () => {
  const frames = scan(`>> [2,"1","BootNotification",\n2026-11-22T10:00:00Z << ${HEARTBEAT}`);
  assert.equal(frames[0]?.problem, 'unterminated');
  assert.equal(frames[1]?.text, HEARTBEAT);
});

test('a line beyond the limit is cut and reported', () => {
  const frames = scan(`[2,"1","DataTransfer",{"data":"${'x'.repeat(500)}"}]\n${HEARTBEAT}`, 200);
  assert.equal(frames[0]?.problem, 'tooLong');
  assert.ok((frames[0]?.text.length ?? 0) <= 200);
  assert.equal(frames[1]?.text, HEARTBEAT);
});

test('odd arrays count as frames only where nothing else stands on the line', () => {
  assert.equal(scan('[]').length, 1);
  assert.equal(scan('<< [2,5,"Heartbeat",{}]').length, 1);
  assert.equal(scan('worker [12] started').length, 0);
  assert.equal(scan('[12345] started').length, 0);
});

test('remembers versions that lines without a frame name', () => {
  const scanner = new LogScanner();
  assert.deepEqual([...scanner.push('Sec-WebSocket-Protocol: ocpp2.0.1\n')], []);
  assert.deepEqual([...scanner.namedVersions], [['2.0.1', 1]]);
});

test('gives the same frames however the text is cut into chunks', () => {
  const piece = fc.constantFrom(
    HEARTBEAT,
    '\n',
    '[',
    '{',
    '"',
    '\\',
    ']',
    '}',
    ',',
    '2',
    ' >> ',
    'CS1',
    '[2,"a"',
    '[2,\n"b",\n"c",{}]',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (pieces, size) => {
        const log = pieces.join('');
        const scanner = new LogScanner();
        const chunked: LogFrame[] = [];
        for (let from = 0; from < log.length; from += size) {
          chunked.push(...scanner.push(log.slice(from, from + size)));
        }
        chunked.push(...scanner.end());
        assert.deepEqual(chunked, scan(log));
      },
    ),
    runs(),
  );
});
