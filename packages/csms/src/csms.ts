import type { Clock } from '@northbound/rpc';
import { Tokens } from './authorization/tokens.ts';
import { type Blocks, createBlocks } from './blocks.ts';
import type { Bus } from './bus/bus.ts';
import { type CertificateAuthority, NO_AUTHORITY } from './certificates/authority.ts';
import type { Core } from './core.ts';
import { followCommands } from './device-model/from-commands.ts';
import type { FilePorts } from './files/files.ts';
import type { AdmissionPolicy } from './gateway/admission.ts';
import { FrameLog } from './gateway/frame-log.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { MessageCounters } from './gateway/message-counters.ts';
import type { Passwords } from './gateway/passwords.ts';
import { Refusals, type Warn } from './gateway/refusals.ts';
import { Strangers } from './gateway/strangers.ts';
import { type CsmsHandlers, createHandlers } from './handlers.ts';
import { TransactionValues } from './metering/transaction-values.ts';
import { NOTHING_OUTSIDE, type Outbound } from './outbound/outbound.ts';
import type { ProvisioningSettings } from './provisioning/domain.ts';
import { createQueries } from './queries.ts';
import type { Protocols } from './remote-control/command.ts';
import { createCommands } from './remote-control/commands.ts';
import { Outbox } from './remote-control/outbox.ts';
import { PasswordChanges } from './security/password-changes.ts';
import { Signals } from './signals.ts';
import { loadStationRegistry, type Stations } from './stations/stations.ts';
import type { MoreAged } from './store/aging.ts';
import type { Database } from './store/database.ts';
import { DatabaseError } from './store/errors.ts';
import { loadIds } from './store/ids.ts';
import { type Migration, migrate } from './store/migrations.ts';
import { csmsMigrations } from './store/schema.ts';
import { Store } from './store/store.ts';
import { WatchedDatabase } from './store/watched.ts';
import { RecentEvents } from './transactions/recent-events.ts';
import type { Commands, Queries } from './views.ts';
import { Violations } from './violations/violations.ts';
import { Outgoing } from './webhooks/outgoing.ts';

export interface CsmsSettings extends ProvisioningSettings {
  readonly admission: AdmissionPolicy;
  /** Whether stations are looked at by the clock, and asked something now and then to see whether they answer. */
  readonly watchesStations?: boolean;
}

/** What an operator has who sets nothing. */
export const DEFAULT_SETTINGS = {
  admission: 'known',
  heartbeatIntervalS: 300,
  registration: 'accept',
  bootRetryIntervalS: 60,
  readsDeviceModels: true,
  watchesStations: true,
} as const satisfies CsmsSettings;

/** Everything from outside that the CSMS's logic needs. */
export interface CsmsPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  readonly passwords: Passwords;
  readonly protocols: Protocols;
  /** Told of failures that concern no answer; a failed write also reaches the station as an error. */
  readonly onFailure: (error: unknown) => void;
  /** Told of stations that were turned away. */
  readonly warn?: Warn;
  /** How systems outside are asked; without it none answers. */
  readonly outbound?: Outbound;
  /** Where files of stations are kept; without it none are. */
  readonly files?: FilePorts;
  /** Who signs the certificates that stations ask for; without it each request is rejected. */
  readonly certificateAuthority?: CertificateAuthority;
  /** Tables of parts around the CSMS, as the API's. */
  readonly migrations?: readonly Migration[];
  /** Those of them that age. */
  readonly aged?: MoreAged;
}

/** A CSMS without its sockets: an RPC server, or the links of a simulation, drive the gateway. */
export interface Csms {
  readonly gateway: Gateway;
  readonly handlers: CsmsHandlers;
  readonly queries: Queries;
  readonly commands: Commands;
  readonly blocks: Blocks;
  readonly counters: MessageCounters;
  readonly refusals: Refusals;
  readonly stations: Stations;
  /** Stores what waits. The database stays open: it belongs to whoever made it. */
  close(): Promise<void>;
}

/**
 * Brings the schema up to date, loads what answering stations needs, and puts the parts together.
 *
 * @throws DatabaseError when the store refuses
 */
export async function createCsms(settings: CsmsSettings, ports: CsmsPorts): Promise<Csms> {
  const { clock, bus, passwords, protocols } = ports;
  const warn: Warn = ports.warn ?? (() => undefined);
  const database = new WatchedDatabase(ports.database, clock, {
    refuses: (error) => warn({ kind: error.kind }, `the store refuses: ${error.message}`),
    worksAgain: () => warn({}, 'the store works again'),
  });
  // What the store as a whole refuses is told once, and not with every message that it concerns.
  const onFailure = (error: unknown) => {
    if (!(error instanceof DatabaseError && error.isOfTheStore)) ports.onFailure(error);
  };
  await migrate(database, [...csmsMigrations, ...(ports.migrations ?? [])], clock);
  const ids = await loadIds(database);
  const values = await TransactionValues.load(database);
  const recentEvents = await RecentEvents.load(database, onFailure);
  const stations = await loadStationRegistry(database);
  const frames = new FrameLog({ clock, database, bus, ids, onFailure });
  const core: Core = {
    clock,
    database,
    bus,
    ids,
    values,
    recentEvents,
    stations,
    signals: new Signals(onFailure),
    outgoing: new Outgoing(),
    remark(station, messageId, verdict) {
      violations.remark(station, verdict, frames.remark(station, messageId, verdict));
    },
  };
  const violations = new Violations(core, onFailure);
  const tokens = await Tokens.load(core, {
    outbound: ports.outbound ?? NOTHING_OUTSIDE,
    warn: (reason) => warn({}, reason),
  });
  const counters = new MessageCounters();
  const refusals = new Refusals(clock, warn);
  const strangers = new Strangers(stations);
  const passwordChanges = new PasswordChanges({ core, passwords, onFailure });
  const sending = new Outbox({
    core,
    protocols,
    prepare: (station, commandId, plan) => passwordChanges.prepare(station, commandId, plan),
    limitsOf: (stationId, message) => blocks.twin.messageLimits(stationId, message),
    onFailure,
  });
  const commands = createCommands({ core, tokens, passwords, sending });
  const blocks = await createBlocks({
    core,
    store: new Store(core, database, ports.files),
    settings,
    tokens,
    commands,
    sending,
    protocols,
    outbound: ports.outbound ?? NOTHING_OUTSIDE,
    filePorts: ports.files,
    authority: ports.certificateAuthority ?? NO_AUTHORITY,
    warn,
    aged: ports.aged ?? {},
    violations,
    frames,
    strangers,
    onFailure,
  });
  followCommands({ core, twin: blocks.twin, protocols, onFailure });
  return {
    gateway: createGateway({
      core,
      policy: settings.admission,
      passwords,
      passwordChanges,
      frames,
      counters,
      health: blocks.health,
      violations,
      refusals,
      strangers,
      onFailure,
    }),
    handlers: createHandlers(core, tokens, settings, blocks),
    queries: createQueries(core, tokens, blocks.groups, blocks.framePages),
    commands,
    blocks,
    counters,
    refusals,
    stations: core.stations,
    async close() {
      await sending.close();
      await blocks.close();
      await violations.flush();
      await frames.flush();
    },
  };
}
