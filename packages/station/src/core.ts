import type { Random, Timer } from '@northbound/rpc';
import type { MasterPassMenu } from './authorization/master-pass.ts';
import type { Certificates } from './certificates/certificates.ts';
import type { StationClock } from './clock.ts';
import type { StationConfig } from './config.ts';
import type { Variables } from './device-model/variables.ts';
import type { StorageWatch } from './diagnostics/storage-watch.ts';
import type { Csms } from './dialects/csms.ts';
import type { Display } from './display/display.ts';
import type { StationNews } from './events.ts';
import type { Evse } from './evse/evse.ts';
import type { Notices } from './link/notices.ts';
import type { Signing } from './metering/signing.ts';
import type { Storage } from './nvm/storage.ts';
import type { Hardware } from './ports.ts';
import type { NetworkProfiles } from './provisioning/network-profiles.ts';
import type { Reservations } from './reservation/reservations.ts';
import type { SecurityEvents } from './security/events.ts';
import type { SmartCharging } from './smart-charging/smart-charging.ts';
import type { DriverTexts } from './tariff-cost/driver-texts.ts';

/** What the functional blocks of one running station share. It lives from power-up to power-down. */
export interface Core {
  readonly config: StationConfig;
  readonly clock: StationClock;
  readonly random: Random;
  readonly hardware: Hardware;
  readonly storage: Storage;
  readonly variables: Variables;
  readonly evses: readonly Evse[];
  /** The ways to connect, of which one is in use. */
  readonly network: NetworkProfiles;
  readonly certificates: Certificates;
  readonly reservations: Reservations;
  /** The way to the CSMS; undefined while there is no link, or the boot is not accepted. */
  readonly csms: Csms | undefined;
  /** The link as soon as there is one: for the boot itself and for what a command asked for. */
  readonly link: Csms | undefined;
  /** News for the CSMS that waits for a link. */
  readonly notices: Notices;
  readonly security: SecurityEvents;
  readonly storageWatch: StorageWatch;
  readonly smartCharging: SmartCharging;
  /** What the display tells drivers of tariff and cost. */
  readonly driverTexts: DriverTexts;
  readonly display: Display;
  /** Undefined where the station has no keys to choose with. */
  readonly masterPassMenu: MasterPassMenu | undefined;
  /** Undefined where the meters do not sign. */
  readonly signing: Signing | undefined;
  /** What runs, also after an update. */
  readonly firmwareVersion: string | undefined;
  /** How it moves files: HTTP, HTTPS. */
  readonly fileTransferProtocols: readonly string[];
  /** Whether a transaction may begin: the boot was accepted, or TxBeforeAcceptedEnabled. */
  readonly mayTransact: boolean;
  /** Whether an EVSE is being reset, or will be as soon as its transaction is over. */
  resetPending(evseId: number): boolean;
  /** False once the power is gone: an answer that comes then finds nobody. */
  readonly on: boolean;
  /** Like `Clock.after`, but a power-down cancels it. */
  after(delayMs: number, run: () => void): Timer;
  tell(news: StationNews): void;
  /** Whether anybody is told of such news: frames are not even put together for nobody. */
  watches(type: StationNews['type']): boolean;
  /** Something about an EVSE or its connectors may be news to the CSMS. */
  evseChanged(evse: Evse): void;
  /** The control pilot of an EVSE fails, or works again. */
  pilotFailed(evseId: number, fails: boolean): void;
  /** A plug cannot be locked (G05), or is out again. */
  lockFailed(evseId: number, fails: boolean): void;
  /** Supervises work that has to be finished in time, see the watchdog. */
  supervised<T>(task: string, work: Promise<T>): Promise<T>;
  /** A transaction event waits in the queue. */
  eventQueued(): void;
  /** A transaction is over: what waited for it may happen. */
  transactionEnded(evse: Evse): void;
}
