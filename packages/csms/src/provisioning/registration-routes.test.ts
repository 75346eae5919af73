import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { startCsms } from '../server.ts';

test('who decides about a station is written down by name', async () => {
  const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  try {
    const ask = async (key: string, method: string, path: string, body: object) => {
      const response = await fetch(`${csms.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.ok(response.ok, `${method} ${path}: ${response.status}`);
      return Object(await response.json());
    };
    const adminKey = csms.adminKey ?? '';
    await ask(adminKey, 'PUT', '/stations/CS-1', {});
    const { key } = await ask(adminKey, 'POST', '/keys', { name: 'night shift', role: 'operator' });
    const decision = { registration: 'Rejected', reason: 'Not paid for.' };
    const decided = await ask(key, 'PUT', '/stations/CS-1/registration', decision);
    assert.deepEqual([decided.next, decided.decidedBy], ['Rejected', 'night shift']);
  } finally {
    await csms.close();
  }
});

test('a station of 1.6 is registered under any identity with which it can come', async () => {
  await using csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  const register = async (identity: string) => {
    const response = await fetch(`${csms.url}/api/v1/stations/${encodeURIComponent(identity)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${csms.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({}),
    });
    return { status: response.status, answer: Object(await response.json()) };
  };
  // A MAC address, a name for people, and one longer than 2.x allows.
  for (const identity of ['00:1B:44:11:3A:B7', 'Pier 1 / links', 'x'.repeat(49)]) {
    const { status, answer } = await register(identity);
    assert.deepEqual([status, answer.id], [200, identity]);
    await using station = await WireStation.connect(
      csms.url,
      encodeURIComponent(identity),
      'ocpp1.6',
    );
    const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' };
    assert.equal(Object(await station.call('BootNotification', boot)).status, 'Accepted');
  }
  const { status, answer } = await register('a\nb');
  assert.deepEqual([status, answer.type], [422, 'urn:northbound:problem:invalidValue']);
});
