import type { Ocpp21 } from '@northbound/protocol';
import type {
  AnyPeer,
  LinkFailure,
  NetworkProfile,
  SupportedVersions,
  Timer,
} from '@northbound/rpc';
import { OperatorAvailability } from './availability/change-availability.ts';
import { StatusReporter } from './availability/status-reporter.ts';
import { StationClock } from './clock.ts';
import { Commands } from './commands.ts';
import type { StationConfig } from './config.ts';
import type { Core } from './core.ts';
import { VARIABLE } from './device-model/names.ts';
import { deviceModelSchema } from './device-model/schema.ts';
import { Variables } from './device-model/variables.ts';
import type { StationContext } from './dialects/context.ts';
import type { Csms } from './dialects/csms.ts';
import { Memory16 } from './dialects/ocpp16/memory.ts';
import type { StationNews } from './events.ts';
import { Evse } from './evse/evse.ts';
import { openCsms } from './link/open-csms.ts';
import { type LinkContext, type LinkEffects, StationLink } from './link/station-link.ts';
import { AlignedMetering } from './metering/aligned.ts';
import type { Storage } from './nvm/storage.ts';
import type { HardwareListener, StationPorts } from './ports.ts';
import { Heartbeat } from './provisioning/heartbeat.ts';
import { liveValue } from './provisioning/live-values.ts';
import { NetworkProfiles } from './provisioning/network-profiles.ts';
import { Registration } from './provisioning/registration.ts';
import type { RegistrationState } from './provisioning/registration-table.ts';
import { Reset } from './provisioning/reset.ts';
import { Delivery } from './transactions/delivery.ts';
import { endInterrupted } from './transactions/recovery.ts';

type Versions = SupportedVersions<'ChargingStation', StationContext>;

/** What outlives the power: given to each new {@link RunningStation}. */
export interface Mainboard {
  readonly config: StationConfig;
  readonly ports: StationPorts;
  readonly storage: Storage;
  readonly versions: Versions;
  /** Whether anybody listens: else nothing is told. */
  readonly watched: boolean;
  tell(at: string, news: StationNews): void;
  reboot(reason: Ocpp21.BootReasonEnumType): void;
}

/** A station with the power on: all its RAM. It composes the functional blocks and dies as a whole. */
export class RunningStation implements Core, LinkContext, HardwareListener {
  /** Handlers find the core under this name. */
  readonly core: Core = this;
  readonly config: StationConfig;
  readonly clock: StationClock;
  readonly random: StationPorts['random'];
  readonly hardware: StationPorts['hardware'];
  readonly storage: Storage;
  readonly variables: Variables;
  readonly evses: readonly Evse[];
  readonly network: NetworkProfiles;
  readonly commands: Commands;
  readonly memory16: Memory16;
  readonly #board: Mainboard;
  readonly #timers = new Set<Timer>();
  readonly #registration: Registration;
  readonly #heartbeat: Heartbeat;
  readonly #reporter: StatusReporter;
  readonly #delivery: Delivery;
  readonly #availability: OperatorAvailability;
  readonly #aligned: AlignedMetering;
  readonly #reset: Reset;
  #stationLink: StationLink | undefined;
  #link: Csms | undefined;
  #lostAtMs = 0;
  #eventIds = 0;
  #remoteStartIds = 0;
  #on = true;

  constructor(board: Mainboard, bootReason: Ocpp21.BootReasonEnumType) {
    const { config, ports, storage } = board;
    this.#board = board;
    this.config = config;
    this.clock = new StationClock(ports.clock);
    this.random = ports.random;
    this.hardware = ports.hardware;
    this.storage = storage;
    const schema = deviceModelSchema(config);
    this.variables = new Variables(schema, storage.values, (spec) => liveValue(this, spec));
    this.network = new NetworkProfiles(this, () => void this.#reconnect());
    this.memory16 = new Memory16(storage.values);
    this.#heartbeat = new Heartbeat(this);
    this.#reporter = new StatusReporter(this);
    this.#delivery = new Delivery(this);
    this.#registration = new Registration(this, bootReason, {
      begin: () => this.#begin(),
      resume: () => this.#resume(),
    });
    this.evses = config.evses.map((evse, index) => new Evse(this, index + 1, evse));
    this.#availability = new OperatorAvailability(this);
    this.#aligned = new AlignedMetering(this);
    this.#reset = new Reset(this, (reason) => board.reboot(reason));
    this.commands = new Commands(this, {
      availability: this.#availability,
      reset: this.#reset,
      triggers: {
        boot: () => this.#triggerBoot(),
        heartbeat: () => void this.#heartbeat.send(this.#link),
        status: (evseId, connectorId) => this.#reportAgain(evseId, connectorId),
      },
      variableChanged: () => this.#variableChanged(),
    });
  }

  /** Begins to work: what the last power cut left, the hardware, the link. */
  begin(): void {
    endInterrupted(this);
    this.#availability.restore();
    this.hardware.listen(this);
    this.openLink();
  }

  /** The power is gone: nothing of this object may act any more. */
  end(): void {
    this.#on = false;
    this.hardware.listen(undefined);
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
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

  get mayTransact(): boolean {
    const { state } = this.#registration;
    const isLetIn = state === 'Accepted' || this.variables.boolean(VARIABLE.txBeforeAccepted);
    return isLetIn && !this.#reset.scheduled;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = this.#board.ports.clock.after(delayMs, () => {
      this.#timers.delete(cancellable);
      if (this.#on) run();
    });
    const cancellable = {
      cancel: () => {
        this.#timers.delete(cancellable);
        timer.cancel();
      },
    };
    this.#timers.add(cancellable);
    return cancellable;
  }

  tell(news: StationNews): void {
    if (this.#board.watched) this.#board.tell(this.clock.timestamp(), news);
  }

  evseChanged(evse: Evse): void {
    if (this.#on) this.#reporter.evseChanged(evse);
  }

  eventQueued(): void {
    this.#delivery.pump();
  }

  transactionEnded(evse: Evse): void {
    this.#availability.transactionEnded(evse);
    this.#reset.transactionEnded();
  }

  readonly nextEventId = () => this.#eventIds++;
  readonly nextRemoteStartId = () => ++this.#remoteStartIds;

  pilot(...[evseId, connectorId, reading]: Parameters<HardwareListener['pilot']>): void {
    this.evses[evseId - 1]?.pilotChanged(connectorId, reading);
  }

  fault(evseId: number, code: string): void {
    this.evses[evseId - 1]?.fault(code);
  }

  faultCleared(evseId: number): void {
    this.evses[evseId - 1]?.faultCleared();
  }

  readonly effects: LinkEffects = {
    up: (peer: AnyPeer<'ChargingStation'>, profile: NetworkProfile) => {
      const isElsewhere = this.network.connected(profile);
      this.#link = openCsms(peer, this);
      this.tell({ type: 'link', connected: true, version: peer.version });
      this.#registration.linkUp(this.#link, isElsewhere);
    },
    down: () => {
      if (this.#link === undefined) return;
      this.#link = undefined;
      this.#lostAtMs = this.clock.monotonicMs();
      if (!this.#on) return;
      this.#registration.linkDown();
      this.tell({ type: 'link', connected: false });
    },
    failed: (failure: LinkFailure) => {
      this.tell({ type: 'linkFailed', reason: textOf(failure) });
    },
    sent: () => this.#heartbeat.messageSent(),
  };

  #begin(): void {
    this.#reporter.reportAll();
    for (const evse of this.evses) {
      if (evse.transaction.state === 'None') evse.apply('becameUsable', () => undefined);
    }
    this.#heartbeat.restart();
    this.#delivery.linkOpened();
  }

  #resume(): void {
    const outageMs = this.clock.monotonicMs() - this.#lostAtMs;
    const thresholdMs = this.variables.integer(VARIABLE.offlineThreshold) * 1000;
    if (outageMs > thresholdMs) this.#reporter.reportAll();
    else this.#reporter.reportNews();
    this.#delivery.linkOpened();
  }

  #triggerBoot(): boolean {
    if (this.#registration.state === 'Accepted') return false;
    this.after(0, () => this.#registration.trigger());
    return true;
  }

  #reportAgain(evseId: number, connectorId: number): void {
    const evse = this.evses[evseId - 1];
    if (evse !== undefined) this.#reporter.reportAgain(evse, connectorId);
  }

  #variableChanged(): void {
    this.#heartbeat.restart();
    this.#stationLink?.setPingInterval(this.variables.integer(VARIABLE.pingInterval));
    this.#aligned.restart();
    for (const { transaction } of this.evses) transaction.meteringChanged();
  }
}

function textOf(failure: LinkFailure): string {
  switch (failure.reason) {
    case 'httpStatus':
      return `HTTP status ${failure.status}`;
    case 'noSubprotocol':
      return 'no sub-protocol in common';
    case 'tls':
    case 'network':
      return failure.code;
  }
}
