import assert from 'node:assert/strict';
import { it } from 'node:test';
import { demoStations, welcomeText } from './plan.ts';

it('a demo prints commands that a shell takes as they are', () => {
  const text = welcomeText({
    url: 'http://127.0.0.1:8080',
    key: 'nb_1_secret',
    databaseFile: 'data/demo.db',
    stations: demoStations(1),
    tokens: ['TOKEN'],
    takenPort: undefined,
  });
  const curl = text.split('\n').find((line) => line.includes('curl')) ?? '';
  const unquoted = curl.replaceAll(/'[^']*'/g, '');
  assert.match(curl, /transactions\?active=true'/);
  assert.doesNotMatch(unquoted, /[?*&$;|<>]/);
});
