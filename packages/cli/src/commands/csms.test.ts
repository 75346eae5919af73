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
  await assert.rejects(csmsCommand({ ...usual, tlsCert: '/nowhere/a', tlsKey: '/nowhere/b' }), {
    code: 'ENOENT',
  });
});

test('a proxy that is no address is refused before anything starts', async () => {
  await assert.rejects(csmsCommand({ ...usual, trustProxy: ['proxy.example'] }), /proxy\.example/);
});
