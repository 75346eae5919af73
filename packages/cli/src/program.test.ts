import assert from 'node:assert/strict';
import { test } from 'node:test';
import { main } from './program.ts';

test('a mistake is answered with the help of the command that it was made in', async (t) => {
  const written: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => written.push(text) > 0);
  for (const [args, command] of [
    [['csmss'], 'northbound'],
    [['csms', '--port', 'x'], 'northbound csms'],
    [['csms', 'backup'], 'northbound csms backup'],
    [['world', 'run', '--seed', 'x'], 'northbound world run'],
    [['world', 'fuzz', 'flash', '--count', 'x'], 'northbound world fuzz flash'],
  ] as const) {
    written.length = 0;
    assert.equal(await main(args), 2);
    assert.equal(written.join('').trimEnd().split('\n').at(-1), `(${command} --help tells more)`);
  }
});
