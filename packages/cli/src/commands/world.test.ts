import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

function northbound(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'world', ...args], { encoding: 'utf8' });
}

test('a world is lived again to the same byte, and with fewer faults it is another one', () => {
  const run = ['run', '--seed', '12', '--stations', '1', '--days', '1'];
  const first = northbound(...run);
  assert.deepEqual([first.status, first.stderr], [0, '']);
  assert.match(first.stdout, /^seed 12: 1 station, 1 day\n\d+ transactions, .* \d+ faults\n/);
  assert.match(first.stdout, /Nothing was lost/);
  assert.equal(northbound(...run).stdout, first.stdout);
  const fewer = northbound(...run, '--faults', 'reset,slow');
  assert.equal(fewer.status, 0);
  assert.notEqual(fewer.stdout, first.stdout);
});

test('worlds are explored by several processes, and counted', () => {
  const { status, stdout } = northbound(
    ...['explore', '--seeds', '2', '--from', '5', '--stations', '1', '--days', '1'],
  );
  assert.equal(status, 0);
  assert.match(stdout, /^2 seeds, 2 station-days, \d+ transactions\nNothing was lost/);
});

test('exploring that is stopped says how to go on, with a status of its own', () => {
  const stopsAtOnce = `
    import { worldExploreCommand } from ${JSON.stringify(new URL('world.ts', import.meta.url))};
    const status = worldExploreCommand({ seeds: 30, from: 7, stations: 1, days: 1 });
    process.emit('SIGINT');
    process.exitCode = await status;`;
  const node = ['--input-type=module', '--eval', stopsAtOnce];
  const { status, stdout } = spawnSync(process.execPath, node, { encoding: 'utf8' });
  assert.equal(status, 130);
  assert.match(stdout, /^0 seeds, 0 station-days/);
  assert.match(
    stdout,
    /\nGo on: northbound world explore --seeds 30 --from 7 --stations 1 --days 1\n/,
  );
});

test('a broken rule: status 1, what it takes, and its story as a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const page = join(folder, 'story.html');
  try {
    const { status, stdout } = northbound(
      ...['run', '--seed', '6', '--stations', '1', '--days', '1'],
      ...['--faults', 'welded,powerCut', '--html', page],
    );
    assert.equal(status, 1);
    assert.match(stdout, /dark: CS-1 EVSE \d has a closed contactor and no power/);
    assert.match(stdout, /It takes 2 of \d+ faults, 1 day:\n.*welded.*\n.*powerCut/);
    assert.match(readFileSync(page, 'utf8'), /<h1>World 6: dark is broken<\/h1>/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('faults that there are not and a page that has no place: status 2, before anything is lived', () => {
  const refused = (...args: readonly string[]) => {
    const { status, stderr } = northbound(...args);
    assert.equal(status, 2);
    return stderr;
  };
  const refusal = (...args: readonly string[]) => refused('run', '--seed', '1', ...args);
  assert.match(refusal('--faults', 'reset, rain'), /no fault "rain"; there are: outage, .*none\./);
  assert.match(refusal('--faults', 'none,reset'), /none stands alone/);
  assert.match(refusal('--html', '/no/folder/story.html'), /There is no \/no\/folder\./);
  assert.match(refusal('--html', tmpdir()), /is a folder\./);
  const beyond = ['explore', '--seeds', '3', '--from', '4294967294'];
  assert.match(refused(...beyond), /The last seed is 4294967295/);
});
