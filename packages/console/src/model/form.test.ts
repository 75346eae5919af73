import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given, localMoment, localSecond, readForm } from './form.ts';

test('a form is read field by field, and what is empty is absent', () => {
  const data = new FormData();
  data.set('name', '  night  ');
  data.set('note', '   ');
  data.set('waveSize', '50');
  data.set('stations', 'CS-1, CS-2\nCS-3');
  data.set('groups', 'North Harbour, Depot');
  data.set('noGroups', ' , ');
  data.append('types', 'alert');
  data.append('types', 'cdr');
  data.set('masterPass', 'on');
  data.set('until', '2026-11-22T10:00');
  const form = readForm(data);
  assert.equal(form.text('name'), 'night');
  assert.equal(form.secret('name'), '  night  ');
  assert.equal(form.secret('missing'), '');
  assert.equal(form.optional('note'), undefined);
  assert.equal(form.number('waveSize'), 50);
  assert.equal(form.number('missing'), undefined);
  assert.deepEqual(form.ids('stations'), ['CS-1', 'CS-2', 'CS-3']);
  assert.deepEqual(form.names('groups'), ['North Harbour', 'Depot']);
  assert.equal(form.names('noGroups'), undefined);
  assert.deepEqual(form.checked('types'), ['alert', 'cdr']);
  assert.equal(form.flag('masterPass'), true);
  assert.equal(form.flag('other'), false);
  assert.equal(form.moment('until'), new Date(2026, 10, 22, 10).toISOString());
});

test('fields that are undefined are left out, others stay, false and 0 too', () => {
  assert.deepEqual(given({ a: undefined, b: 0, c: false, d: '' }), { b: 0, c: false, d: '' });
});

test('a moment goes into a field and comes back the same', () => {
  const at = new Date(2026, 1, 3, 4, 5);
  const data = new FormData();
  data.set('at', localMoment(at));
  assert.equal(readForm(data).moment('at'), at.toISOString());
});

test('a field of seconds shows them as the browser would write them', () => {
  assert.equal(localSecond(new Date(2026, 1, 3, 4, 5, 6, 789)), '2026-02-03T04:05:06');
  assert.equal(localSecond(new Date(2026, 1, 3, 4, 0)), '2026-02-03T04:00');
});

test('a moment that was left alone keeps its seconds', () => {
  const known = '2030-01-01T12:34:56.789Z';
  const data = new FormData();
  data.set('at', localMoment(new Date(known)));
  assert.equal(readForm(data).moment('at', known), known);
  data.set('at', localMoment(new Date('2030-01-01T12:35:00Z')));
  assert.equal(readForm(data).moment('at', known), '2030-01-01T12:35:00.000Z');
});
