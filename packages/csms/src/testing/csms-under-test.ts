import { createServer } from 'node:http';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer } from '@northbound/rpc';
import { VirtualClock } from '@northbound/rpc/testing';
import type { Bus } from '../bus/bus.ts';
import { createBus } from '../bus/in-process.ts';
import type { CertificateAuthority } from '../certificates/authority.ts';
import { type Csms, createCsms, DEFAULT_SETTINGS } from '../csms.ts';
import type { FilePorts } from '../files/files.ts';
import type { AdmissionPolicy } from '../gateway/admission.ts';
import { scryptPasswords } from '../gateway/node/scrypt.ts';
import { listen } from '../node/http.ts';
import { httpOutbound } from '../outbound/node/http-outbound.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { RegistrationPolicy } from '../provisioning/domain.ts';
import type { Database } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { openSqlite } from '../store/sqlite/index.ts';

export const protocols = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;

interface LogicOptions {
  readonly admission?: AdmissionPolicy;
  readonly registration?: RegistrationPolicy;
  readonly readsDeviceModels?: boolean;
  /** Not when absent: a question more would surprise most tests. */
  readonly watchesStations?: boolean;
  /** In memory when absent. */
  readonly database?: Database;
  readonly clock?: VirtualClock;
  /** Where files are kept; none are when absent. */
  readonly files?: FilePorts;
  /** Systems outside; real ones when absent. */
  readonly outbound?: Outbound;
  /** Who signs certificates; nobody when absent. */
  readonly certificateAuthority?: CertificateAuthority;
  /** Of parts around the CSMS. */
  readonly migrations?: readonly Migration[];
}

interface ServerOptions extends LogicOptions {
  /** How long a close waits for answers under way, in milliseconds; 0 when absent. */
  readonly drainMs?: number;
}

export interface LogicUnderTest {
  readonly csms: Csms;
  readonly database: Database;
  readonly bus: Bus;
  readonly clock: VirtualClock;
  readonly failures: unknown[];
  readonly warnings: string[];
}

/** A CSMS without sockets, in a store in memory, at a time that stands still. */
export async function logicUnderTest(options: LogicOptions = {}): Promise<LogicUnderTest> {
  const database = options.database ?? (await openSqlite({ file: ':memory:', worker: false }));
  const clock = options.clock ?? new VirtualClock();
  const bus = createBus();
  const warnings: string[] = [];
  const failures: unknown[] = [];
  const csms = await createCsms(
    {
      ...DEFAULT_SETTINGS,
      admission: options.admission ?? 'open',
      registration: options.registration ?? DEFAULT_SETTINGS.registration,
      // Stations of most tests answer what the test is about, and nothing else.
      readsDeviceModels: options.readsDeviceModels ?? false,
      watchesStations: options.watchesStations ?? false,
    },
    {
      clock,
      database,
      bus,
      passwords: scryptPasswords(),
      protocols,
      onFailure: (error) => failures.push(error),
      outbound: options.outbound ?? httpOutbound(),
      ...(options.certificateAuthority === undefined
        ? {}
        : { certificateAuthority: options.certificateAuthority }),
      ...(options.files === undefined ? {} : { files: options.files }),
      ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
      warn: (_details, message) => warnings.push(message),
    },
  );
  return { csms, database, bus, clock, failures, warnings };
}

export interface CsmsUnderTest extends LogicUnderTest, AsyncDisposable {
  readonly port: number;
}

/** The same behind a real port. */
export async function csmsUnderTest(options: ServerOptions = {}): Promise<CsmsUnderTest> {
  const logic = await logicUnderTest(options);
  const { csms, database } = logic;
  const http = createServer();
  const rpc = createRpcServer({
    ...csms.gateway,
    server: http,
    limits: { drainMs: options.drainMs ?? 0, pingIntervalMs: 0 },
    versions: {
      '1.6': { protocol: ocpp16, handlers: csms.handlers['1.6'] },
      '2.0.1': { protocol: ocpp201, handlers: csms.handlers['2.0.1'] },
      '2.1': { protocol: ocpp21, handlers: csms.handlers['2.1'] },
    },
  });
  const port = await listen(http, 0, '127.0.0.1');
  return {
    ...logic,
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => http.close(resolve));
      await rpc.close();
      await closed;
      await database.close();
    },
  };
}
