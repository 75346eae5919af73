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
    const no = { accept: false, status: 401 };
    for (const name of ['CS-2', 'cs-1', '', undefined]) {
      assert.deepEqual(await authorize(handshake('CS-1', name)), no);
    }
    assert.deepEqual(await authorize(handshake('CS-3', 'CS-1')), no);
    assert.equal(csms.stations.get('CS-3'), undefined);
    await database.close();
  });
});
