import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import { chooseEvse } from './authorization/choose-evse.ts';
import { REPORTED } from './availability/availability.ts';
import { type StationConfig, speaksOnly16 } from './config.ts';
import { sendData, type VendorReply, type VendorRequest } from './data-transfer/data-transfer.ts';
import { deviceModelSchema } from './device-model/schema.ts';
import type { SetOutcome } from './device-model/variables.ts';
import { RecordedPorts } from './diagnostics/recorded-ports.ts';
import { Recording, unlessSecret } from './diagnostics/recording.ts';
import type { EvseState, StationEvent, StationState } from './events.ts';
import type { Evse } from './evse/evse.ts';
import type { FaultReport } from './faults/fault.ts';
import { loadVersions } from './link/versions.ts';
import { Listeners } from './listeners.ts';
import type { DeadLetter } from './nvm/medium.ts';
import { memoryStorage } from './nvm/memory.ts';
import type { Storage } from './nvm/storage.ts';
import type { Hands, StationPorts } from './ports.ts';
import { type Mainboard, RunningStation } from './running.ts';
import type { ExternalLimit } from './smart-charging/external-profile.ts';
import type { Station } from './station.ts';

/** The case with the power switch: it outlives the power, and what it is made of in RAM does not. */
export class ChargingStation implements Station {
  readonly #config: StationConfig;
  readonly #ports: StationPorts;
  readonly #storage: Storage;
  /** What passes through the ports goes to the black box, where the storage has one. */
  readonly #recording: Recording | undefined;
  readonly #recorded: RecordedPorts | undefined;
  readonly #listeners = new Listeners();
  #running: RunningStation | undefined;
  /** How often somebody was at the power switch: a boot that was under way then is over. */
  #switched = 0;

  constructor(config: StationConfig, ports: StationPorts) {
    if (config.evses.some(({ connectors }) => connectors.length === 0)) {
      throw new Error('An EVSE needs at least one connector');
    }
    if (config.evses.some(({ dc }) => dc !== undefined) && !ports.hardware.offerPower) {
      throw new Error('A DC EVSE needs hardware that takes offerPower');
    }
    const signedMeterValues = ports.meterSigner !== undefined;
    const managedCertificates = ports.certificates !== undefined;
    this.#ports = ports;
    this.#storage = ports.storage ?? memoryStorage();
    const { blackBox } = this.#storage;
    this.#recording = blackBox && new Recording(blackBox, () => ports.clock.monotonicMs());
    this.#recorded = this.#recording && new RecordedPorts(ports, this.#recording);
    const flash = this.#storage.lastRecord !== undefined;
    this.#config = withDefaults({ ...config, signedMeterValues, managedCertificates, flash });
    deviceModelSchema(this.#config);
  }

  get identity(): string {
    return this.#config.identity;
  }

  start(): Promise<void> {
    this.#recording?.input('verb', 'start');
    this.#switched += 1;
    return this.#boot('PowerUp', this.#switched);
  }

  stop(): Promise<void> {
    this.#recording?.input('verb', 'stop');
    this.#switched += 1;
    return this.#shutDown();
  }

  powerCut(): void {
    this.#recording?.input('verb', 'powerCut');
    this.#switched += 1;
    this.#cut();
  }

  powerFailing(inMs: number): void {
    this.#recording?.input('verb', 'powerFailing', inMs);
    this.#running?.powerFailing(inMs);
  }

  disconnect(): void {
    this.#recording?.input('verb', 'disconnect');
    void this.#running?.closeLink(false);
  }

  connect(): void {
    this.#recording?.input('verb', 'connect');
    this.#running?.openLink();
  }

  plugIn(evseId: number, connectorId = 1): void {
    this.#hands().plugIn(evseId, connectorId);
  }

  plugOut(evseId: number): void {
    this.#hands().plugOut(evseId);
  }

  bay(evseId: number, occupied: boolean): void {
    const hands = this.#hands();
    if (hands.bay === undefined) throw new Error('This hardware has no bay sensor');
    hands.bay(evseId, occupied);
  }

  limit(evseId: number, limit: Ocpp21.TransactionLimitType): void {
    this.#recording?.input('verb', 'limit', evseId, limit);
    this.#running?.evses[evseId - 1]?.transaction.limitByDriver(limit);
  }

  fault(evseId: number, fault: string | FaultReport): void {
    this.#hands().fault(evseId, fault);
  }

  clearFault(evseId: number, code?: string): void {
    this.#hands().clearFault(evseId, code);
  }

  setExternalLimit(limit: ExternalLimit): boolean {
    this.#recording?.input('verb', 'setExternalLimit', limit);
    return this.#running?.smartCharging.external.set(limit) ?? false;
  }

  clearExternalLimit(source: ExternalLimit['source'], evseId?: number): void {
    this.#recording?.input('verb', 'clearExternalLimit', source, evseId);
    this.#running?.smartCharging.external.clear(source, evseId);
  }

  prioritise(evseId: number, activate: boolean): boolean {
    this.#recording?.input('verb', 'prioritise', evseId, activate);
    const evse = this.#running?.evses[evseId - 1];
    return (evse && this.#running?.smartCharging.priority.press(evse, activate)) ?? false;
  }

  async dataTransfer(request: VendorRequest): Promise<CallOutcome<VendorReply>> {
    this.#recording?.input('verb', 'dataTransfer', request);
    const core = this.#running;
    return core === undefined ? { outcome: 'closed', sent: false } : sendData(core, request);
  }

  swipe(idToken: Ocpp21.IdTokenType, evseId?: number): void {
    this.#recording?.input('verb', 'swipe', idToken, evseId);
    const core = this.#running;
    if (core === undefined) return;
    const evse = evseId === undefined ? chooseEvse(core, idToken) : core.evses[evseId - 1];
    evse?.authorization.present(idToken);
  }

  setVariable(name: string, value: string): SetOutcome {
    this.#recording?.input('verb', 'setVariable', name, unlessSecret(name, value));
    if (this.#running === undefined) throw new Error('The power is off');
    return this.#running.setVariable(name, value);
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#storage.deadLetters.list();
  }

  resend(id: number): boolean {
    this.#recording?.input('verb', 'resend', id);
    return this.#running?.resend(id) ?? false;
  }

  state(): StationState {
    const running = this.#running;
    const version = running?.link?.version;
    return {
      identity: this.identity,
      on: running !== undefined,
      connected: running?.link !== undefined,
      ...(version !== undefined && { version }),
      registration: running?.registration ?? 'Unregistered',
      queuedEvents: this.#storage.queue.length,
      display: running?.display.state() ?? { driver: [] },
      evses: running?.evses.map((evse) => this.#evseState(evse)) ?? [],
    };
  }

  subscribe(
    listener: (event: StationEvent) => void,
    only?: ReadonlySet<StationEvent['type']>,
  ): () => void {
    return this.#listeners.add({ listener, only });
  }

  async #boot(reason: Ocpp21.BootReasonEnumType, switched: number): Promise<void> {
    const versions = await loadVersions(this.#config.versions);
    if (this.#running !== undefined || switched !== this.#switched) return;
    this.#recorded?.boot();
    this.#running = new RunningStation(this.#mainboard(versions), reason);
    this.#running.tell({ type: 'power', on: true });
    this.#running.begin();
  }

  #mainboard(versions: Mainboard['versions']): Mainboard {
    const listeners = this.#listeners;
    return {
      config: this.#config,
      ports: this.#recorded?.ports ?? this.#ports,
      storage: this.#storage,
      recording: this.#recording,
      versions,
      watches: (type) => listeners.want(type),
      tell: (at, news) => listeners.tell({ at, ...news }),
      reboot: (reason) => void this.#reboot(reason),
    };
  }

  async #reboot(reason: Ocpp21.BootReasonEnumType): Promise<void> {
    const switched = this.#switched;
    // An application that hangs cannot shut down in order.
    if (reason === 'Watchdog') this.#cut();
    else await this.#shutDown();
    await this.#boot(reason, switched);
  }

  async #shutDown(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.smartCharging.end();
    this.#end(running);
    this.#recording?.flush();
    await running?.closeLink(true);
  }

  #cut(): void {
    const running = this.#running;
    this.#running = undefined;
    this.#end(running);
    void running?.closeLink(false);
  }

  #end(running: RunningStation | undefined): void {
    running?.end();
    running?.tell({ type: 'power', on: false });
  }

  #hands(): Hands {
    const { hands } = this.#ports.hardware;
    if (hands === undefined) throw new Error('This hardware is real: use your own hands');
    return hands;
  }

  #evseState(evse: Evse): EvseState {
    const { registerWh, powerW, socPercent } = this.#ports.hardware.readMeter(evse.id);
    const { idToken } = evse.authorization;
    const transactionId = evse.transaction.running?.transactionId;
    return {
      evseId: evse.id,
      chargingState: evse.chargingState,
      registerWh,
      powerW,
      ...(idToken !== undefined && { idToken }),
      ...(transactionId !== undefined && { transactionId }),
      ...(socPercent !== undefined && { socPercent }),
      connectors: evse.config.connectors.map((_, index) => ({
        connectorId: index + 1,
        availabilityState: REPORTED[evse.availability(index + 1)],
      })),
    };
  }
}

/**
 * 1.6 ends a transaction with its authorization, and with the vehicle only where
 * StopTransactionOnEVSideDisconnect says so: for a station of 1.6 alone the stop point is Authorized.
 */
function withDefaults(config: StationConfig): StationConfig {
  if (!speaksOnly16(config)) return config;
  return {
    ...config,
    variables: { 'TxCtrlr.TxStopPoint': 'Authorized', ...config.variables },
  };
}
