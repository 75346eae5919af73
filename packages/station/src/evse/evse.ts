import type { Ocpp21 } from '@northbound/protocol';
import { Authorization } from '../authorization/authorization.ts';
import { IS_AUTHORIZED } from '../authorization/table.ts';
import { knownGroup } from '../authorization/verdict.ts';
import type { AvailabilityEvent, AvailabilityState } from '../availability/availability.ts';
import type { EvseConfig } from '../config.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { FaultRule } from '../faults/fault.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import type { Cause } from '../transactions/causes.ts';
import type { EventDetails } from '../transactions/event.ts';
import { type Conditions, reachesStop } from '../transactions/points.ts';
import { EvseTransaction } from '../transactions/transaction.ts';
import { Arrival } from './arrival.ts';
import { Connectors } from './connectors.ts';
import type { PilotReading } from './pilot.ts';
import { Plug } from './plug.ts';
import { PowerPath } from './power-path.ts';
import type { SupplyEvent } from './supply.ts';

/**
 * One EVSE: the electrical state, who may use it, and the transaction. Each of these is a state
 * machine of its own; every change of any of them goes through {@link apply}, which drives the
 * hardware and lets the transaction see the conditions before and after.
 */
export class Evse {
  readonly id: number;
  readonly config: EvseConfig;
  readonly authorization: Authorization;
  readonly transaction: EvseTransaction;
  readonly #core: Core;
  readonly #power: PowerPath;
  readonly #arrival: Arrival;
  readonly #connectors: Connectors;
  readonly #plug: Plug;
  #occupied = false;
  #signed = false;
  /** The transaction as it was before a reset of the EVSE, which it outlives. */
  #interrupted: RunningTransaction | undefined;
  /** When one of the states last changed, RFC 3339. */
  changedAt: string;

  constructor(core: Core, id: number, config: EvseConfig) {
    this.#core = core;
    this.id = id;
    this.config = config;
    this.authorization = new Authorization(core, this);
    this.transaction = new EvseTransaction(core, this);
    this.#power = new PowerPath(core, this);
    this.#arrival = new Arrival(core, this);
    this.#connectors = new Connectors(core, this);
    this.#plug = new Plug(core, this);
    this.changedAt = core.clock.timestamp();
  }

  /** The connector a vehicle is plugged into, or was plugged into last; 0 before. */
  get connectorId(): number {
    return this.#plug.connectorId;
  }

  get connected(): boolean {
    return this.#plug.connected;
  }

  /** Whether the vehicle asks for energy. */
  get requesting(): boolean {
    return this.#plug.requesting;
  }

  /** Connectors of one EVSE are used one at a time, and the one that a transaction waits at is in use. */
  isOtherInUse(connectorId: number): boolean {
    return this.#plug.isOtherInUse(connectorId);
  }

  get conditions(): Conditions {
    return {
      // A sensor that does not see a vehicle is wrong while one is plugged in: nothing charges unbilled.
      occupied: this.#occupied || this.connected,
      connected: this.connected,
      authorized: IS_AUTHORIZED[this.authorization.state],
      signed: this.#signed,
      flowing: this.#power.flowing,
    };
  }

  /** What the charging profiles leave to the vehicle, A per phase, when the EVSE last looked. */
  get limitA(): number {
    return this.#power.limitA;
  }

  /** Whether there is a vehicle that may have energy: it has a share of what there is. */
  get takesShare(): boolean {
    const { authorized, connected } = this.conditions;
    return connected && authorized && this.#power.ready;
  }

  /** 2.1 part 2, `ChargingStateEnumType`. */
  get chargingState(): Ocpp21.ChargingStateEnumType {
    if (!this.connected) return 'Idle';
    if (!IS_AUTHORIZED[this.authorization.state]) return 'EVConnected';
    if (!this.#power.supplies) return 'SuspendedEVSE';
    return this.requesting ? 'Charging' : 'SuspendedEV';
  }

  availability(connectorId: number): AvailabilityState {
    return this.#connectors.state(connectorId);
  }

  /** What the EVSE as a whole is reported as: as the connector in use, else as its best one. */
  get availabilityState(): Ocpp21.ConnectorStatusEnumType {
    return this.#connectors.reported;
  }

  /** Whether somebody may begin to charge here. */
  get usable(): boolean {
    if (this.#core.resetPending(this.id)) return false;
    if (!this.connected) return this.#connectors.anyFree;
    const state = this.availability(this.connectorId);
    return state === 'Available' || state === 'Occupied';
  }

  /** Whether it is kept for the holder of a reservation. */
  get reserved(): boolean {
    return this.#connectors.reserved;
  }

  /**
   * Changes a state and does what follows from it: the contactor, the offer and the lock, the
   * transaction and its message, the news about the connector.
   */
  apply(cause: Cause, change: () => void, details: EventDetails = {}): void {
    const before = this.conditions;
    change();
    this.changedAt = this.#core.clock.timestamp();
    this.#power.drive(cause);
    this.transaction.observe(cause, before, this.conditions, details);
    this.#arrival.supervise();
    this.#superviseSignature();
    this.#core.evseChanged(this);
    if (cause === 'cablePluggedIn' || cause === 'becameUsable') this.authorization.vehicleCame();
    this.#plug.letNextIn();
  }

  /** Somebody is being asked for, or was refused: 1.6 calls the connector "Preparing" meanwhile. */
  authorizationChanged(): void {
    this.changedAt = this.#core.clock.timestamp();
    this.#core.evseChanged(this);
  }

  /** The sensor of the parking bay. */
  bayChanged(occupied: boolean): void {
    if (occupied === this.#occupied) return;
    this.apply(occupied ? 'bayOccupied' : 'bayVacated', () => {
      this.#occupied = occupied;
    });
  }

  /**
   * Takes up the transaction that an interruption left (2.1 part 2, E17.FR.11 to .17).
   * @param waitMs until energy may flow again, undefined for never
   */
  resume(
    running: RunningTransaction,
    waitMs: number | undefined,
    meterValue: readonly Ocpp21.MeterValueType[],
  ): void {
    const { variables } = this.#core;
    const { chargingState, connectorId, idToken, groupIdToken, stoppedReason } = running;
    if (idToken !== undefined && stoppedReason === undefined) {
      // The group may have come with an answer that nothing was told after.
      this.authorization.restore(idToken, groupIdToken ?? knownGroup(this.#core, idToken));
    }
    const wasConnected = connectorId !== undefined && chargingState !== 'Idle';
    const isGone = wasConnected && !this.connected;
    const before = {
      ...this.conditions,
      occupied: this.#occupied || wasConnected,
      connected: wasConnected,
      flowing: false,
    };
    const isStopped = isGone && variables.boolean(VARIABLE.stopTxOnEvSideDisconnect);
    if (isStopped) this.authorization.withdraw();
    if (connectorId !== undefined && !this.connected) {
      this.#plug.wasAt(connectorId);
      if (this.conditions.authorized) this.#power.foundLocked();
    }
    this.transaction.resume(running, waitMs, isStopped ? 'vehicleDisconnected' : 'resumed');
    this.#power.drive('resumed');
    const now = this.conditions;
    const ends = reachesStop(variables.list(VARIABLE.txStopPoint), before, now);
    this.transaction.observe(ends ? 'vehicleDisconnected' : 'resumed', before, now, { meterValue });
    this.#arrival.supervise();
    this.#core.evseChanged(this);
    this.#plug.letNextIn();
  }

  /** A reset of this EVSE interrupts its transaction (B13.FR.10). */
  interrupt(): void {
    const { running } = this.transaction;
    if (running === undefined) return;
    this.#interrupted = running;
    this.apply('resetResumably', () => this.transaction.withholdEnergy());
  }

  /** @param waitMs how long energy has to wait after the reset */
  resumeAfterReset(waitMs: (before: RunningTransaction) => number | undefined): void {
    const before = this.#interrupted;
    this.#interrupted = undefined;
    if (before === undefined || this.transaction.running === undefined) this.letBegin();
    else this.apply('resumed', () => this.transaction.allowEnergy(waitMs(before)));
  }

  /** What kept all from beginning is over: whoever waits here may. */
  letBegin(): void {
    if (this.transaction.state === 'None') this.apply('becameUsable', () => undefined);
  }

  pilotChanged(connectorId: number, reading: PilotReading): void {
    if (this.#connectors.has(connectorId)) this.#plug.pilotChanged(connectorId, reading);
  }

  /** Something fails: nothing is offered until {@link faultCleared}, or the session ends, or both. */
  fault({ blocks, ends }: Pick<FaultRule, 'blocks' | 'ends'>): void {
    this.apply(ends ?? 'faulted', () => {
      if (blocks) {
        this.stepSupply('faulted');
        this.stepConnectors('faulted');
      }
      if (ends !== undefined) this.authorization.withdraw();
    });
  }

  faultCleared(): void {
    this.apply('faultCleared', () => {
      this.stepSupply('faultCleared');
      this.stepConnectors('faultCleared');
    });
    this.letBegin();
  }

  /** The session is over: nobody is authorized and nothing is offered. For the transaction only. */
  endSession(cause: Cause): void {
    this.authorization.withdraw();
    this.stepSupply('sessionOver');
    this.#power.drive(cause);
  }

  /** Only from inside {@link apply}. */
  stepSupply(event: SupplyEvent): void {
    this.#power.stepSupply(event);
  }

  /** @param connectorId 0 for all of them */
  stepConnectors(event: AvailabilityEvent, connectorId = 0): void {
    this.#connectors.step(event, connectorId);
  }

  /** After a boot, when it is known who goes on: cables that nobody uses are not kept. */
  freeConnectors(): void {
    this.#power.free();
  }

  /** @returns whether the connector is free now */
  unlock(connectorId: number): boolean {
    return this.#power.unlock(connectorId);
  }

  /** TxStartPoint DataSigned: the meter is asked as soon as energy could flow. */
  #superviseSignature(): void {
    const { connected, authorized } = this.conditions;
    if (!connected || !authorized) this.#signed = false;
    else if (!this.#signed && this.#core.signing !== undefined) {
      const startPoints = this.#core.variables.list(VARIABLE.txStartPoint);
      if (!startPoints.includes('DataSigned')) return;
      this.#core.after(0, () => {
        const { connected, authorized, signed } = this.conditions;
        if (!connected || !authorized || signed) return;
        this.apply('dataSigned', () => {
          this.#signed = true;
        });
      });
    }
  }
}
