import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from './progress.ts';

test('a log gets a line each minute, a terminal its bar each time', () => {
  const written = (isTTY: boolean) => {
    const lines: string[] = [];
    let nowMs = 0;
    const write = (text: string) => lines.push(text) > 0;
    const progress = new Progress({ isTTY, write }, () => nowMs);
    for (const [part, afterMs] of [
      [0.1, 59_000],
      [0.2, 60_000],
      [0.3, 61_000],
      [0.5, 120_000],
    ] as const) {
      nowMs = afterMs;
      progress.show(part, 'lived');
    }
    progress.end();
    return lines;
  };
  assert.deepEqual(written(false), ['20 % lived\n', '50 % lived\n']);
  const shown = written(true);
  assert.equal(shown.length, 5);
  assert.match(shown[3] ?? '', /█░+ 50 % lived$/);
});
