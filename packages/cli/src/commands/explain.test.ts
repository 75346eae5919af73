import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'northbound-explain-'));
after(() => rmSync(folder, { recursive: true }));

function northbound(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input });
}

/** Linux has a device that is always full. */
const FULL = '/dev/full';
const HEARTBEAT = '[2,"1","Heartbeat",{}]';

test('a clean frame as argument: status 0, no colours into a pipe', () => {
  const { status, stdout, stderr } = northbound(['explain', HEARTBEAT]);
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /The station says that it is alive/);
  assert.equal(stdout.includes('\u001b'), false);
});

test('findings: status 1, JSON lines on demand', () => {
  const { status, stdout } = northbound([
    'explain',
    '--json',
    '--ocpp',
    '2.1',
    '[2,"1","Reset",{}]',
  ]);
  assert.equal(status, 1);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ['message', 'summary'],
  );
  assert.equal(lines[0].findings[0].keyword, 'required');
});

test('a log on standard input and in a file give the same', () => {
  const log = `10:00:00 CS1 << ${HEARTBEAT}\n10:00:01 CS1 >> [3,"1",{"currentTime":"2026-11-22T10:00:00Z"}]\n`;
  const file = join(folder, 'a.log');
  writeFileSync(file, log);
  const fromFile = northbound(['explain', file]);
  assert.equal(fromFile.status, 0);
  assert.match(fromFile.stdout, /2 messages: nothing wrong/);
  assert.equal(northbound(['explain'], log).stdout, fromFile.stdout);
  assert.equal(northbound(['explain', '-'], log).stdout, fromFile.stdout);
  writeFileSync(file, `\ufeff${log}`, 'utf16le');
  assert.equal(northbound(['explain', file]).stdout, fromFile.stdout);
});

test('a watched log is explained while it grows', async () => {
  const child = spawn(process.execPath, [MAIN, 'explain', '--ocpp', '1.6'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.write(`${HEARTBEAT}\n`);
  const [first] = await once(child.stdout.setEncoding('utf8'), 'data');
  assert.match(first, /CALL Heartbeat/);
  child.stdin.end();
  child.stdout.resume();
  const [status] = await once(child, 'close');
  assert.equal(status, 0);
});

test('an output that is full is told in one sentence', { skip: !existsSync(FULL) }, () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'explain', HEARTBEAT], {
    stdio: ['ignore', openSync(FULL, 'w'), 'pipe'],
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr], [2, 'northbound: The disk is full.\n']);
});

test('input that cannot be used: status 2 and one sentence', () => {
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [['explain', '/no/such.log'], '', /neither a file nor an OCPP frame/],
    [['explain', folder], '', /is a directory/],
    [['explain'], 'nothing of OCPP here\n', /no OCPP frame/],
    [['explain'], '', /empty/],
    [['explain', '--ocpp', '1.5', HEARTBEAT], '', /Allowed choices are 1\.6, 2\.0\.1, 2\.1/],
    [['explain', '--no-such-option', HEARTBEAT], '', /unknown option/],
    [['no-such-command'], '', /unknown command/],
    [['csms', '--port', '70000'], '', /from 0 to 65535/],
  ];
  for (const [args, input, sentence] of cases) {
    const { status, stderr } = northbound(args, input);
    assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /^ {4}at /m);
  }
});

test('help is no error', () => {
  const { status, stdout } = northbound(['--help']);
  assert.equal(status, 0);
  for (const command of ['demo', 'csms', 'station', 'explain'])
    assert.match(stdout, new RegExp(command));
});
