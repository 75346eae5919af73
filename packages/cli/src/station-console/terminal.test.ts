import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { buildStation } from './build-station.ts';
import { runTerminal } from './terminal.ts';

const OTHER_SCREEN = '\u001b[?1049h';
const FIRST_SCREEN = '\u001b[?1049l';

for (const [who, ends] of [
  ['the person quits', (keyboard: EventEmitter) => keyboard.emit('data', 'q')],
  ['a signal ends it', (_keyboard: EventEmitter, signal: () => void) => signal()],
] as const) {
  test(`${who}: the terminal is as it was, and nothing holds the process`, async () => {
    const station = buildStation({
      identity: 'CS-1',
      url: 'ws://127.0.0.1:1/ocpp',
      versions: ['2.1'],
      evses: 2,
    });
    const written: string[] = [];
    const raw: boolean[] = [];
    const keyboard = new EventEmitter();
    const ended = Promise.withResolvers<void>();
    const attendance = runTerminal(station, { evseCount: 2, idToken: 'A' }, ended.promise, {
      stdin: {
        setRawMode: (on) => raw.push(on),
        setEncoding: () => undefined,
        on: (event, listener) => keyboard.on(event, listener),
        off: (event, listener) => keyboard.off(event, listener),
      },
      stdout: { columns: 0, rows: 0, write: (text) => written.push(text) },
    });
    assert.ok(written[0]?.startsWith(OTHER_SCREEN));
    keyboard.emit('data', 'e');
    // A key that means something else, and what cannot be done, are no end.
    keyboard.emit('data', 'zp');
    assert.deepEqual(raw, [true]);
    ends(keyboard, ended.resolve);
    await attendance;
    assert.deepEqual(raw, [true, false]);
    assert.ok(written.at(-1)?.startsWith(FIRST_SCREEN));
    assert.equal(keyboard.listenerCount('data'), 0);
  });
}
