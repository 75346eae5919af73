import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadProtocols } from './protocols.ts';
import { jsonRenderer, textRenderer } from './render.ts';
import { explainText } from './run.ts';

const protocols = await loadProtocols();

async function print(text: string, renderer = textRenderer(false)): Promise<string> {
  let printed = '';
  await explainText(text, {
    protocols,
    renderer,
    write: (piece) => {
      printed += piece;
    },
  });
  return printed;
}

const RESET = '[2,"1","Reset",{"type":"Now"}]';

test('colours are there when asked for, and only then', async () => {
  assert.ok((await print(RESET, textRenderer(true))).includes('\u001b[31m'));
  assert.ok(!(await print(RESET)).includes('\u001b'));
});

test('a log cannot steer the terminal of its reader', async () => {
  for (const evil of ['\\u001b[31m', '\\u009b31m', '\u009b31m', '\\u202e']) {
    const printed = await print(
      `[2,"${evil}","${evil}",{"${evil}":"${evil}"}]\n[4,"${evil}","${evil}","${evil}",{}]`,
    );
    assert.doesNotMatch(printed, /[^\P{C}\n]/u, evil);
  }
});

test('every line of JSON output is an object with its kind', async () => {
  const lines = (await print(`${RESET}\n[3,"9",{}]`, jsonRenderer)).trimEnd().split('\n');
  const kinds = lines.map((line) => JSON.parse(line).kind);
  assert.deepEqual(kinds, ['version', 'message', 'message', 'finding', 'summary']);
});
