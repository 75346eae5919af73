import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from './form.ts';
import { filterTokens, readTokenForm } from './tokens.ts';

test('tokens are found by any of their words', () => {
  const tokens = [
    { idToken: 'A1', type: 'Central', status: 'Accepted', note: 'Anna', groupIdToken: 'Crew' },
    { idToken: 'B2', type: 'ISO14443', status: 'Blocked' },
  ] as const;
  const found = (search?: string, group?: string) =>
    filterTokens(tokens, { search, group }).map(({ idToken }) => idToken);
  assert.deepEqual(found(), ['A1', 'B2']);
  assert.deepEqual(found(undefined, 'CREW'), ['A1']);
  assert.deepEqual(found('b2', 'crew'), []);
  assert.deepEqual(found('anna'), ['A1']);
  assert.deepEqual(found('blocked'), ['B2']);
  assert.deepEqual(found('x'), []);
});

test('what is left empty in the form is absent', () => {
  const form = new FormData();
  form.set('idToken', ' A1 ');
  form.set('type', 'ISO14443');
  form.set('note', ' ');
  form.set('allowedAt', 'CS-1, CS-2');
  form.set('expiresAt', '2030-01-01T12:00');
  assert.deepEqual(readTokenForm(readForm(form)), {
    idToken: 'A1',
    type: 'ISO14443',
    status: 'Accepted',
    allowedAt: [{ stationId: 'CS-1' }, { stationId: 'CS-2' }],
    expiresAt: new Date('2030-01-01T12:00').toISOString(),
  });
});

test('what the form of a token does not ask for stays as it was', () => {
  const known = {
    idToken: 'A1',
    type: 'Central',
    status: 'Blocked',
    note: 'old',
    allowedAt: [{ stationId: 'CS-1', evseIds: [2] }],
  } as const;
  const form = new FormData();
  form.set('allowedAt', 'CS-1 CS-2');
  assert.deepEqual(readTokenForm(readForm(form), known), {
    idToken: 'A1',
    type: 'Central',
    status: 'Blocked',
    allowedAt: [{ stationId: 'CS-1', evseIds: [2] }, { stationId: 'CS-2' }],
  });
});
