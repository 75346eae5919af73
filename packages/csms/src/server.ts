import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { VERSIONS, type Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer, type RpcServer, systemClock } from '@northbound/rpc';
import { pino } from 'pino';
import { ensureAdminKey } from './api/keys.ts';
import { apiMigrations } from './api/migrations.ts';
import { systemSecureRandom } from './api/node/secure-random.ts';
import type { Bus } from './bus/bus.ts';
import { createBus } from './bus/in-process.ts';
import { type Csms, createCsms } from './csms.ts';
import type { AdmissionPolicy } from './gateway/admission.ts';
import { scryptPasswords } from './gateway/node/scrypt.ts';
import { createServer, type LazyApi, listen, serveLazily, type TlsTexts } from './node/http.ts';
import type { Database } from './store/database.ts';
import { openSqlite } from './store/sqlite/index.ts';
import type { Commands, Queries } from './views.ts';

export interface CsmsConfig {
  /** `127.0.0.1` when absent. */
  readonly host?: string;
  /** 8080 when absent; 0 takes a free one. */
  readonly port?: number;
  /** `northbound.db` when absent; `:memory:` keeps nothing. */
  readonly databaseFile?: string;
  /** `known` when absent: a station that nobody registered gets 404. */
  readonly admission?: AdmissionPolicy;
  /** `info` when absent. */
  readonly logLevel?: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  /** What stations are told to wait between heartbeats; 300 when absent. */
  readonly heartbeatIntervalS?: number;
  /** What is forgiven in messages that break their schema; `none` when absent, and each use is noted on its frame. */
  readonly tolerance?: 'all' | 'none';
  /** PEM texts; with them the one port speaks wss and https. */
  readonly tls?: TlsTexts;
}

export interface RunningCsms extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** The first key of an empty store, only from the start that made it: it is stored as a hash. */
  readonly adminKey: string | undefined;
  readonly queries: Queries;
  readonly commands: Commands;
  readonly bus: Bus;
  /** Refuses new connections, lets answers under way finish, stores what waits, and closes. */
  close(): Promise<void>;
}

/** Beside this package, in the repository and as published. */
const CONSOLE_DIRECTORY = fileURLToPath(new URL('../../console/dist', import.meta.url));

const protocols = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;

/**
 * Starts a CSMS on real ports: stations at `ws://host:port/ocpp/{identity}`, the API below `/api/v1`, the console at `/`.
 *
 * @throws DatabaseError when the data file cannot be used, or the system's error when the port cannot
 */
export async function startCsms(config: CsmsConfig = {}): Promise<RunningCsms> {
  const log = pino({ level: config.logLevel ?? 'info' }, pino.destination(2));
  const database = await openSqlite({
    file: config.databaseFile ?? 'northbound.db',
    worker: true,
  });
  const bus = createBus();
  const onFailure = (error: unknown) => log.error({ err: error }, 'not handled');
  const csms = await createCsms(
    {
      admission: config.admission ?? 'known',
      heartbeatIntervalS: config.heartbeatIntervalS ?? 300,
    },
    {
      clock: systemClock,
      database,
      bus,
      passwords: scryptPasswords(),
      protocols,
      onFailure,
      migrations: apiMigrations,
    },
  );
  const adminKey = await ensureAdminKey({
    database,
    clock: systemClock,
    secureRandom: systemSecureRandom,
  });
  const http = createServer(config.tls);
  const rpc = attachStations(csms, http, config.tolerance ?? 'none');
  const host = config.host ?? '127.0.0.1';
  const port = await listen(http, config.port ?? 8080, host);
  const url = `${config.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
  log.info({ url }, 'stations may connect');
  const api = serveLazily(
    http,
    async () => {
      const { createApi } = await import('./api/index.ts');
      return createApi({
        queries: csms.queries,
        commands: csms.commands,
        bus,
        database,
        clock: systemClock,
        secureRandom: systemSecureRandom,
        counters: {
          connections: () => connectionCounts(rpc),
          messages: () => csms.counters.messages(),
        },
        log,
        consoleDirectory: CONSOLE_DIRECTORY,
      });
    },
    onFailure,
  );
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(http, rpc, api, csms, database);
    return closing;
  };
  return {
    port,
    url,
    adminKey,
    queries: csms.queries,
    commands: csms.commands,
    bus,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function attachStations(
  { gateway, handlers }: Csms,
  server: HttpServer | HttpsServer,
  tolerance: 'all' | 'none',
): RpcServer {
  return createRpcServer({
    ...gateway,
    server,
    clock: systemClock,
    versions: {
      '1.6': { protocol: ocpp16, handlers: handlers['1.6'], tolerance },
      '2.0.1': { protocol: ocpp201, handlers: handlers['2.0.1'], tolerance },
      '2.1': { protocol: ocpp21, handlers: handlers['2.1'], tolerance },
    },
  });
}

/** Stations first: what they said gets its answer and its place on disk before anything closes under it. */
async function closeAll(
  http: HttpServer | HttpsServer,
  rpc: RpcServer,
  api: LazyApi,
  csms: Csms,
  database: Database,
): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  await rpc.close();
  await api.close();
  http.closeAllConnections();
  await closed;
  await csms.close();
  await database.close();
}

function connectionCounts(rpc: RpcServer): { version: Version; count: number }[] {
  const counts = new Map<Version, number>(VERSIONS.map((version) => [version, 0]));
  for (const { version } of rpc.peers()) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, count]) => ({ version, count }));
}
