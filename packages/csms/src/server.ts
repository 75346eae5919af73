import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { VERSIONS, type Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer, type RpcServer, systemClock } from '@northbound/rpc';
import { type Logger, pino } from 'pino';
import type { Api } from './api/index.ts';
import { apiMigrations } from './api/migrations.ts';
import { systemSecureRandom } from './api/node/secure-random.ts';
import type { Bus } from './bus/bus.ts';
import { createBus } from './bus/in-process.ts';
import { type Csms, type CsmsSettings, createCsms, DEFAULT_SETTINGS } from './csms.ts';
import type { VendorMessages } from './data-transfer/vendor-messages.ts';
import { copyFilesOf, FILES_NAME, firstBadFile } from './files/in-backups.ts';
import { diskFileStore } from './files/node/disk-file-store.ts';
import type { AdmissionPolicy } from './gateway/admission.ts';
import { COST_OF_PEOPLE, scryptPasswords } from './gateway/node/scrypt.ts';
import {
  closeHttp,
  createServer,
  drainable,
  listen,
  serveLazily,
  type TlsTexts,
} from './node/http.ts';
import { originBehind } from './node/proxies.ts';
import { httpOutbound } from './outbound/node/http-outbound.ts';
import type { RegistrationPolicy } from './provisioning/domain.ts';
import type { Sending } from './remote-control/sending.ts';
import type { Database } from './store/database.ts';
import { csmsMigrations } from './store/schema.ts';
import { backUp } from './store/sqlite/backup.ts';
import { openSqlite } from './store/sqlite/index.ts';
import { type Restored, restoreSqlite } from './store/sqlite/restore.ts';
import { AnswerTimes } from './telemetry/answer-times.ts';
import { type MeasuredDatabase, measured } from './telemetry/measured-database.ts';
import { startTracing, tracesEndpoint } from './telemetry/node/otlp.ts';
import type { Tracing } from './telemetry/tracing.ts';
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
  /** What a station gets that boots for the first time; `accept` when absent. */
  readonly registration?: RegistrationPolicy;
  /** What a station that is Pending or Rejected waits before it boots again; 60 when absent. */
  readonly bootRetryIntervalS?: number;
  /** Whether new stations, and those with new firmware, are asked for their device models; true when absent. */
  readonly readsDeviceModels?: boolean;
  /** What is forgiven in messages that break their schema; `none` when absent, and each use is noted on its frame. */
  readonly tolerance?: 'all' | 'none';
  /** Whether the page is served too; true when absent. */
  readonly console?: boolean;
  /** Where files of stations are kept; beside the data file when absent, and nowhere for long with `:memory:`. */
  readonly filesDirectory?: string;
  /** How stations reach this CSMS, for the links it sends them; its own address when absent. */
  readonly publicUrl?: string;
  /** PEM texts; with them the one port speaks wss and https. */
  readonly tls?: TlsTexts;
  /** Addresses and networks of reverse proxies whose `X-Forwarded-For` the API believes; none when absent. */
  readonly trustedProxies?: readonly string[];
  /**
   * Where traces go, over OTLP/HTTP; when absent what `OTEL_EXPORTER_OTLP_ENDPOINT` and its like say, and without them
   * nothing is traced.
   */
  readonly tracesEndpoint?: string;
}

export interface RunningCsms extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** The first key of an empty store, only from the start that made it: it is stored as a hash. */
  readonly adminKey: string | undefined;
  /** With it a person chooses the password of `admin`, once; from the same start only. */
  readonly invitation: string | undefined;
  readonly queries: Queries;
  readonly commands: Commands;
  readonly bus: Bus;
  /** Commands to stations, typed. */
  readonly sending: Sending;
  /** Who understands the DataTransfers of which vendor. */
  readonly vendorMessages: VendorMessages;
  /** Refuses new connections, lets answers under way finish, stores what waits, and closes. */
  close(): Promise<void>;
}

/** Beside this package, in the repository and as published. */
const CONSOLE_DIRECTORY = fileURLToPath(new URL('../../console/dist', import.meta.url));

/** Addresses to listen on that nobody can connect to, as they stand in a URL. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

const passwordsOfPeople = scryptPasswords(COST_OF_PEOPLE);

const protocols = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;

/**
 * Starts a CSMS on real ports: stations at `ws://host:port/ocpp/{identity}`, the API below `/api/v1`, the console at `/`.
 *
 * @throws DatabaseError when the data file cannot be used, the system's error when the port cannot, or RangeError for a
 *   proxy that is no address or a public URL that is none
 */
export async function startCsms(config: CsmsConfig = {}): Promise<RunningCsms> {
  // Closes what was opened, the last first: also when a later step of the start fails.
  await using opened = new AsyncDisposableStack();
  const originOf = originBehind(config.trustedProxies ?? []);
  const publicUrl = config.publicUrl === undefined ? undefined : publicUrlOf(config.publicUrl);
  const log = pino({ level: config.logLevel ?? 'info' }, pino.destination(2));
  const onFailure = (error: unknown) => log.error({ err: error }, 'not handled');
  const file = config.databaseFile ?? 'northbound.db';
  const traces = config.tracesEndpoint ?? tracesEndpoint(process.env);
  const traced = traces === undefined ? undefined : await startTracing(traces);
  if (traced !== undefined) opened.defer(() => traced.close());
  const stored = measured(await openSqlite({ file, worker: true }), systemClock);
  opened.defer(() => stored.database.close());
  const database = traced?.tracing.database(stored.database) ?? stored.database;
  const bus = createBus(onFailure);
  let ownUrl = '';
  const store = diskFileStore(
    config.filesDirectory ?? (file === ':memory:' ? undefined : filesBeside(file)),
  );
  opened.defer(() => store.close());
  const csms = await createCsms(settingsOf(config), {
    clock: systemClock,
    database,
    bus,
    passwords: scryptPasswords(),
    protocols,
    onFailure,
    outbound: httpOutbound(),
    files: {
      store,
      random: systemSecureRandom,
      baseUrl: () => publicUrl ?? ownUrl,
    },
    warn: (details, message) => log.warn(details, message),
    migrations: apiMigrations,
    aged: { auditKeptDays: [{ table: 'audit', place: 'at', at: 'at' }] },
  });
  opened.defer(() => csms.close());
  const http = createServer(config.tls);
  const drain = drainable(http);
  opened.defer(() => closeHttp(http));
  const answerTimes = new AnswerTimes(systemClock);
  const rpc = attachStations(csms, http, config.tolerance ?? 'none', {
    originOf,
    answerTimes,
    tracing: traced?.tracing,
  });
  const api = serveLazily(
    http,
    () => loadApi({ config, database, bus, csms, rpc, log, stored, answerTimes }),
    onFailure,
  );
  // What stations said gets its answer and its place on disk before anything closes under it.
  opened.defer(() => rpc.close());
  // Before that: a command under way needs its station for its answer. Event streams end at once.
  opened.defer(async () => {
    const drained = drain();
    await api.close();
    await drained;
  });
  const host = config.host ?? '127.0.0.1';
  const port = await listen(http, config.port ?? 8080, host);
  // After everything that can fail: a key that was stored and never shown would lock its owner out. Loaded only now:
  // stations may connect already.
  const { ensureAdmin } = await import('./api/first-start.ts');
  const secureRandom = systemSecureRandom;
  const waysIn = await ensureAdmin({
    database,
    clock: systemClock,
    secureRandom,
    passwords: passwordsOfPeople,
  });
  const url = urlOf(config.tls === undefined ? 'http' : 'https', host, port);
  ownUrl = url;
  if (publicUrl === undefined && ANY_ADDRESS.has(URL.parse(url)?.hostname ?? '')) {
    log.warn({ host }, 'stations cannot fetch files from this address: say the public URL');
  }
  log.info({ url }, 'stations may connect');
  const running = opened.move();
  const close = () => running.disposeAsync();
  const { queries, commands } = csms;
  return {
    port,
    url,
    adminKey: waysIn?.adminKey,
    invitation: waysIn?.invitation,
    queries,
    commands,
    bus,
    sending: csms.blocks.outbox,
    vendorMessages: csms.blocks.vendorMessages,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Makes a directory with a copy of what a CSMS has, also while it runs.
 *
 * @param filesDirectory beside the data file when absent
 * @returns numbers of files that were removed meanwhile or were not what had been stored: they are gone in the copy
 * @throws DatabaseError
 */
export async function backUpCsms(
  databaseFile: string,
  directory: string,
  filesDirectory = filesBeside(databaseFile),
): Promise<readonly number[]> {
  let leftOut: readonly number[] = [];
  await backUp(databaseFile, directory, async (snapshot, target) => {
    leftOut = await copyFilesOf(snapshot, diskFileStore(filesDirectory), target);
  });
  return leftOut;
}

/**
 * Puts a backup in the place of what a CSMS has that does not run; what was there is kept beside it.
 *
 * @param backup a directory that a backup made, or a data file alone: then the files stay as they are
 * @throws BackupError `cannotOpen`, `damaged`, or `newer` when a newer program made the backup
 * @throws DatabaseError `locked` when a CSMS runs on the data file
 */
export function restoreCsms(
  backup: string,
  databaseFile: string,
  filesDirectory = filesBeside(databaseFile),
): Promise<Restored> {
  return restoreSqlite(
    backup,
    { file: databaseFile, filesDirectory },
    {
      known: new Set([...csmsMigrations, ...apiMigrations].map(({ name }) => name)),
      label: `${systemClock.epochMs()}`,
      filesName: FILES_NAME,
      async faultOf(books, directory) {
        const bad = await firstBadFile(books, diskFileStore(directory));
        return bad && `its file ${bad.id}, ${bad.name}, is missing or not what was stored`;
      },
    },
  );
}

/** @param host an address of IPv6 stands in brackets in a URL (RFC 3986, 3.2.2) */
function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** @returns without slashes at its end: paths follow it @throws RangeError */
function publicUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#]/.test(url.href))
    throw new RangeError(`The public URL "${text}" is not one such as https://csms.example.com.`);
  return url.href.replace(/\/+$/, '');
}

function filesBeside(databaseFile: string): string {
  return `${databaseFile}-files`;
}

function settingsOf({
  admission = DEFAULT_SETTINGS.admission,
  heartbeatIntervalS = DEFAULT_SETTINGS.heartbeatIntervalS,
  registration = DEFAULT_SETTINGS.registration,
  bootRetryIntervalS = DEFAULT_SETTINGS.bootRetryIntervalS,
  readsDeviceModels = DEFAULT_SETTINGS.readsDeviceModels,
}: CsmsConfig): CsmsSettings {
  return {
    ...DEFAULT_SETTINGS,
    admission,
    heartbeatIntervalS,
    registration,
    bootRetryIntervalS,
    readsDeviceModels,
  };
}

interface ApiParts {
  readonly config: CsmsConfig;
  readonly database: Database;
  readonly bus: Bus;
  readonly csms: Csms;
  readonly rpc: RpcServer;
  readonly log: Logger;
  readonly stored: MeasuredDatabase;
  readonly answerTimes: AnswerTimes;
}

async function loadApi(parts: ApiParts): Promise<Api> {
  const { config, database, bus, csms, rpc, log, stored, answerTimes } = parts;
  const { createApi } = await import('./api/index.ts');
  return createApi({
    queries: csms.queries,
    commands: csms.commands,
    blocks: csms.blocks,
    bus,
    database,
    clock: systemClock,
    secureRandom: systemSecureRandom,
    passwords: passwordsOfPeople,
    counters: {
      connections: () => connectionCounts(rpc),
      messages: () => csms.counters.messages(),
      refusals: () => csms.refusals.counts(),
      writesWaiting: () => stored.waiting(),
      commits: () => stored.commits,
      answers: () => answerTimes.histogram,
      webhookEventsWaiting: () =>
        csms.blocks.webhooks.list().reduce((sum, { waiting }) => sum + waiting, 0),
    },
    log,
    ...(config.console === false ? {} : { consoleDirectory: CONSOLE_DIRECTORY }),
    ...(config.trustedProxies !== undefined && { trustedProxies: config.trustedProxies }),
  });
}

function attachStations(
  { gateway, ...csms }: Csms,
  server: HttpServer | HttpsServer,
  tolerance: 'all' | 'none',
  around: {
    readonly originOf: ReturnType<typeof originBehind>;
    readonly answerTimes: AnswerTimes;
    readonly tracing: Tracing | undefined;
  },
): RpcServer {
  const { tracing, answerTimes, originOf } = around;
  const timed = answerTimes.observing(gateway.observer);
  const handlers = tracing?.handlers(csms.handlers) ?? csms.handlers;
  return createRpcServer({
    ...gateway,
    observer: tracing?.observing(timed) ?? timed,
    onDisconnect(peer, context, info) {
      gateway.onDisconnect(peer, context, info);
      tracing?.disconnected(context);
    },
    originOf,
    server,
    clock: systemClock,
    versions: {
      '1.6': { protocol: ocpp16, handlers: handlers['1.6'], tolerance },
      '2.0.1': { protocol: ocpp201, handlers: handlers['2.0.1'], tolerance },
      '2.1': { protocol: ocpp21, handlers: handlers['2.1'], tolerance },
    },
  });
}

function connectionCounts(rpc: RpcServer): { version: Version; count: number }[] {
  const counts = new Map<Version, number>(VERSIONS.map((version) => [version, 0]));
  for (const { version } of rpc.peers()) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, count]) => ({ version, count }));
}
