import type { Ocpp21 } from '@northbound/protocol';
import {
  type AnyPeer,
  type LinkFailure,
  linkFailureText,
  type NetworkProfile,
  type SupportedVersions,
  type Timer,
} from '@northbound/rpc';
import { OperatorAvailability } from './availability/change-availability.ts';
import { StatusReporter } from './availability/status-reporter.ts';
import { Certificates } from './certificates/certificates.ts';
import { StationClock } from './clock.ts';
import { Commands } from './commands.ts';
import type { StationConfig } from './config.ts';
import type { Core } from './core.ts';
import { VARIABLE } from './device-model/names.ts';
import { deviceModelSchema } from './device-model/schema.ts';
import { type SetOutcome, Variables } from './device-model/variables.ts';
import type { Recording } from './diagnostics/recording.ts';
import { StorageWatch } from './diagnostics/storage-watch.ts';
import type { StationContext } from './dialects/context.ts';
import type { Csms } from './dialects/csms.ts';
import { Memory16 } from './dialects/ocpp16/memory.ts';
import { Display } from './display/display.ts';
import type { StationNews } from './events.ts';
import { Evse } from './evse/evse.ts';
import { HardwareEvents } from './hardware-events.ts';
import { Notices } from './link/notices.ts';
import { openCsms } from './link/open-csms.ts';
import { type LinkContext, type LinkEffects, StationLink } from './link/station-link.ts';
import { LiveTimers } from './live-timers.ts';
import { Maintenance } from './maintenance.ts';
import { AlignedMetering } from './metering/aligned.ts';
import { Signing } from './metering/signing.ts';
import { Supervision } from './monitoring/supervision.ts';
import type { Storage } from './nvm/storage.ts';
import type { StationPorts } from './ports.ts';
import { Heartbeat } from './provisioning/heartbeat.ts';
import { liveValue } from './provisioning/live-values.ts';
import { NetworkProfiles } from './provisioning/network-profiles.ts';
import { Registration } from './provisioning/registration.ts';
import type { RegistrationState } from './provisioning/registration-table.ts';
import { Resets } from './provisioning/resets.ts';
import { Reservations } from './reservation/reservations.ts';
import { SecurityEvents } from './security/events.ts';
import { SmartCharging } from './smart-charging/smart-charging.ts';
import { DriverTexts } from './tariff-cost/driver-texts.ts';
import { Delivery } from './transactions/delivery.ts';
import { Resumption } from './transactions/resumption.ts';
import { type Bite, lastBite, reportBite, Watchdog } from './watchdog/watchdog.ts';

type Versions = SupportedVersions<'ChargingStation', StationContext>;

/** What outlives the power: given to each new {@link RunningStation}. */
export interface Mainboard {
  readonly config: StationConfig;
  readonly ports: StationPorts;
  readonly storage: Storage;
  readonly versions: Versions;
  readonly recording: Recording | undefined;
  /** Whether anybody listens: else it is not told. */
  watches(type: StationNews['type']): boolean;
  tell(at: string, news: StationNews): void;
  reboot(reason: Ocpp21.BootReasonEnumType): void;
}

/** A station with the power on: all its RAM. It composes the functional blocks and dies as a whole. */
export class RunningStation implements Core, LinkContext {
  /** Handlers find the core under this name. */
  readonly core: Core = this;
  readonly config: StationConfig;
  readonly clock: StationClock;
  readonly random: StationPorts['random'];
  readonly hardware: StationPorts['hardware'];
  readonly storage: Storage;
  readonly variables: Variables;
  readonly evses: readonly Evse[];
  readonly reservations: Reservations;
  readonly network: NetworkProfiles;
  readonly certificates: Certificates;
  readonly commands: Commands;
  readonly maintenance: Maintenance;
  readonly notices: Notices;
  readonly security: SecurityEvents;
  readonly storageWatch: StorageWatch;
  readonly smartCharging: SmartCharging;
  readonly masterPassMenu: StationPorts['masterPassMenu'];
  readonly signing: Signing | undefined;
  readonly resumption: Resumption;
  readonly driverTexts: DriverTexts;
  readonly display: Display;
  readonly memory16: Memory16;
  readonly supervision: Supervision;
  readonly #board: Mainboard;
  readonly #bootReason: Ocpp21.BootReasonEnumType;
  readonly #timers: LiveTimers;
  readonly #hardwareEvents = new HardwareEvents(this, () => this.supervision);
  readonly #registration: Registration;
  readonly #heartbeat: Heartbeat;
  readonly #reporter: StatusReporter;
  readonly #delivery: Delivery;
  readonly #availability: OperatorAvailability;
  readonly #aligned: AlignedMetering;
  readonly #resets: Resets;
  readonly #watchdog: Watchdog | undefined;
  readonly #bite: Bite | undefined;
  #stationLink: StationLink | undefined;
  #link: Csms | undefined;
  #lostAtMs = 0;
  #remoteStartIds = 0;
  #on = true;

  constructor(board: Mainboard, bootReason: Ocpp21.BootReasonEnumType) {
    const { config, ports, storage } = board;
    this.#board = board;
    this.#timers = new LiveTimers(ports.clock);
    this.config = config;
    this.clock = new StationClock(ports.clock, (byMs) => this.#clockSet(byMs), storage.values);
    this.random = ports.random;
    this.hardware = ports.hardware;
    this.storage = storage;
    const schema = deviceModelSchema(config);
    this.variables = new Variables(schema, storage.values, (spec) => liveValue(this, spec));
    this.network = new NetworkProfiles(this, {
      reconnect: () => void this.#reconnect(),
      candidatesChanged: () => this.#stationLink?.setProfiles(this.network.candidates()),
    });
    this.certificates = new Certificates(this, ports.certificates);
    this.memory16 = new Memory16(storage.values, config);
    this.notices = new Notices(this);
    this.masterPassMenu = ports.masterPassMenu;
    this.signing = ports.meterSigner && new Signing(this, ports.meterSigner);
    this.resumption = new Resumption(this);
    this.driverTexts = new DriverTexts(this);
    this.display = new Display(this);
    this.security = new SecurityEvents(this);
    this.storageWatch = new StorageWatch(
      this,
      () => this.supervision.notifier,
      () => this.memory16.hasRoom,
    );
    this.smartCharging = new SmartCharging(this);
    this.maintenance = new Maintenance(this, ports, {
      recording: board.recording,
      manufacturerRoots: () => this.certificates.trust.pems('ManufacturerRootCertificate'),
      withhold: (withheld) => this.#availability.withhold(withheld),
      reboot: () => board.reboot('FirmwareUpdate'),
      resend: (id) => this.resend(id),
    });
    const { isFirstBoot } = this.maintenance.firmware;
    this.#bite = lastBite(this, ports.watchdog);
    const reason = this.#bite === undefined ? bootReason : 'Watchdog';
    this.#bootReason = isFirstBoot ? 'FirmwareUpdate' : reason;
    this.#heartbeat = new Heartbeat(this);
    this.#reporter = new StatusReporter(this);
    this.#delivery = new Delivery(this);
    this.#registration = new Registration(this, this.#bootReason, {
      begin: () => this.#begin(),
      resume: () => this.#resume(),
    });
    this.evses = config.evses.map((evse, index) => new Evse(this, index + 1, evse));
    this.reservations = new Reservations(this);
    this.#availability = new OperatorAvailability(this);
    this.#aligned = new AlignedMetering(this);
    this.supervision = new Supervision(this);
    this.variables.watch((index) => this.supervision.monitors.changed(index));
    const reset = () => board.reboot('Watchdog');
    this.#watchdog = ports.watchdog && new Watchdog(this, ports.watchdog, reset);
    this.#resets = new Resets(this, {
      resumption: this.resumption,
      reboot: (reason) => board.reboot(reason),
      installs: () => this.maintenance.firmware.installing,
      fault: (evseId, fault) => this.#hardwareEvents.fault(evseId, fault),
    });
    this.commands = new Commands(this, {
      availability: this.#availability,
      resets: this.#resets,
      display: this.display,
      triggers: {
        boot: () => this.#triggerBoot(),
        heartbeat: () => void this.#heartbeat.send(this.#link),
        status: (evseId, connectorId) => this.#reportAgain(evseId, connectorId),
        firmwareStatus: () => this.maintenance.firmware.trigger(),
        logStatus: () => this.maintenance.logUpload.trigger(),
        publishStatus: () => this.maintenance.publication.trigger(),
        certificate: () => this.certificates.trigger(),
      },
      variableChanged: () => this.#variableChanged(),
    });
  }

  /** Begins to work: what the last power cut left, the hardware, the link. */
  begin(): void {
    this.storageWatch.begin();
    this.resumption.recover(this.#interruption());
    this.#forgetEnded();
    this.smartCharging.begin();
    this.#availability.restore();
    this.reservations.restore();
    this.security.begin(this.#bootReason);
    this.maintenance.begin();
    this.certificates.begin();
    const { supervision } = this;
    if (this.#bite) reportBite(this, this.#board.ports.watchdog, supervision.notifier, this.#bite);
    supervision.begin();
    this.#watchdog?.begin();
    this.hardware.listen(this.#hardwareEvents);
    // What the hardware finds comes first.
    this.after(0, () => {
      this.resumption.resume();
      for (const evse of this.evses) evse.freeConnectors();
    });
    this.openLink();
  }

  /** The power is gone: nothing of this object may act any more. */
  end(): void {
    this.#on = false;
    this.#watchdog?.end();
    this.storageWatch.end();
    this.hardware.listen(undefined);
    this.#timers.end();
  }

  /** Flash may have lost the last event of a transaction that the CSMS has not heard of to its end. */
  #forgetEnded(): void {
    const { queue } = this.storage;
    const running = new Set(queue.running().map(({ transactionId }) => transactionId));
    this.memory16.forgetAllBut((id) => running.has(id) || queue.holds(id));
  }

  openLink(): void {
    this.#stationLink ??= new StationLink(this.#board.ports, this, this.#board.versions);
  }

  /** @param gracefully with a closing handshake, or as when the cable is pulled */
  async closeLink(gracefully: boolean): Promise<void> {
    const link = this.#stationLink;
    this.#stationLink = undefined;
    await (gracefully ? link?.close() : link?.breakOff());
  }

  /** With a new password or a new profile; not while the cable is pulled. */
  async #reconnect(): Promise<void> {
    if (this.#stationLink === undefined) return;
    await this.closeLink(true);
    if (this.#on) this.openLink();
  }

  get on(): boolean {
    return this.#on;
  }

  get registration(): RegistrationState {
    return this.#registration.state;
  }

  get csms(): Csms | undefined {
    return this.#registration.state === 'Accepted' ? this.#link : undefined;
  }

  get link(): Csms | undefined {
    return this.#link;
  }

  get firmwareVersion(): string | undefined {
    return this.maintenance.firmware.version;
  }

  get fileTransferProtocols(): readonly string[] {
    return this.#board.ports.files?.protocols ?? [];
  }

  get messageTimeoutMs(): number {
    return this.variables.integer(VARIABLE.messageTimeout) * 1000;
  }

  get mayTransact(): boolean {
    const { state } = this.#registration;
    const isLetIn = state === 'Accepted' || this.variables.boolean(VARIABLE.txBeforeAccepted);
    return isLetIn && !this.#resets.prevents() && !this.maintenance.firmware.installing;
  }

  resetPending(evseId: number): boolean {
    return this.#resets.prevents(evseId);
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#timers.after(delayMs, run);
  }

  tell(news: StationNews): void {
    if (news.type !== 'frame') this.maintenance.log.add(this.clock.epochMs(), news);
    if (this.watches(news.type)) this.#board.tell(this.clock.timestamp(), news);
  }

  watches(type: StationNews['type']): boolean {
    return this.#board.watches(type);
  }

  evseChanged(evse: Evse): void {
    if (!this.#on) return;
    this.#reporter.evseChanged(evse);
    this.supervision.faults.evseChanged(evse);
    this.reservations.evseChanged();
    this.supervision.monitors.evseChanged(evse);
    this.smartCharging.evseChanged(evse);
  }

  eventQueued(): void {
    this.resumption.watch();
    this.#delivery.pump();
  }

  transactionEnded(evse: Evse): void {
    this.driverTexts.ended(evse.id);
    this.#availability.transactionEnded(evse);
    this.smartCharging.transactionEnded();
    this.#resets.transactionEnded();
    this.maintenance.firmware.transactionEnded();
  }

  setVariable(name: string, value: string): SetOutcome {
    const index = this.variables.schema.indexByName.get(name.toLowerCase());
    if (index === undefined) throw new Error(`The device model has no variable ${name}`);
    const outcome =
      this.network.take(this.variables.spec(index), value) ?? this.variables.set(index, value);
    if (outcome.status !== 'Rejected') this.#variableChanged();
    return outcome;
  }

  powerFailing(inMs: number): void {
    this.tell({ type: 'powerFailing', inMs });
    this.resumption.powerFailing(inMs);
  }

  resend(id: number): boolean {
    const isQueued = this.storage.deadLetters.requeue(id);
    this.#delivery.pump();
    this.notices.pump();
    this.supervision.notifier.flush();
    return isQueued;
  }

  readonly pilotFailed: Core['pilotFailed'] = (...of) => this.#hardwareEvents.pilotFailed(...of);
  readonly lockFailed: Core['lockFailed'] = (...of) => this.#hardwareEvents.lockFailed(...of);

  supervised<T>(task: string, work: Promise<T>): Promise<T> {
    return this.#watchdog?.supervised(task, work) ?? work;
  }

  readonly nextEventId = () => this.supervision.eventIds.next();
  readonly nextRemoteStartId = () => ++this.#remoteStartIds;

  readonly effects: LinkEffects = {
    up: (peer: AnyPeer<'ChargingStation'>, profile: NetworkProfile, root?: string) => {
      const isElsewhere = this.network.connected(profile, root);
      // What has worked has no predecessor to fall back to (A02.FR.10).
      this.#stationLink?.setProfiles(this.network.candidates());
      this.#link = openCsms(peer, this);
      this.resumption.spoke(peer.version);
      this.tell({ type: 'link', connected: true, version: peer.version });
      this.#registration.linkUp(this.#link, isElsewhere);
    },
    down: () => {
      if (this.#link === undefined) return;
      this.#link = undefined;
      this.#lostAtMs = this.clock.monotonicMs();
      if (!this.#on) return;
      this.#registration.linkDown();
      this.smartCharging.linkDown();
      this.tell({ type: 'link', connected: false });
    },
    failed: (failure: LinkFailure) => {
      this.security.linkFailed(failure);
      this.tell({ type: 'linkFailed', reason: linkFailureText(failure) });
    },
    sent: () => this.#heartbeat.messageSent(),
  };

  #begin(): void {
    this.#reporter.reportAll();
    for (const evse of this.evses) evse.letBegin();
    this.#heartbeat.restart();
    this.#sendWhatWaited();
  }

  #resume(): void {
    const outageMs = this.clock.monotonicMs() - this.#lostAtMs;
    const thresholdMs = this.variables.integer(VARIABLE.offlineThreshold) * 1000;
    if (outageMs > thresholdMs) this.#reporter.reportAll();
    else this.#reporter.reportNews();
    this.#sendWhatWaited();
  }

  #sendWhatWaited(): void {
    this.#delivery.linkOpened();
    this.notices.pump();
    this.supervision.linkUp();
    this.certificates.linkUp();
    if (this.#link) this.smartCharging.linkUp(this.#link.version);
  }

  /** E17.FR.21 and .22: power that is lost, or a station that restarted by itself. */
  #interruption(): 'powerLost' | 'watchdogBit' {
    return this.#bootReason === 'PowerUp' ? 'powerLost' : 'watchdogBit';
  }

  #triggerBoot(): boolean {
    if (this.#registration.state === 'Accepted') return false;
    this.after(0, () => this.#registration.trigger());
    return true;
  }

  #reportAgain(evseId: number, connectorId: number): void {
    this.#reporter.reportAgain(this.evses[evseId - 1], connectorId);
  }

  #clockSet(byMs: number): void {
    this.security.clockSet(byMs);
    this.smartCharging.clockSet(byMs);
  }

  #variableChanged(): void {
    this.smartCharging.conditionsChanged();
    this.#heartbeat.restart();
    this.#stationLink?.setPingInterval(this.variables.integer(VARIABLE.pingInterval));
    this.network.candidatesChanged();
    this.#aligned.restart();
    this.maintenance.firmware.variableChanged();
    for (const { authorization, transaction } of this.evses) {
      transaction.meteringChanged();
      // AuthCtrlr.Enabled may let in who waits, not who is done.
      if (transaction.state === 'None') authorization.vehicleCame();
    }
  }
}
