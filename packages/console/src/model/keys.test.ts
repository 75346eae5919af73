import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextIndex } from './list-keys.ts';
import { answeredStatus } from './outcome.ts';
import { pagesFor } from './pages.ts';
import { findPlaces } from './palette.ts';
import { readShortcut } from './shortcuts.ts';

test('arrow keys move through a list and stop at its ends', () => {
  assert.equal(nextIndex('ArrowDown', -1, 3), 0);
  assert.equal(nextIndex('ArrowDown', 2, 3), 2);
  assert.equal(nextIndex('ArrowUp', 0, 3), 0);
  assert.equal(nextIndex('End', 0, 3), 2);
  assert.equal(nextIndex('Home', 2, 3), 0);
  assert.equal(nextIndex('a', 0, 3), undefined);
  assert.equal(nextIndex('ArrowDown', -1, 0), undefined);
});

test('shortcuts go to places after g', () => {
  assert.deepEqual(readShortcut('g', 't', false), { does: 'go', to: '#/tokens' });
  assert.equal(readShortcut('x', 't', false), undefined);
  assert.deepEqual(readShortcut('', '/', false), { does: 'search' });
  assert.deepEqual(readShortcut('g', '?', false), { does: 'help' });
  assert.equal(readShortcut('g', 'k', false), undefined);
  assert.deepEqual(readShortcut('g', 'k', true), { does: 'go', to: '#/keys' });
});

test("an answer's status, where it has one", () => {
  assert.equal(answeredStatus({ status: 'Accepted' }), 'Accepted');
  assert.equal(answeredStatus({ status: 1 }), undefined);
  assert.equal(answeredStatus(null), undefined);
});

test('no two pages have the same key or address', () => {
  const pages = pagesFor(true);
  const keys = pages.flatMap(({ key }) => key ?? []);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(new Set(pages.map(({ path }) => path)).size, pages.length);
});

test('the palette finds pages by what they are about, and stations by part of their id', () => {
  const stations = Array.from({ length: 100 }, (_, index) => `CS-${index}`);
  const found = (text: string, isAdmin = true) =>
    findPlaces({ text, isAdmin, stationIds: stations }).map(({ label }) => label);
  assert.deepEqual(found('cdr'), ['Records']);
  assert.deepEqual(found('Cs-42'), ['CS-42']);
  assert.ok(found('cs-').length <= 12);
  assert.deepEqual(found('API keys', false), []);
  assert.equal(found('')[0], 'Stations');
  assert.deepEqual(found('#12'), ['Transaction 12']);
});
