import { fileURLToPath } from 'node:url';
import { type RpcServer, systemClock } from '@northbound/rpc';
import { type Logger, pino } from 'pino';
import type { Api } from './api/index.ts';
import { apiMigrations } from './api/migrations.ts';
import { systemSecureRandom } from './api/node/secure-random.ts';
import type { Bus } from './bus/bus.ts';
import { createBus } from './bus/in-process.ts';
import {
  type CsmsConfig,
  filesBeside,
  isOfAnyAddress,
  publicUrlOf,
  settingsOf,
  urlOf,
} from './config.ts';
import { type Csms, createCsms } from './csms.ts';
import type { VendorMessages } from './data-transfer/vendor-messages.ts';
import { diskFileStore } from './files/node/disk-file-store.ts';
import { COST_OF_PEOPLE, scryptPasswords } from './gateway/node/scrypt.ts';
import { closeHttp, createServer, drainable, listen, serveLazily } from './node/http.ts';
import { originBehind } from './node/proxies.ts';
import { httpOutbound } from './outbound/node/http-outbound.ts';
import type { Sending } from './remote-control/sending.ts';
import { attachStations, connectionCounts, protocols } from './stations-door.ts';
import type { Database } from './store/database.ts';
import { openSqlite } from './store/sqlite/index.ts';
import { AnswerTimes } from './telemetry/answer-times.ts';
import { type MeasuredDatabase, measured } from './telemetry/measured-database.ts';
import { startTracing, tracesEndpoint } from './telemetry/node/otlp.ts';
import type { Commands, Queries } from './views.ts';

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

const passwordsOfPeople = scryptPasswords(COST_OF_PEOPLE);

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
  if (publicUrl === undefined && isOfAnyAddress(url)) {
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
