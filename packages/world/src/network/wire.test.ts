import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkListener } from '@northbound/rpc';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { FAIR_WEATHER, type Weather, Wire, worstOf } from './wire.ts';

const STILL = { ...FAIR_WEATHER, latencyMs: 100, jitterMs: 0 };

/** A wire, and what its ends hear: `<second> <text>`. */
function laid(begin: Partial<Weather> = {}) {
  const clock = new VirtualClock(0, 'promises');
  const weather: { now: Weather } = { now: { ...STILL, ...begin } };
  const heard: string[] = [];
  let waitingBytes = 0;
  const wire = new Wire({
    clock,
    random: seededRandom(1),
    weather: () => weather.now,
    mangled: (_from, text) => text,
    onTaken: () => undefined,
    onText: () => undefined,
    onWaiting: (bytes) => {
      waitingBytes = Math.max(waitingBytes, bytes);
    },
  });
  const tell = (what: string) => heard.push(`${clock.monotonicMs() / 1_000} ${what}`);
  const listener = (name: string): LinkListener => ({
    onText: (text) => tell(`${name}${text.slice(0, 1)}`),
    onBinary: () => undefined,
    onPong: () => tell(`${name}pong`),
    onError: () => undefined,
    onClosed: (code) => tell(`${name}closed ${code}`),
  });
  wire.station.listener = listener('');
  wire.server.listener = listener('');
  return { clock, wire, weather, heard, waitingBytes: () => waitingBytes };
}

const message = (mark: string) => mark.repeat(1_000);

test('messages share the line: ten of 1,000 bytes need ten times as long as one', async () => {
  const { clock, wire, heard } = laid({ bytesPerS: 20 });
  for (const mark of '0123456789') wire.station.send(message(mark));
  wire.server.send(message('a'));
  await clock.advance(600_000);
  const expected = [...'0123456789'].map((mark, index) => `${50 * (index + 1) + 0.1} ${mark}`);
  assert.deepEqual(heard.toSorted(), [...expected, '50.1 a'].toSorted());
});

test('what waits goes as fast as the line is when its turn comes, and not while it stalls', async () => {
  const { clock, wire, weather, heard } = laid({ bytesPerS: 20 });
  for (const mark of 'abc') wire.station.send(message(mark));
  await clock.advance(1_000);
  weather.now = { ...STILL, bytesPerS: 1_000, stalledUntilMs: 80_000 };
  await clock.advance(600_000);
  assert.deepEqual(heard, ['50.1 a', '81.1 b', '82.1 c']);
});

test('a handshake waits for the line as everything does, and nothing overtakes it', async () => {
  const { clock, wire, heard } = laid({ bytesPerS: 100, stalledUntilMs: 10_000 });
  wire.station.carry(400, () => heard.push(`${clock.monotonicMs() / 1_000} handshake`));
  wire.station.send('x');
  await clock.advance(60_000);
  assert.deepEqual(heard, ['14.1 handshake', '14.11 x']);
});

test('what a peer does not read waits at the sender, and is read in order', async () => {
  const { clock, wire, heard, waitingBytes } = laid();
  wire.server.setReading(false);
  for (const mark of 'abc') wire.station.send(message(mark));
  await clock.advance(60_000);
  assert.deepEqual([heard, wire.station.bufferedBytes, waitingBytes()], [[], 3_000, 3_000]);
  wire.server.listener = {
    onText: (text) => {
      heard.push(text.slice(0, 1));
      wire.server.setReading(text.startsWith('a'));
    },
    onBinary: () => undefined,
    onPong: () => undefined,
    onError: () => undefined,
    onClosed: () => undefined,
  };
  wire.server.setReading(true);
  assert.deepEqual([heard, wire.station.bufferedBytes], [['a', 'b'], 1_000]);
  wire.server.setReading(true);
  assert.deepEqual([heard, wire.station.bufferedBytes], [['a', 'b', 'c'], 0]);
});

test('a path that broke without a word is given up after a quarter of an hour', async () => {
  const { clock, wire, heard } = laid({ bytesPerS: 100 });
  wire.station.send(message('a'));
  await clock.advance(5_000);
  wire.breakSilently();
  await clock.advance(3_600_000);
  assert.deepEqual(heard, ['910.1 closed 1006']);
  assert.equal(wire.station.bufferedBytes, 1_000);
});

test('of all that is wrong with a path the worst counts', () => {
  const { latencyMs, bytesPerS, stalledUntilMs, forgetsAfterMs } = worstOf([
    { latencyMs: 9_000 },
    { bytesPerS: 50 },
    { latencyMs: 500, stalledUntilMs: 7 },
    { forgetsAfterMs: 30_000 },
    { forgetsAfterMs: 60_000 },
  ]);
  assert.deepEqual([latencyMs, bytesPerS, stalledUntilMs, forgetsAfterMs], [9_000, 50, 7, 30_000]);
  assert.deepEqual(worstOf([]).bytesPerS, FAIR_WEATHER.bytesPerS);
});
