import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './sources.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const COMMAND = join(ROOT, 'packages/cli/bin/northbound.js');

function northbound(args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`;
}

/** Words of a command line; single quotes hold one together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

test('a command that is shown with its output prints just that', () => {
  const shown = [...README.matchAll(/```\n\$ npx northbound (.*)\n([\s\S]*?)```/g)];
  assert.ok(shown.length > 0);
  for (const [, line = '', output = ''] of shown) {
    const printed = northbound(wordsOf(line));
    assert.ok(printed.startsWith(output), `${line} prints\n${printed}`);
  }
});

test('every command that is named exists, with its options', () => {
  const named = [...README.matchAll(/npx northbound ([a-z]+)([^`\n]*)/g)];
  assert.ok(named.length > 0);
  for (const [, command = '', rest = ''] of named) {
    const help = northbound([command, '--help']);
    assert.match(help, new RegExp(`^Usage: northbound ${command}\\b`), command);
    for (const [option] of rest.matchAll(/--[a-z-]+/g)) {
      assert.ok(help.includes(option), `${command} ${option}`);
    }
  }
});
