import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../usage-error.ts';
import { csmsCommand } from './csms.ts';

const usual = {
  host: '127.0.0.1',
  port: 0,
  database: ':memory:',
  admission: 'known',
  console: false,
  tolerance: 'none',
  registration: 'accept',
  deviceModels: false,
} as const;

test('TLS is asked for whole, with files that are there', async () => {
  for (const half of [{ tlsCert: 'a.pem' }, { tlsKey: 'a.key' }, { clientCa: 'ca.pem' }])
    await assert.rejects(csmsCommand({ ...usual, ...half }), UsageError);
  await assert.rejects(
    csmsCommand({ ...usual, tlsCert: '/nowhere/a', tlsKey: '/nowhere/b' }),
    new UsageError('--tls-cert /nowhere/a cannot be read: ENOENT.'),
  );
});

test('what cannot be configured so is refused before anything starts', async () => {
  for (const [wrong, message] of [
    [{ trustProxy: ['proxy.example'] }, '"proxy.example" is no address or network of a proxy.'],
    [
      { publicUrl: 'nonsense' },
      'The public URL "nonsense" is not one such as https://csms.example.com.',
    ],
    [
      { files: import.meta.filename },
      `--files ${import.meta.filename} is no folder that can be written: EEXIST.`,
    ],
  ] as const)
    await assert.rejects(csmsCommand({ ...usual, ...wrong }), new UsageError(message));
});
