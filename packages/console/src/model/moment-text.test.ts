import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentText } from './moment-text.ts';

test('a short moment tells the day when it is another one, and the year when it is another one', () => {
  const now = new Date(2026, 10, 22, 12);
  const short = (at: Date) => momentText(at, 'short', now);
  assert.equal(short(new Date(2026, 10, 22, 7, 5, 9)), '07:05:09');
  assert.match(short(new Date(2026, 10, 21, 7, 5)), /21.*07:05$/);
  assert.doesNotMatch(short(new Date(2026, 10, 21, 7, 5)), /2026/);
  assert.match(short(new Date(2024, 10, 22, 7, 5)), /2024/);
  assert.match(short(new Date(2099, 0, 1)), /2099/);
});
