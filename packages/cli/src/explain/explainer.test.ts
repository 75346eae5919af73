import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anyCharacter, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { explain, rulesOf } from './testing.ts';

const BOOT_16 = '>> [2,"b","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]';
const BOOTED_16 =
  '<< [3,"b",{"status":"Accepted","currentTime":"2026-11-22T10:00:00Z","interval":300}]';

function event(seqNo: number, eventType: string, extra: object = {}, id = `e${seqNo}`): string {
  const payload = {
    eventType,
    timestamp: `2026-11-22T10:00:${String(seqNo).padStart(2, '0')}Z`,
    triggerReason: 'Trigger',
    seqNo,
    transactionInfo: { transactionId: 'T1' },
    ...extra,
  };
  return JSON.stringify([2, id, 'TransactionEvent', payload]);
}

function answered(id: string): string {
  return `[3,"${id}",{}]`;
}

/** Each call with its answer. */
function session(...calls: readonly string[]): string[] {
  return calls.flatMap((call) => [call, answered(`${JSON.parse(call)[1]}`)]);
}

describe('one frame', () => {
  test('says what it is, who sends it and where it stands in the standard', async () => {
    const { messages } = await explain(
      '[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-11-22T10:00:00Z"}]',
    );
    const [message] = messages;
    assert.equal(message?.kind, 'CALL');
    assert.equal(message?.sender, 'ChargingStation');
    assert.equal(message?.version, '1.6');
    assert.equal(message?.place, '1.6 §4.8');
    assert.match(message?.says ?? '', /^The station reports that a transaction started/);
    assert.deepEqual(message?.findings, []);
  });

  test('names path, keyword, limit, error code and place of what the schema forbids', async () => {
    const { findings } = await explain('[2,"1","Reset",{"type":"Soon"}]', '2.1');
    const [{ finding } = { finding: undefined }] = findings;
    assert.equal(finding?.rule, 'schema');
    assert.equal(finding?.path, '$.type');
    assert.equal(finding?.keyword, 'enum');
    assert.equal(finding?.code, 'PropertyConstraintViolation');
    assert.match(finding?.place ?? '', /^2\.1 part 2, B11/);
    assert.deepEqual([...(Array.isArray(finding?.limit) ? finding.limit : [])].sort(), [
      'Immediate',
      'ImmediateAndResume',
      'OnIdle',
    ]);
  });

  const broken: readonly (readonly [string, RegExp])[] = [
    ['[]', /empty array/],
    ['{}', /not a JSON array/],
    ['[2,"1","Heartbeat",{]', /not JSON/],
    ['[2]', /4 elements/],
    ['[2,5,"Heartbeat",{}]', /id must be a string; it is the number 5/],
    [`[2,"${'x'.repeat(37)}","Heartbeat",{}]`, /37 characters/],
    ['[2,"1","Heartbeat",null]', /payload must be a JSON object/],
    ['[2,"1","Heartbeat",[]]', /it is an array/],
    ['[2,"1",7,{}]', /action must be a string/],
    ['[9,"1","Heartbeat",{}]', /9 is not a message type number/],
    ['["2","1","Heartbeat",{}]', /message type must be a number/],
    ['[2,"1","BootNotifcation",{}]', /did you mean BootNotification/],
    ['[6,"1","Heartbeat",{}]', /sent as a CALL/],
    ['[4,"1","NoSuchCode","",{}]', /not an error code/],
  ];
  for (const [frame, message] of broken) {
    test(`says what is wrong with ${frame.slice(0, 40)}`, async () => {
      const { findings } = await explain(frame);
      assert.ok(
        findings.some(
          ({ finding }) => finding.severity === 'error' && message.test(finding.message),
        ),
        findings.map(({ finding }) => finding.message).join('\n'),
      );
    });
  }

  test('tells the spelling of an error code in each version', async () => {
    const [wrong] = (await explain('[4,"1","OccurrenceConstraintViolation","",{}]', '1.6'))
      .findings;
    assert.match(
      wrong?.finding.message ?? '',
      /spells this error code OccurenceConstraintViolation/,
    );
    const [other] = (await explain('[4,"1","FormationViolation","",{}]', '2.1')).findings;
    assert.match(other?.finding.message ?? '', /FormatViolation/);
  });

  test('tells to which version a foreign action belongs', async () => {
    const { findings } = await explain('[2,"1","StartTransaction",{}]', '2.1');
    assert.match(findings[0]?.finding.message ?? '', /belongs to OCPP 1\.6/);
  });

  test('tells what an answer without its call could answer', async () => {
    const explained = await explain('[3,"1",{"currentTime":"2026-11-22T10:00:00Z"}]');
    assert.match(explained.messages[0]?.says ?? '', /could answer Heartbeat/);
    assert.deepEqual(rulesOf(explained), []);
  });
});

describe('version', () => {
  test('is certain when messages exist in one version only', async () => {
    const { version, certainty } = await explain([BOOT_16, BOOTED_16]);
    assert.deepEqual([version, certainty], ['1.6', 'certain']);
  });

  test('is a guess when several fit, and then the oldest', async () => {
    const { version, certainty } = await explain([event(0, 'Started')]);
    assert.deepEqual([version, certainty], ['2.0.1', 'guess']);
  });

  test('is taken from a handshake in the log', async () => {
    const { version, certainty } = await explain([
      'Sec-WebSocket-Protocol: ocpp2.1',
      event(0, 'Started'),
    ]);
    assert.deepEqual([version, certainty], ['2.1', 'named']);
  });

  test('is judged for each station of a log', async () => {
    const { messages } = await explain([
      JSON.stringify({ stationId: 'A', text: BOOT_16.slice(3) }),
      JSON.stringify({
        stationId: 'B',
        text: '[6,"1","NotifyPeriodicEventStream",{"id":1,"pending":0,"basetime":"2026-11-22T10:00:00Z","data":[{"t":0,"v":"1"}]}]',
      }),
    ]);
    assert.deepEqual(
      messages.map(({ version }) => version),
      ['1.6', '2.1'],
    );
  });
});

describe('direction', () => {
  test('is learned from the log and checked against it', async () => {
    const explained = await explain([
      BOOT_16,
      BOOTED_16,
      '<< [2,"1","Heartbeat",{}]',
      '>> [3,"1",{"currentTime":"2026-11-22T10:00:00Z"}]',
    ]);
    assert.deepEqual(rulesOf(explained), ['3 direction']);
    assert.match(
      explained.findings[0]?.finding.message ?? '',
      /The CSMS sends Heartbeat, which only the station may send/,
    );
  });
});

describe('pairing', () => {
  test('validates an answer against the response of its call', async () => {
    const explained = await explain(['[2,"1","Heartbeat",{}]', '[3,"1",{}]'], '1.6');
    assert.deepEqual(rulesOf(explained), ['2 schema']);
    assert.equal(explained.messages[1]?.action, 'Heartbeat');
    assert.equal(explained.messages[1]?.callLine, 1);
    assert.equal(explained.messages[1]?.sender, 'CSMS');
  });

  test('keeps stations apart that use the same ids', async () => {
    const line = (stationId: string, text: string) => JSON.stringify({ stationId, text });
    const time = '{"currentTime":"2026-11-22T10:00:00Z"}';
    const explained = await explain([
      line('A', '[2,"1","Heartbeat",{}]'),
      line('B', '[2,"1","Heartbeat",{}]'),
      line('B', `[3,"1",${time}]`),
      line('A', `[3,"1",${time}]`),
    ]);
    assert.deepEqual(rulesOf(explained), []);
  });

  test('does not take a changing word before frames for station names', async () => {
    const time = '{"currentTime":"2026-11-22T10:00:00Z"}';
    const explained = await explain([
      'a1 >> [2,"1","Heartbeat",{}]',
      'a2 << [3,"1",'.concat(time, ']'),
      'a3 >> [2,"2","Heartbeat",{}]',
      'a4 << [3,"2",'.concat(time, ']'),
    ]);
    assert.deepEqual(rulesOf(explained), []);
  });

  const time = '{"currentTime":"2026-11-22T10:00:00Z"}';
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'an answer to nothing',
      ['[2,"1","Heartbeat",{}]', `[3,"1",${time}]`, `[3,"2",${time}]`],
      ['3 answer-to-nothing'],
    ],
    [
      'a second answer',
      ['[2,"1","Heartbeat",{}]', `[3,"1",${time}]`, `[3,"1",${time}]`],
      ['3 answered-twice'],
    ],
    [
      'a call without an answer',
      ['[2,"1","Heartbeat",{}]', '[2,"2","Heartbeat",{}]', `[3,"2",${time}]`],
      ['2 overlapping-call', '1 unanswered'],
    ],
    [
      'an id used again',
      [
        '[2,"1","Heartbeat",{}]',
        `[3,"1",${time}]`,
        '[2,"1","ClearCache",{}]',
        '[3,"1",{"status":"Accepted"}]',
        '[2,"1","Authorize",{"idTag":"A"}]',
        '[3,"1",{"idTagInfo":{"status":"Accepted"}}]',
      ],
      ['5 repeated-id'],
    ],
    [
      'a retry of the same call',
      ['[2,"1","Heartbeat",{}]', '[2,"1","Heartbeat",{}]', `[3,"1",${time}]`],
      [],
    ],
    [
      'calls that cross',
      [
        '[2,"1","Heartbeat",{}]',
        '[2,"1","ClearCache",{}]',
        '[3,"1",{"status":"Accepted"}]',
        `[3,"1",${time}]`,
      ].map((frame, index) => `${index === 0 || index === 2 ? '>>' : '<<'} ${frame}`),
      [],
    ],
  ];
  for (const [name, log, rules] of cases) {
    test(`sees ${name}`, async () => assert.deepEqual(rulesOf(await explain(log, '1.6')), rules));
  }

  test('a log of calls alone says nothing of answers', async () => {
    assert.deepEqual(
      rulesOf(await explain(['[2,"1","Heartbeat",{}]', '[2,"2","Heartbeat",{}]'])),
      [],
    );
  });

  test('a call may follow one that was given up', async () => {
    const explained = await explain(
      [
        '10:00:00 >> [2,"1","Heartbeat",{}]',
        '10:01:00 >> [2,"2","Heartbeat",{}]',
        `10:01:01 << [3,"2",${time}]`,
      ],
      '1.6',
    );
    assert.deepEqual(rulesOf(explained), ['1 unanswered']);
  });
});

describe('boot', () => {
  test('calls before the acceptance', async () => {
    const log = [
      '>> [2,"0","Heartbeat",{}]',
      BOOT_16,
      '<< [3,"b",{"status":"Pending","currentTime":"2026-11-22T10:00:00Z","interval":300}]',
      '>> [2,"1","StatusNotification",{"connectorId":0,"errorCode":"NoError","status":"Available"}]',
      '<< [4,"1","SecurityError","",{}]',
      '<< [2,"2","TriggerMessage",{"requestedMessage":"Heartbeat"}]',
      '>> [3,"2",{"status":"Accepted"}]',
      '>> [2,"3","Heartbeat",{}]',
      '<< [3,"3",{"currentTime":"2026-11-22T10:00:00Z"}]',
      '<< [2,"4","RemoteStartTransaction",{"idTag":"A"}]',
      '>> [3,"4",{"status":"Rejected"}]',
    ];
    const rules = rulesOf(await explain(log)).filter((rule) => rule.endsWith('before-accepted'));
    assert.deepEqual(rules, ['2 before-accepted', '4 before-accepted', '10 before-accepted']);
  });

  for (const [name, boot] of [
    ['that cannot be read', ['>> [2,"bad","BootNotification"]']],
    [
      'that is refused',
      ['>> [2,"bad","BootNotification",{}]', '<< [4,"bad","FormationViolation","",{}]'],
    ],
  ] as const) {
    test(`a boot ${name} takes no acceptance back`, async () => {
      const log = [
        BOOT_16,
        '<< [3,"b",{"status":"Accepted","currentTime":"2026-11-22T10:00:00Z","interval":300}]',
        ...boot,
        '<< [2,"1","RemoteStartTransaction",{"idTag":"A"}]',
        '>> [3,"1",{"status":"Accepted"}]',
        '>> [2,"2","Heartbeat",{}]',
        '<< [3,"2",{"currentTime":"2026-11-22T10:00:00Z"}]',
      ];
      const rules = rulesOf(await explain(log));
      assert.deepEqual(
        rules.filter((rule) => rule.endsWith('before-accepted')),
        [],
      );
      assert.ok(rules.some((rule) => rule.startsWith('3 ')));
    });
  }
});

describe('transaction events', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'nothing in a whole transaction',
      session(event(0, 'Started'), event(1, 'Updated'), event(2, 'Ended')),
      [],
    ],
    ['a gap', session(event(0, 'Started'), event(3, 'Updated')), ['3 seqno-gap']],
    [
      'a late event',
      session(event(0, 'Started'), event(2, 'Updated'), event(1, 'Updated')),
      ['3 seqno-gap', '5 seqno-late'],
    ],
    [
      'another event with the same number',
      session(
        event(0, 'Started'),
        event(1, 'Updated'),
        event(1, 'Updated', { triggerReason: 'Authorized' }, 'x'),
      ),
      ['5 seqno-duplicate'],
    ],
    [
      'an event after the end',
      session(event(0, 'Started'), event(1, 'Ended'), event(2, 'Updated')),
      ['5 after-ended'],
    ],
    ['a second start', session(event(0, 'Started'), event(1, 'Started')), ['3 started-twice']],
    [
      'time running backwards',
      session(event(0, 'Started'), event(1, 'Updated', { timestamp: '2026-11-22T09:00:00Z' })),
      ['3 time-backwards'],
    ],
    [
      'a clock that was never set',
      session(event(0, 'Started', { timestamp: '1970-01-01T00:00:12Z' })),
      ['1 clock-not-set'],
    ],
    [
      'a meter running backwards',
      session(
        event(0, 'Started', {
          evse: { id: 1 },
          meterValue: [
            {
              timestamp: '2026-11-22T10:00:00Z',
              sampledValue: [{ value: 5, unitOfMeasure: { unit: 'kWh' } }],
            },
          ],
        }),
        event(1, 'Updated', {
          meterValue: [{ timestamp: '2026-11-22T10:00:01Z', sampledValue: [{ value: 4999 }] }],
        }),
      ),
      ['3 meter-backwards'],
    ],
    [
      'nothing in a register that a message rounds',
      session(
        event(0, 'Started', {
          evse: { id: 1 },
          meterValue: [{ timestamp: '2026-11-22T10:00:00Z', sampledValue: [{ value: 37.49 }] }],
        }),
        event(1, 'Updated', {
          meterValue: [{ timestamp: '2026-11-22T10:00:01Z', sampledValue: [{ value: 37 }] }],
        }),
      ),
      [],
    ],
  ];
  for (const [name, log, rules] of cases) {
    test(`sees ${name}`, async () => assert.deepEqual(rulesOf(await explain(log)), rules));
  }

  test('a retry is no finding', async () => {
    const log = [
      event(0, 'Started', {}, 'a'),
      event(0, 'Started', { offline: true }, 'a2'),
      answered('a2'),
    ];
    const rules = rulesOf(await explain(log)).filter((rule) => rule.includes('seqno'));
    assert.deepEqual(rules, []);
  });
});

describe('1.6 sessions', () => {
  const status = (id: number, connectorId: number, state: string) =>
    `[2,"s${id}","StatusNotification",{"connectorId":${connectorId},"errorCode":"NoError","status":"${state}"}]`;
  const start = (id: string, meterStart: number) =>
    `[2,"${id}","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":${meterStart},"timestamp":"2026-11-22T10:00:00Z"}]`;
  const started = (id: string, transactionId: number) =>
    `[3,"${id}",{"transactionId":${transactionId},"idTagInfo":{"status":"Accepted"}}]`;
  const stop = (id: string, transactionId: number, meterStop: number) =>
    `[2,"${id}","StopTransaction",{"transactionId":${transactionId},"meterStop":${meterStop},"timestamp":"2026-11-22T11:00:00Z"}]`;

  test('status transitions follow the table', async () => {
    const log = [
      status(1, 1, 'Available'),
      status(2, 1, 'Preparing'),
      status(3, 1, 'Charging'),
      status(4, 1, 'Reserved'),
      status(5, 0, 'Charging'),
    ];
    assert.deepEqual(rulesOf(await explain(session(...log))), [
      '7 status-transition',
      '9 status-transition',
    ]);
  });

  test('a start reports every connector afresh', async () => {
    const log = [
      ...session(status(1, 1, 'Charging')),
      BOOT_16.slice(3),
      BOOTED_16.slice(3),
      ...session(status(2, 1, 'Preparing')),
    ];
    assert.deepEqual(
      rulesOf(await explain(log)).filter((rule) => rule.includes('status')),
      [],
    );
  });

  test('starts and stops belong together', async () => {
    const explained = await explain([
      start('1', 100),
      started('1', 7),
      stop('2', 7, 50),
      '[3,"2",{}]',
      stop('3', 7, 150),
      '[3,"3",{}]',
      stop('4', 8, 150),
      '[3,"4",{}]',
      stop('5', -1, 150),
      '[3,"5",{}]',
    ]);
    assert.deepEqual(rulesOf(explained), [
      '3 meter-backwards',
      '5 stopped-twice',
      '7 transaction-start',
      '9 transaction-id',
    ]);
  });

  test('a start while the connector still has a transaction', async () => {
    const explained = await explain([
      start('1', 1),
      started('1', 7),
      start('2', 2),
      started('2', 7),
    ]);
    assert.deepEqual(rulesOf(explained), ['3 start-while-running']);
  });
});

test('never throws, whatever the text', async () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: anyCharacter, maxLength: 20 }),
    fc.constantFrom(
      '[2,"1",',
      '"TransactionEvent"',
      ',{',
      '}]',
      '\n',
      '[3,"1",{}]',
      '[',
      '{',
      '"',
      ':',
      '__proto__',
      '2026-11-22T10:00:00Z CS1 >> ',
      '{"text":"[2,\\"1\\",',
      '[4,"1","x"]',
      '[6,"a","b",{}]',
      '[5,"1","c","d",{}]',
    ),
    fc.json().map((json) => `[2,"1","MeterValues",${json}]\n`),
    fc
      .json()
      .map(
        (json) =>
          `[2,"2","TransactionEvent",{"transactionInfo":${json},"seqNo":1,"meterValue":${json}}]\n`,
      ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      await explain([pieces.join('')]);
      await explain(pieces.join(''));
    }),
    runs(),
  );
});
