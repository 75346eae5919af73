import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceFor } from './sentences.ts';

test('what the user can mend is told as usage, everything else as a failure', () => {
  const unknownHost = Object.assign(new Error('getaddrinfo ENOTFOUND a.example'), {
    code: 'ENOTFOUND',
    hostname: 'a.example',
  });
  assert.deepEqual(sentenceFor(unknownHost), {
    sentence: 'There is no host a.example; see --host.',
    isUsage: true,
  });
  // On port 0 the system names none.
  for (const port of [{}, { port: 8080 }]) {
    const notOurs = { code: 'EADDRNOTAVAIL', address: '192.0.2.1', ...port };
    assert.deepEqual(sentenceFor(Object.assign(new Error('listen'), notOurs)), {
      sentence: '192.0.2.1 is not an address of this machine; see --host.',
      isUsage: true,
    });
  }
  assert.deepEqual(sentenceFor(new TypeError('x is not a function')), {
    sentence: 'x is not a function',
    isUsage: false,
  });
});
