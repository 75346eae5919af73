import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS } from '@northbound/protocol';
import type { SessionReport } from '../api.ts';
import type { RpcServer } from '../server/options.ts';
import { RawPeer } from './raw-peer.ts';
import { accepted, check, checkAnswer, NOW, startServer } from './wire-bench.ts';
import { callCases, FRAME_CASES } from './wire-cases.ts';

describe('a CSMS of all versions', () => {
  let server: RpcServer;
  let url = '';
  let bystander: RawPeer;
  before(async () => {
    server = startServer();
    const { port } = await server.listen(0);
    url = `ws://127.0.0.1:${port}/ocpp`;
    bystander = await RawPeer.connect(`${url}/CS-bystander`, 'ocpp2.1');
  });
  after(async () => {
    await bystander[Symbol.asyncDispose]();
    await server.close();
  });

  for (const version of VERSIONS) {
    for (const each of [...FRAME_CASES, ...callCases('CSMS', version)]) {
      test(`${version}: ${each.name}`, async () => {
        await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
        await check(station, each, version, 'Heartbeat');
        bystander.say([2, each.name.slice(0, 36), 'Heartbeat', {}]);
        assert.deepEqual(await bystander.hear(), [3, each.name.slice(0, 36), NOW]);
      });
    }

    test(`${version}: an id again, with the same and with other content`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      station.say([2, '1', 'Heartbeat', {}]);
      station.say([2, '1', 'Heartbeat', {}]);
      station.say([2, '1', 'DataTransfer', { vendorId: 'V' }]);
      assert.deepEqual(
        [await station.hear(), await station.hear(), await station.hear()],
        [
          [3, '1', NOW],
          [3, '1', NOW],
          [3, '1', accepted],
        ],
      );
    });

    test(`${version}: a binary message`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      station.socket.send(Buffer.from('[2,"x","Heartbeat",{}]'));
      station.say([2, 'probe', 'Heartbeat', {}]);
      const answers = await station.hearUntil('probe');
      checkAnswer(answers, version === '1.6' ? 'nothing' : ['-1', 'RpcFrameworkError']);
    });

    test(`${version}: a call before the boot is accepted`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-pending`, SUBPROTOCOLS[version]);
      station.say([2, 'x', 'Heartbeat', {}]);
      checkAnswer([await station.hear()], ['x', 'SecurityError']);
    });

    test(`${version}: an answer that does not validate`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      const peer = server.peer('CS-1');
      assert.ok(peer);
      const outcome = peer.callRaw('ClearCache', {});
      const [, id] = await station.hear();
      station.say([3, id, { status: 'Perhaps' }]);
      assert.equal((await outcome).outcome, 'invalidAnswer');
      station.say([2, 'probe', 'Heartbeat', {}]);
      const [told, ...more] = await station.hearUntil('probe');
      assert.deepEqual(more, []);
      if (version === '2.1') assert.deepEqual(told?.slice(0, 2), [5, id]);
      else assert.equal(told, undefined);
    });

    test(`${version}: a huge frame closes with 1009, an invalid UTF-8 text with 1007`, async () => {
      await using huge = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      huge.say('x'.repeat(300_000));
      assert.equal(await huge.closed, 1009);
      await using broken = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      broken.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
      assert.equal(await broken.closed, 1007);
      bystander.say([2, 'after', 'Heartbeat', {}]);
      assert.deepEqual(await bystander.hear(), [3, 'after', NOW]);
    });
  }
});

for (const version of VERSIONS) {
  for (const binary of [false, true]) {
    const what = binary ? 'binary frames' : 'calls';
    test(`${version}: a flood of ${what} pauses its sender, and leaves others alone`, async () => {
      const reports: SessionReport[] = [];
      const limits = { framesPerSecond: 2000, burstFrames: 50 };
      await using server = startServer({ reports, limits });
      const { port } = await server.listen(0);
      const url = `ws://127.0.0.1:${port}/ocpp`;
      await using flooder = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      await using other = await RawPeer.connect(`${url}/CS-2`, SUBPROTOCOLS[version]);
      for (let count = 0; count < 300; count++) {
        if (binary) flooder.socket.send(Buffer.from([count]), { binary: true });
        else flooder.say([2, `f${count}`, 'Heartbeat', {}]);
      }
      flooder.say([2, 'last', 'Heartbeat', {}]);
      other.say([2, 'x', 'Heartbeat', {}]);
      assert.deepEqual(await other.hear(), [3, 'x', NOW]);
      const answers = await flooder.hearUntil('last');
      assert.equal(answers.length, binary && version === '1.6' ? 0 : 300);
      assert.ok(reports.some(({ kind }) => kind === 'flood'));
    });
  }
}
