import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startCsms } from './index.ts';
import { at, boot2, transactionEvent } from './testing/messages.ts';
import { RawStation } from './testing/raw-station.ts';

function directory(): { readonly file: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'northbound-csms-'));
  return { file: join(path, 'data.db'), [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

const quiet = { port: 0, logLevel: 'silent' } as const;

describe('startCsms', () => {
  it('serves stations and the API on one port, and keeps everything over a restart', async () => {
    using place = directory();
    const config = { ...quiet, databaseFile: place.file, admission: 'open' } as const;
    const first = await startCsms(config);
    assert.match(first.adminKey ?? '', /^nb_/);
    const station = await RawStation.connect(first.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    const headers = { authorization: `Bearer ${first.adminKey}` };
    const answer = await fetch(`${first.url}/api/v1/transactions/1`, { headers });
    assert.deepEqual(await answer.json(), await first.queries.transaction(1));
    await first.close();
    await first.close();

    await using second = await startCsms(config);
    assert.equal(second.adminKey, undefined);
    const view = await second.queries.station('CS-1');
    assert.equal(view?.connected, false);
    assert.equal(view?.registration, 'Accepted');
    assert.equal(view?.evses[0]?.activeTransaction?.transactionId, 'T');
    assert.ok(view?.lastMessageAt !== undefined);
    await using back = await RawStation.connect(second.port, 'CS-1', 'ocpp2.1');
    await back.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
    assert.equal((await second.queries.transaction(1))?.endedAt, at(10));
    const { items } = await second.queries.frames('CS-1', { limit: 20 });
    assert.equal(items.filter(({ note }) => note !== true).length, 6);
    assert.deepEqual(
      items.flatMap(({ note, text }) => (note ? [text.split(':')[0]] : [])),
      ['connection opened', 'connection closed 1001', 'connection opened'],
    );
  });

  it('forgives what it is told to, and notes each leniency on the frame', async () => {
    const sloppy = {
      chargePointVendor: 'Vendor',
      chargePointModel: 'A model with a name longer than twenty characters',
      firmwareVersion: null,
      colour: 'blue',
    };
    const config = { ...quiet, databaseFile: ':memory:', admission: 'open' } as const;
    await using strict = await startCsms(config);
    await using refused = await RawStation.connect(strict.port, 'CS-1', 'ocpp1.6');
    assert.equal((await refused.call('BootNotification', sloppy))[0], 4);

    await using csms = await startCsms({ ...config, tolerance: 'all' });
    await using station = await RawStation.connect(csms.port, 'CS-1', 'ocpp1.6');
    assert.equal((await station.call('BootNotification', sloppy))[0], 3);
    await station.call('Heartbeat', {});
    const { items } = await csms.queries.frames('CS-1', { limit: 9 });
    const [boot, heartbeat] = items
      .filter(({ messageType }) => messageType === 'CALL')
      .toReversed();
    assert.match(boot?.verdict ?? '', /^taken all the same/);
    for (const field of ['chargePointModel', 'firmwareVersion', 'colour']) {
      assert.ok(boot?.verdict?.includes(field), `${field} in ${boot?.verdict}`);
    }
    assert.ok(heartbeat !== undefined && heartbeat.verdict === undefined);
  });

  it('lets in only stations that are known, unless told otherwise', async () => {
    await using csms = await startCsms({ ...quiet, databaseFile: ':memory:' });
    await assert.rejects(RawStation.connect(csms.port, 'CS-1', 'ocpp2.1'), /404/);
  });

  it('leaves nothing open when the port is taken, and the admin key for the next start', async () => {
    using place = directory();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    assert.ok(typeof address === 'object' && address !== null);
    const config = { ...quiet, databaseFile: place.file };
    await assert.rejects(startCsms({ ...config, port: address.port }), { code: 'EADDRINUSE' });
    taken.close();
    await using csms = await startCsms(config);
    assert.ok(csms.adminKey !== undefined);
  });

  it('says what to do when another CSMS uses the data file', async () => {
    using place = directory();
    const config = { ...quiet, databaseFile: place.file };
    await using _first = await startCsms(config);
    await assert.rejects(startCsms(config), /only one CSMS may use it/);
  });

  it('has a URL at an address of IPv6 too', { skip: !hasIpv6 }, async () => {
    await using csms = await startCsms({ ...quiet, databaseFile: ':memory:', host: '::1' });
    assert.equal(csms.url, `http://[::1]:${csms.port}`);
    assert.equal((await fetch(`${csms.url}/api/v1/openapi.json`)).status, 200);
  });

  it('refuses a public URL that stations cannot use', async () => {
    for (const publicUrl of ['nonsense', 'csms.example:8080', 'ws://csms.example', 'http://a/?b'])
      await assert.rejects(
        startCsms({ ...quiet, databaseFile: ':memory:', publicUrl }),
        new RangeError(
          `The public URL "${publicUrl}" is not one such as https://csms.example.com.`,
        ),
      );
  });
});
