import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Subprotocol } from '@northbound/protocol';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

interface Said {
  readonly station: RawStation;
  readonly under: CsmsUnderTest;
}

/** What is counted after a station has said something. */
async function rulesAfter(
  subprotocol: Subprotocol,
  say: (said: Said) => Promise<unknown>,
  boots = true,
) {
  await using under = await csmsUnderTest();
  await using station = await RawStation.connect(under.port, 'CS-1', subprotocol);
  if (boots) await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  await say({ station, under });
  const { items } = await under.csms.blocks.violations.list({ stationId: 'CS-1', limit: 20 });
  return items.map(({ rule, action, place, count }) => [rule, action, place, count]);
}

const heartbeat = [2, 'h', 'Heartbeat', {}] as const;

describe('what a station does wrong', () => {
  const cases: readonly (readonly [
    name: string,
    Subprotocol,
    (said: Said) => Promise<unknown>,
    expected: readonly unknown[],
  ])[] = [
    [
      'a payload that does not fit',
      'ocpp2.1',
      ({ station }) => station.call('Heartbeat', { beat: 1 }),
      ['schema', 'Heartbeat', '2.1 part 2, G02', 1],
    ],
    [
      'a payload of 1.6 that does not fit',
      'ocpp1.6',
      ({ station }) => station.call('Heartbeat', { beat: 1 }),
      ['schema', 'Heartbeat', '1.6 §4.6', 1],
    ],
    [
      'an action that does not exist',
      'ocpp1.6',
      ({ station }) => station.call('MakeCoffee', {}),
      ['unknown-action', undefined, '1.6J §4.3', 1],
    ],
    [
      'an action of the CSMS',
      'ocpp2.0.1',
      ({ station }) => station.call('Reset', { type: 'Immediate' }),
      ['wrong-direction', 'Reset', '2.0.1 part 2, B11, B12', 1],
    ],
    [
      'no JSON',
      'ocpp2.1',
      async ({ station }) => {
        station.send('{');
        await station.next();
      },
      ['frame', undefined, '2.1 part 4, §4.1.3', 1],
    ],
    [
      'the same bytes again, twice',
      'ocpp2.1',
      async ({ station }) => {
        for (let i = 0; i < 3; i++) {
          station.send(heartbeat);
          await station.next();
        }
      },
      ['repeated-call', 'Heartbeat', '2.1 part 4, §4.1.4', 2],
    ],
    [
      'an id with other content',
      'ocpp1.6',
      async ({ station }) => {
        station.send(heartbeat);
        await station.next();
        await station.call('Authorize', { idTag: 'A' }, 'h');
      },
      ['repeated-id', 'Authorize', '1.6J §4.1.4', 1],
    ],
    [
      'a status that cannot follow',
      'ocpp1.6',
      async ({ station }) => {
        for (const status of ['Available', 'Finishing']) {
          const report = { connectorId: 1, errorCode: 'NoError', status, timestamp: at(1) };
          await station.call('StatusNotification', report);
        }
      },
      ['status-transition', undefined, '1.6 §4.9', 1],
    ],
    [
      'a meter that runs backwards',
      'ocpp2.1',
      async ({ station }) => {
        await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
        const { meterValue: earlier } = transactionEvent('T', -5, 'Updated');
        const event = transactionEvent('T', 1, 'Updated', { meterValue: earlier ?? [] });
        await station.call('TransactionEvent', event);
      },
      ['meter-backwards', undefined, '2.1 part 2, J02; SampledValueType', 1],
    ],
    [
      'a seqNo with other content',
      'ocpp2.0.1',
      async ({ station }) => {
        await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
        const other = transactionEvent('T', 0, 'Started', {
          offline: false,
          numberOfPhasesUsed: 3,
        });
        await station.call('TransactionEvent', other);
      },
      ['seqno-reused', undefined, '2.0.1 part 2, E01.FR.07, E02.FR.13', 1],
    ],
  ];
  for (const [name, subprotocol, say, expected] of cases) {
    it(`is counted: ${name}`, async () => {
      assert.deepEqual(await rulesAfter(subprotocol, say), [expected]);
    });
  }

  it('is counted: two stations with one identity, told apart from one that comes back', async () => {
    for (const [subprotocol, boot] of [
      ['ocpp1.6', (serial: string) => ({ ...boot16, chargePointSerialNumber: serial })],
      [
        'ocpp2.1',
        (serialNumber: string) => ({
          ...boot2,
          chargingStation: { ...boot2.chargingStation, serialNumber },
        }),
      ],
    ] as const) {
      await using under = await csmsUnderTest();
      const rules = async () =>
        (await under.csms.blocks.violations.list({ limit: 9 })).items.map(({ rule }) => rule);
      const come = async (serial: string) => {
        const station = await RawStation.connect(under.port, 'CS-1', subprotocol);
        assert.equal((await station.call('BootNotification', boot(serial)))[0], 3);
        return station;
      };
      await using _first = await come('A');
      await using _again = await come('A');
      assert.deepEqual(await rules(), []);
      await using _other = await come('B');
      assert.deepEqual(await rules(), ['shared-identity']);
      await using _back = await come('A');
      await using _forth = await come('B');
      const link = under.csms.blocks.health.of('CS-1')?.link;
      assert.match(
        link?.reasons.join() ?? '',
        /5 times within the last hour, 4 times while .* two stations/,
      );
    }
  });

  it('is counted before its boot is accepted too', async () => {
    const rules = await rulesAfter(
      'ocpp2.1',
      ({ station }) => station.call('Heartbeat', {}),
      false,
    );
    assert.deepEqual(rules, [
      ['before-acceptance', 'Heartbeat', '2.1 part 2, B01.FR.10, B02.FR.09', 1],
    ]);
  });

  it('is summed up by model and firmware, and leads to the frame', async () => {
    await using under = await csmsUnderTest();
    for (const id of ['CS-1', 'CS-2']) {
      await using station = await RawStation.connect(under.port, id, 'ocpp1.6');
      await station.call('BootNotification', { ...boot16, firmwareVersion: '1.0' });
      await station.call('Heartbeat', { beat: 1 });
    }
    const { violations } = under.csms.blocks;
    assert.deepEqual(await violations.summary(10), [
      {
        vendor: 'Vendor',
        model: 'Model',
        firmwareVersion: '1.0',
        rule: 'schema',
        title: 'The payload does not fit the schema of the action.',
        stations: 2,
        count: 2,
      },
    ]);
    const { items } = await violations.list({ model: 'mod*', firmwareVersion: '1.*', limit: 1 });
    const [violation] = items;
    const frames = await under.csms.queries.frames(violation?.stationId ?? '', { limit: 50 });
    const frame = frames.items.find(({ id }) => id === violation?.frameId);
    assert.match(frame?.text ?? '', /"beat":1/);
  });

  it('is nothing while it does everything right', async () => {
    const rules = await rulesAfter('ocpp2.1', async ({ station }) => {
      await station.call('Heartbeat', {});
      for (const [seqNo, type] of [
        [0, 'Started'],
        [1, 'Updated'],
        [2, 'Ended'],
      ] as const) {
        await station.call('TransactionEvent', transactionEvent('T', seqNo, type));
      }
    });
    assert.deepEqual(rules, []);
  });
});

describe('a session', () => {
  it('is exported as lines of JSON, the oldest first', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('Heartbeat', { beat: 1 });
    const text = await under.csms.blocks.sessions.export('CS-1', { limit: 100 });
    const lines: { from?: string; frame?: string; note?: string; verdict?: string }[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ from, note }) => from ?? note?.slice(0, 17)),
      ['connection opened', 'ChargingStation', 'CSMS', 'ChargingStation', 'CSMS'],
    );
    assert.match(lines[3]?.verdict ?? '', /beat/);
    const last = await under.csms.blocks.sessions.export('CS-1', { limit: 1 });
    assert.equal(last.trimEnd().split('\n').length, 1);
  });
});
