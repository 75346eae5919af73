import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const KILLS = Number(process.env.NB_KILLS ?? 3);

function crash(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'world', 'crash', ...args], { encoding: 'utf8' });
}

test('real processes are killed, and nothing that was answered is lost or billed twice', () => {
  const { status, stdout, stderr } = crash('--kills', `${KILLS}`, '--size', '1', '--seed', '6');
  assert.deepEqual([status, stderr], [0, ''], stdout);
  assert.match(stdout, /^ {2}after \d+ answers and \d+ ms: kill the CSMS/m);
  assert.match(stdout, /^round 1 of \d+: .*: no rule was broken$/m);
  const [, kills] = /^seed 6: (\d+) SIGKILLs of the CSMS/m.exec(stdout) ?? [];
  assert.ok(Number(kills) >= KILLS, stdout);
  assert.match(stdout, /\nNothing was lost, and no rule was broken\.\n$/);
});

test('a fault that there is not: status 2, and which there are', () => {
  const { status, stderr } = crash('--faults', 'rain');
  assert.equal(status, 2);
  assert.match(stderr, /There is no fault "rain"; there are: kill, .*lock\./);
});
