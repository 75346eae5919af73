import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS, type Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { RPCClient, RPCServer } from 'ocpp-rpc';
import { OCPPClient, OCPPServer, SecurityProfile } from 'ocpp-ws-io';
import type { AnyPeer } from '../api.ts';
import { createRpcClient } from './client.ts';
import { createRpcServer } from './server.ts';

const PASSWORD = 'a password of 24 letters';
const BOOTED = { currentTime: '2026-01-01T00:00:00Z', interval: 300, status: 'Accepted' } as const;
const TRANSFER = { vendorId: 'V', messageId: 'M' };
const TRANSFERRED = { status: 'Accepted' } as const;
const BOOT_2 = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };

/** The first message of each version. */
const BOOT: Readonly<Record<Version, Record<string, unknown>>> = {
  '1.6': { chargePointModel: 'M', chargePointVendor: 'V' },
  '2.0.1': BOOT_2,
  '2.1': BOOT_2,
};

/** The other side, whatever library it is. */
interface Other {
  /** @returns the payload of the answer @throws when it is refused */
  call(action: string, payload: object): Promise<unknown>;
  close(): Promise<unknown>;
}

type Handlers = Readonly<Record<string, () => object>>;

interface Library {
  readonly station: (url: string, version: Version, handlers: Handlers) => Promise<Other>;
  /** `connected` settles with the station's connection. */
  readonly csms: (
    version: Version,
    handlers: Handlers,
  ) => Promise<{ port: number; connected: Promise<Other>; close: () => Promise<unknown> }>;
}

const LIBRARIES: Readonly<Record<string, Library>> = {
  'ocpp-rpc': {
    async station(url, version, handlers) {
      const client = new RPCClient({
        endpoint: url,
        identity: 'CS-1',
        password: PASSWORD,
        protocols: [SUBPROTOCOLS[version]],
        // It looks the schemas of 2.1 up under names that they do not have.
        strictMode: version !== '2.1',
        reconnect: false,
        // Its types want every option; these are its defaults.
        callTimeoutMs: 60_000,
        pingIntervalMs: 30_000,
        deferPingsOnActivity: false,
        respondWithDetailedErrors: false,
        callConcurrency: 1,
        strictModeValidators: [],
        maxBadMessages: Number.POSITIVE_INFINITY,
        wsOpts: {},
        headers: {},
        maxReconnects: 0,
        backoff: { initialDelay: 1, maxDelay: 2, factor: 2, randomisationFactor: 0 },
      });
      for (const [action, handler] of Object.entries(handlers)) {
        client.handle(action, async () => handler());
      }
      await client.connect();
      return {
        call: (action, payload) => client.call(action, { ...payload }),
        close: () => client.close({}),
      };
    },
    async csms(version, handlers) {
      const server = new RPCServer({
        protocols: [SUBPROTOCOLS[version]],
        strictMode: version !== '2.1',
      });
      server.auth((accept, reject, { identity, password }) => {
        if (identity === 'CS-1' && password?.toString() === PASSWORD) accept();
        else reject(401, 'no');
      });
      const connected = Promise.withResolvers<Other>();
      server.on('client', (client) => {
        for (const [action, handler] of Object.entries(handlers)) {
          client.handle(action, async () => handler());
        }
        connected.resolve({
          call: (action, payload) => client.call(action, { ...payload }),
          close: () => client.close(),
        });
      });
      const http = await server.listen(0, '127.0.0.1');
      return {
        port: portOf(http.address()),
        connected: connected.promise,
        close: () => server.close({}),
      };
    },
  },
  'ocpp-ws-io': {
    async station(url, version, handlers) {
      const client = new OCPPClient({
        endpoint: url,
        identity: 'CS-1',
        securityProfile: SecurityProfile.BASIC_AUTH,
        password: PASSWORD,
        protocols: [SUBPROTOCOLS[version]],
        strictMode: true,
        reconnect: false,
        logging: false,
        // It would wait a second for a handler that nobody registers.
        handlerGraceMs: 0,
      });
      for (const [action, handler] of Object.entries(handlers)) {
        client.handle(action, async () => handler());
      }
      await client.connect();
      return {
        call: (action, payload) => client.call(action, { ...payload }),
        close: () => client.close(),
      };
    },
    async csms(version, handlers) {
      const server = new OCPPServer({
        protocols: [SUBPROTOCOLS[version]],
        strictMode: true,
        logging: false,
      });
      const connected = Promise.withResolvers<Other>();
      server.auth((context) => {
        if (context.handshake.password?.toString() === PASSWORD) context.accept();
        else context.reject(401);
      });
      server.on('client', (client) => {
        for (const [action, handler] of Object.entries(handlers)) {
          client.handle(action, async () => handler());
        }
        connected.resolve({
          call: (action, payload) => client.call(action, { ...payload }),
          close: () => client.close(),
        });
      });
      const http = await server.listen(0, '127.0.0.1');
      return {
        port: portOf(http.address()),
        connected: connected.promise,
        close: () => server.close(),
      };
    },
  },
};

function portOf(address: unknown): number {
  assert.ok(typeof address === 'object' && address !== null && 'port' in address);
  return Number(address.port);
}

const versionsOf = (handlers: {
  BootNotification?: () => typeof BOOTED;
  DataTransfer: () => typeof TRANSFERRED;
}) => ({
  '1.6': { protocol: ocpp16, handlers },
  '2.0.1': { protocol: ocpp201, handlers },
  '2.1': { protocol: ocpp21, handlers },
});

for (const [name, library] of Object.entries(LIBRARIES)) {
  for (const version of VERSIONS) {
    describe(`${name}, ${version}`, () => {
      test('as station of our CSMS', async () => {
        const connected = Promise.withResolvers<AnyPeer<'CSMS'>>();
        await using server = createRpcServer<undefined>({
          versions: versionsOf({ BootNotification: () => BOOTED, DataTransfer: () => TRANSFERRED }),
          authorize: ({ identity, password }) =>
            identity === 'CS-1' && password?.toString() === PASSWORD
              ? { accept: true, context: undefined }
              : { accept: false, status: 401 },
          onConnect: (peer) => connected.resolve(peer),
        });
        const { port } = await server.listen(0);
        const url = `ws://127.0.0.1:${port}/ocpp`;
        const station = await library.station(url, version, { DataTransfer: () => TRANSFERRED });
        const csms = await connected.promise;
        assert.equal(csms.version, version);
        const [booted, transferred] = await Promise.all([
          station.call('BootNotification', BOOT[version]),
          csms.callRaw('DataTransfer', TRANSFER),
        ]);
        assert.deepEqual(booted, BOOTED);
        assert.deepEqual(transferred, { outcome: 'answered', payload: TRANSFERRED });
        await assert.rejects(station.call('Heartbeat', {}), /NotSupported|not supported/i);
        const refused = await csms.callRaw('ClearCache', {});
        assert.ok(
          refused.outcome === 'refused' && /^Not(Implemented|Supported)$/.test(refused.code),
        );
        await station.close();
        await csms.closed;
      });

      test('as CSMS of our station', async () => {
        const csms = await library.csms(version, {
          BootNotification: () => BOOTED,
          DataTransfer: () => TRANSFERRED,
        });
        const connected = Promise.withResolvers<AnyPeer<'ChargingStation'>>();
        await using client = createRpcClient<undefined>({
          identity: 'CS-1',
          context: undefined,
          versions: versionsOf({ DataTransfer: () => TRANSFERRED }),
          profiles: [
            { slot: 1, url: `ws://127.0.0.1:${csms.port}`, password: Buffer.from(PASSWORD) },
          ],
          backOff: { waitMinimumS: 0, repeatTimes: 0, randomRangeS: 0 },
          onConnect: (peer) => connected.resolve(peer),
        });
        client.start();
        const station = await connected.promise;
        const other = await csms.connected;
        assert.equal(station.version, version);
        const [booted, transferred] = await Promise.all([
          station.callRaw('BootNotification', BOOT[version]),
          other.call('DataTransfer', TRANSFER),
        ]);
        assert.deepEqual(booted, { outcome: 'answered', payload: BOOTED });
        assert.deepEqual(transferred, TRANSFERRED);
        await assert.rejects(other.call('ClearCache', {}), /NotSupported|not supported/i);
        const refused = await station.callRaw('Heartbeat', {});
        assert.ok(
          refused.outcome === 'refused' && /^Not(Implemented|Supported)$/.test(refused.code),
        );
        await client.stop();
        await csms.close();
      });
    });
  }
}
