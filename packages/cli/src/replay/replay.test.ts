import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type RunningCsms, startCsms } from '@northbound/csms';
import { systemClock, webSocketDialer } from '@northbound/rpc';
import { replayCommand } from '../commands/replay.ts';
import { explainText, jsonRenderer, loadProtocols } from '../index.ts';
import { sentenceFor } from '../sentences.ts';
import { UsageError } from '../usage-error.ts';
import { replaySession } from './replay.ts';
import { readSession } from './session.ts';
import { summaryOf } from './summary.ts';

function directory(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'northbound-replay-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function running(): Promise<RunningCsms> {
  return startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
    console: false,
  });
}

/** Frames of a station, sent as they stand; each waits for its answer. */
async function say(csms: RunningCsms, frames: readonly (readonly unknown[])[]): Promise<string[]> {
  const socket = new WebSocket(`${csms.url.replace('http', 'ws')}/ocpp/CS-1`, ['ocpp1.6']);
  const answers: string[] = [];
  let wake: () => void = () => undefined;
  socket.addEventListener('message', ({ data }) => {
    const text = String(data);
    const [type, id]: unknown[] = JSON.parse(text);
    if (type === 2) {
      socket.send(JSON.stringify([3, id, { status: 'Accepted' }]));
      return;
    }
    answers.push(text);
    wake();
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  for (const frame of frames) {
    const answered = new Promise<void>((resolve) => {
      wake = resolve;
    });
    socket.send(JSON.stringify(frame));
    await answered;
  }
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
  socket.close();
  await closed;
  return answers;
}

const night: readonly (readonly unknown[])[] = [
  [2, 'b', 'BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' }],
  [2, 'a', 'Authorize', { idTag: 'DRIVER' }],
  [
    2,
    's',
    'StartTransaction',
    { connectorId: 1, idTag: 'DRIVER', meterStart: 0, timestamp: at(1) },
  ],
  [2, 'x', 'Heartbeat', { beat: 1 }],
];

const stop = (transactionId: number) => [
  2,
  'e',
  'StopTransaction',
  { transactionId, meterStop: 900, timestamp: at(9) },
];

async function recorded(csms: RunningCsms): Promise<string> {
  const response = await fetch(`${csms.url}/api/v1/stations/CS-1/session`, {
    headers: { authorization: `Bearer ${csms.adminKey}` },
  });
  return response.text();
}

/** Plays a recording to a CSMS, as the station that it is of. */
function played({ url }: RunningCsms, session: ReturnType<typeof readSession>) {
  assert.ok(session !== undefined);
  return replaySession(
    session,
    {
      url: `${url.replace('http', 'ws')}/ocpp`,
      identity: session.station,
      version: '1.6',
      timeoutMs: 10_000,
    },
    { clock: systemClock, dialer: webSocketDialer() },
  );
}

describe('a recorded session', () => {
  test('is played again over as many connections, with the answers compared', async () => {
    await using first = await running();
    const { commands } = first;
    await commands.putToken({ idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' });
    const answers = await say(first, night);
    const { transactionId } = JSON.parse(answers[2] ?? '')[2];
    await say(first, [stop(transactionId)]);
    const text = await recorded(first);
    const session = readSession(text);
    assert.ok(session !== undefined);
    assert.deepEqual([session.station, session.version], ['CS-1', '1.6']);
    assert.equal(session.steps.filter(({ kind }) => kind === 'reconnect').length, 1);

    // Here transactions have other numbers, and the token is blocked.
    await using second = await running();
    await second.commands.putToken({ idToken: 'DRIVER', type: 'ISO14443', status: 'Blocked' });
    await say(second, [
      night[0] ?? [],
      [2, 'o', 'StartTransaction', { connectorId: 2, idTag: 'O', meterStart: 0, timestamp: at(0) }],
    ]);
    const result = await played(second, session);
    assert.deepEqual(result, {
      sent: 5,
      same: 3,
      differences: [
        { call: 'Authorize a', recorded: 'CALLRESULT Accepted', now: 'CALLRESULT Blocked' },
        { call: 'StartTransaction s', recorded: 'CALLRESULT Accepted', now: 'CALLRESULT Blocked' },
      ],
      uncompared: 0,
    });
    assert.equal(summaryOf(result), '5 frames sent: 3 answered as before, 2 not.');
    const { items } = await second.queries.transactions({ limit: 9 });
    const replayed = items.find(({ idToken }) => idToken === 'DRIVER');
    assert.deepEqual([replayed?.energyWh, replayed?.endedAt], [900, at(9)]);
    assert.notEqual(replayed?.transactionId, String(transactionId));
  });

  test('says of each frame what came of it, also where the recording ends before the answer', async () => {
    await using csms = await running();
    const [boot] = night;
    const lines: readonly (readonly [string, unknown])[] = [
      ['ChargingStation', boot],
      ['CSMS', [3, 'b', { status: 'Accepted' }]],
      ['ChargingStation', 'no frame at all'],
      ['ChargingStation', [2, 'h', 'Heartbeat', {}]],
    ];
    const session = readSession(
      lines
        .map(([from, frame]) =>
          JSON.stringify({ station: 'CS-1', version: '1.6', from, frame: JSON.stringify(frame) }),
        )
        .join('\n'),
    );
    const result = await played(csms, session);
    assert.deepEqual(result, { sent: 3, same: 1, differences: [], uncompared: 2 });
    assert.equal(
      summaryOf(result),
      '3 frames sent: 1 answered as before, 0 not, 2 without an answer in the recording to compare with.',
    );
  });

  test('may count its messages from 1 on each connection', async () => {
    await using csms = await running();
    await csms.commands.putToken({ idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' });
    const [boot = [], , start = []] = night;
    const asked: readonly (readonly [readonly unknown[], unknown])[] = [
      [boot, { status: 'Accepted' }],
      [start, { transactionId: 77, idTagInfo: { status: 'Accepted' } }],
      [boot, { status: 'Accepted' }],
      [[2, 'h', 'Heartbeat', {}], { currentTime: at(8) }],
      [stop(77), {}],
    ];
    const opened = { station: 'CS-1', version: '1.6', note: 'connection opened' };
    const said = asked.flatMap(([[type, , action, payload], answer], index) => {
      const id = `${(index % 2) + 1}`;
      const frames = [
        { from: 'ChargingStation', frame: JSON.stringify([type, id, action, payload]) },
        { from: 'CSMS', frame: JSON.stringify([3, id, answer]) },
      ];
      return index % 2 === 0 ? [opened, ...frames] : frames;
    });
    const session = readSession(said.map((line) => JSON.stringify(line)).join('\n'));
    const result = await played(csms, session);
    assert.deepEqual(result, { sent: 5, same: 5, differences: [], uncompared: 0 });
    const { items } = await csms.queries.transactions({ limit: 9 });
    assert.deepEqual(
      items.map(({ energyWh, endedAt }) => [energyWh, endedAt]),
      [[900, at(9)]],
    );
  });

  test('that is not there is said to be missing', async () => {
    const error: unknown = await replayCommand('/nowhere/night.jsonl', 'ws://a', {}).catch(
      (thrown: unknown) => thrown,
    );
    assert.deepEqual(sentenceFor(error), {
      sentence: 'There is no /nowhere/night.jsonl.',
      isUsage: true,
    });
  });

  test('that cannot be played says why in a sentence', async () => {
    using place = directory();
    const file = join(place.path, 'night.jsonl');
    const frame = JSON.stringify(night[0]);
    const line = { station: 'CS-1', version: '1.6', from: 'ChargingStation', frame };
    writeFileSync(file, JSON.stringify(line));
    await using csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
    const url = `${csms.url.replace('http', 'ws')}/ocpp`;
    for (const [at, options, message] of [
      [
        url,
        {},
        `${url}: no connection: HTTP status 404: the CSMS does not know this identity, or its URL has another path.`,
      ],
      ['http://a', {}, 'http://a is not a WebSocket URL such as ws://127.0.0.1:8080/ocpp.'],
      [url, { ca: file }, `--ca ${file} holds no certificate as PEM.`],
    ] as const)
      await assert.rejects(replayCommand(file, at, options), new UsageError(message));
    await assert.rejects(replayCommand(file, url, { id: '..' }), UsageError);
    const folder = new UsageError(`${place.path} is a directory.`);
    await assert.rejects(replayCommand(place.path, url, {}), folder);
  });

  test('is what explain reads', async () => {
    await using csms = await running();
    await say(csms, night);
    const printed: string[] = [];
    const result = await explainText(await recorded(csms), {
      protocols: await loadProtocols(['1.6']),
      renderer: jsonRenderer,
      write: async (piece) => void printed.push(piece),
    });
    assert.ok(result.frames >= 8);
    assert.match(printed.join(''), /beat/);
  });

  test('is nothing in any other text', () => {
    for (const text of ['', '{}', '[2,"1","Heartbeat",{}]', '{"station":"A"}']) {
      assert.equal(readSession(text), undefined);
    }
  });
});
