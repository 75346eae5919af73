import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';

describe('a client certificate', () => {
  const handshake = (identity: string, commonName: string | undefined) => ({
    identity,
    subprotocols: ['ocpp2.1'],
    version: '2.1' as const,
    remoteAddress: '127.0.0.1',
    secure: true,
    clientCertificate: {
      commonName,
      organization: 'Vendor',
      serialNumber: '01',
      fingerprint256: 'AA',
      der: Buffer.alloc(0),
    },
  });

  it('lets in the station that it names, by identity or serial number, and no other', async () => {
    const { csms, database } = await logicUnderTest({ admission: 'open' });
    csms.stations.add({
      id: 'CS-1',
      admission: 'Known',
      securityProfile: 0,
      serialNumber: 'SN-1',
    });
    const { authorize } = csms.gateway;
    for (const name of ['CS-1', 'SN-1']) {
      const admission = await authorize(handshake('CS-1', name));
      assert.equal(admission.accept && admission.context.securityProfile, 3);
    }
    const no = (name: string) => {
      return { accept: false, status: 401, problem: `its certificate is for ${name}` };
    };
    for (const name of ['CS-2', 'cs-1', '', undefined]) {
      assert.deepEqual(await authorize(handshake('CS-1', name)), no(name ?? 'nobody'));
    }
    assert.deepEqual(await authorize(handshake('CS-3', 'CS-1')), no('CS-1'));
    assert.equal(csms.stations.get('CS-3'), undefined);
    await database.close();
  });
});

describe('who is not let in', () => {
  it('is told apart for the operator', async () => {
    const { csms, database } = await logicUnderTest({ admission: 'known' });
    const { authorize } = csms.gateway;
    await csms.commands.putStation('CS-1', { password: 'the password of CS-1' });
    csms.stations.add({ id: 'CS-2', admission: 'Known', securityProfile: 3 });
    const knock = async (identity: string, password?: string) => {
      const admission = await authorize({
        identity,
        subprotocols: ['ocpp2.1'],
        version: '2.1',
        remoteAddress: '127.0.0.1',
        secure: true,
        ...(password === undefined ? {} : { password: Buffer.from(password) }),
      });
      return admission.accept ? undefined : [admission.status, admission.problem];
    };
    assert.equal(await knock('CS-1', 'the password of CS-1'), undefined);
    assert.deepEqual(await knock('CS-1', 'another'), [401, 'its password is wrong']);
    assert.deepEqual(await knock('CS-1'), [401, 'it showed no password']);
    assert.deepEqual(await knock('CS-3'), [404, 'it is not registered']);
    assert.deepEqual(await knock('CS-2'), [
      401,
      'it came with security profile 0, and had 3 before; a password set anew lets it in',
    ]);
    await database.close();
  });
});
