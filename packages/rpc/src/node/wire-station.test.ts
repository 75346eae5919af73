import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { WebSocketServer } from 'ws';
import type { RpcClient } from '../client/options.ts';
import type { CallOutcome } from '../outcome.ts';
import { createRpcClient } from './client.ts';
import { RawPeer } from './raw-peer.ts';
import { accepted, check, checkAnswer, STATION_HANDLERS } from './wire-bench.ts';
import { callCases, FRAME_CASES } from './wire-cases.ts';

const DATA = { vendorId: 'V' };
const BAD_UTF8 = Buffer.from([0x22, 0xff, 0x22]);

for (const version of VERSIONS) {
  describe(`a station of ${version}`, () => {
    let csms: WebSocketServer;
    let client: RpcClient;
    let peer: RawPeer;
    let clearedCaches = 0;
    const handlers = {
      ...STATION_HANDLERS,
      ClearCache: () => {
        clearedCaches++;
        return accepted;
      },
    };
    before(async () => {
      csms = new WebSocketServer({
        port: 0,
        host: '127.0.0.1',
        handleProtocols: () => SUBPROTOCOLS[version],
      });
      await once(csms, 'listening');
      const address = csms.address();
      assert.ok(typeof address === 'object' && address !== null);
      const { port } = address;
      client = createRpcClient({
        identity: 'CS-1',
        context: undefined,
        versions: {
          '1.6': { protocol: ocpp16, handlers },
          '2.0.1': { protocol: ocpp201, handlers },
          '2.1': { protocol: ocpp21, handlers },
        },
        profiles: [{ slot: 1, url: `ws://127.0.0.1:${port}` }],
        backOff: { waitMinimumS: 0, repeatTimes: 0, randomRangeS: 0 },
      });
      client.start();
      const [socket] = await once(csms, 'connection');
      peer = new RawPeer(socket);
    });
    after(async () => {
      await client.stop();
      csms.close();
    });

    for (const each of [...FRAME_CASES, ...callCases('ChargingStation', version)]) {
      test(each.name, () => check(peer, each, version, 'ClearCache'));
    }

    test('an id again, with the same and with other content', async () => {
      clearedCaches = 0;
      peer.say([2, '1', 'ClearCache', {}]);
      peer.say([2, '1', 'ClearCache', {}]);
      peer.say([2, '1', 'DataTransfer', { vendorId: 'V' }]);
      assert.deepEqual(
        [await peer.hear(), await peer.hear(), await peer.hear()],
        [
          [3, '1', accepted],
          [3, '1', accepted],
          [3, '1', accepted],
        ],
      );
      assert.equal(clearedCaches, 1);
    });

    test('a flood pauses its sender and is answered in the end', async () => {
      for (let count = 0; count < 2500; count++) peer.say([2, `f${count}`, 'DataTransfer', DATA]);
      assert.equal((await peer.hearUntil('f2499')).length, 2499);
    });

    test('a binary message', async () => {
      peer.socket.send(Buffer.from([0, 1, 2]));
      peer.say([2, 'probe', 'ClearCache', {}]);
      const answers = await peer.hearUntil('probe');
      checkAnswer(answers, version === '1.6' ? 'nothing' : ['-1', 'RpcFrameworkError']);
    });

    test('an answer that does not validate', async () => {
      const station = client.peer;
      assert.ok(station);
      const outcome: Promise<CallOutcome<unknown>> = station.callRaw('Heartbeat', {});
      const [, id] = await peer.hear();
      peer.say([3, id, { currentTime: 'yesterday' }]);
      assert.equal((await outcome).outcome, 'invalidAnswer');
      peer.say([2, 'probe', 'ClearCache', {}]);
      const [told] = await peer.hearUntil('probe');
      if (version === '2.1') assert.deepEqual(told?.slice(0, 2), [5, id]);
      else assert.equal(told, undefined);
    });

    for (const [what, code, send] of [
      ['a huge frame', 1009, () => peer.say('x'.repeat(300_000))],
      ['an invalid UTF-8 text', 1007, () => peer.socket.send(BAD_UTF8, { binary: false })],
    ] as const) {
      test(`${what} closes with ${code}, and the station comes back`, async () => {
        const back = once(csms, 'connection');
        send();
        assert.equal(await peer.closed, code);
        const [socket] = await back;
        peer = new RawPeer(socket);
        peer.say([2, 'x', 'ClearCache', {}]);
        assert.deepEqual(await peer.hear(), [3, 'x', accepted]);
      });
    }
  });
}
