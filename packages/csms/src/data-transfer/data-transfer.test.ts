import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';

const VERSIONS = [
  ['ocpp1.6', boot16],
  ['ocpp2.0.1', boot2],
  ['ocpp2.1', boot2],
] as const;

describe('messages of vendors', () => {
  for (const [subprotocol, boot] of VERSIONS) {
    it(`reach who knows them, in ${subprotocol.slice(4)} (TC_P_02_CSMS)`, async () => {
      await using under = await csmsUnderTest();
      const seen: unknown[] = [];
      under.csms.blocks.vendorMessages.register('com.example', {
        Light: (message) => {
          seen.push(message);
          return { status: 'Accepted', data: { brightness: 40 } };
        },
        '': () => ({ status: 'Rejected' }),
        Broken: () => {
          throw new Error('a fault of the handler');
        },
      });
      await using station = await foreignStation(under.port, 'CS-1', subprotocol);
      await station.call('BootNotification', boot);
      const transfer = (payload: object) => station.call('DataTransfer', payload);
      const vendorId = 'com.example';
      const is16 = subprotocol === 'ocpp1.6';
      assert.deepEqual(await transfer({ vendorId, messageId: 'Light', data: 'on' }), {
        status: 'Accepted',
        data: is16 ? '{"brightness":40}' : { brightness: 40 },
      });
      const version = subprotocol.slice(4);
      assert.deepEqual(seen, [{ stationId: 'CS-1', version, data: 'on' }]);
      assert.deepEqual(await transfer({ vendorId }), { status: 'Rejected' });
      assert.deepEqual(await transfer({ vendorId, messageId: 'Sound' }), {
        status: 'UnknownMessageId',
      });
      assert.deepEqual(await transfer({ vendorId: 'com.other' }), { status: 'UnknownVendorId' });
      await assert.rejects(transfer({ vendorId, messageId: 'Broken' }), {
        rpcErrorCode: 'InternalError',
      });
    });
  }
});
