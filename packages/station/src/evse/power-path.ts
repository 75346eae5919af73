import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Cause } from '../transactions/causes.ts';
import type { Evse } from './evse.ts';
import { LOCK, type LockEvent, type LockState } from './lock.ts';
import { MIN_OFFER_A } from './pilot.ts';
import { SUPPLY, type SupplyEvent, type SupplyState } from './supply.ts';

/** What stands between the grid and the vehicle: the offer, the contactor and the lock of one EVSE. */
export class PowerPath {
  readonly #core: Core;
  readonly #evse: Evse;
  #supply: SupplyState = 'Offered';
  #contactorClosed = false;
  #offerA = 0;
  #limitA = Number.POSITIVE_INFINITY;
  #lock: LockState = 'Free';

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  /** What the charging profiles leave to the vehicle, A per phase, when the EVSE last looked. */
  get limitA(): number {
    return this.#limitA;
  }

  get flowing(): boolean {
    return this.#contactorClosed;
  }

  /** Whether a vehicle that is authorized may have energy, if charging profiles leave it any. */
  get ready(): boolean {
    const { transaction } = this.#evse;
    // G05: what is not locked could be pulled out of the current.
    const mayOffer = this.#supply === 'Offered' && this.#lock !== 'Jammed';
    return transaction.bills && mayOffer && transaction.delivers;
  }

  /** Whether a vehicle that is authorized may have energy. */
  get supplies(): boolean {
    // A control pilot cannot offer less; DC can.
    const leastA = this.#evse.config.dc === undefined ? MIN_OFFER_A : Number.MIN_VALUE;
    return this.ready && this.#limitA >= leastA;
  }

  stepSupply(event: SupplyEvent): void {
    [this.#supply] = SUPPLY[this.#supply][event];
  }

  /** Makes the hardware do what follows from the states. */
  drive(cause: Cause): void {
    const { hardware, smartCharging } = this.#core;
    const { id, requesting } = this.#evse;
    const { connected, authorized } = this.#evse.conditions;
    this.#stepLock(this.#lockEvent(cause));
    if (connected && authorized) this.#limitA = smartCharging.limitA(this.#evse);
    const offers = connected && authorized && this.supplies;
    const offerA = offers ? this.#limitA : 0;
    if (offerA !== this.#offerA) {
      this.#offerA = offerA;
      this.#offer(offerA);
    }
    const closed = offers && requesting;
    if (closed !== this.#contactorClosed) {
      this.#contactorClosed = closed;
      hardware.setContactor(id, closed);
    }
  }

  /** After a boot: the cable stays where its transaction waits for the vehicle (E10.FR.01). */
  foundLocked(): void {
    this.#stepLock('foundLocked');
  }

  /** After a boot: a lock stays as the power left it, and who was charging then may be gone. */
  free(): void {
    const { config, connectorId, id } = this.#evse;
    for (const index of config.connectors.keys()) {
      const isInUse = index + 1 === connectorId && this.#lock !== 'Free';
      if (!isInUse) this.#core.hardware.lock(id, index + 1, false);
    }
  }

  /** @returns whether the connector is free now */
  unlock(connectorId: number): boolean {
    const unlocked = this.#core.hardware.lock(this.#evse.id, connectorId, false);
    if (unlocked && connectorId === this.#evse.connectorId) {
      const before = this.#lock;
      this.#lock = 'Free';
      this.#tellOfJam(before);
    }
    return unlocked;
  }

  #offer(offerA: number): void {
    const { hardware } = this.#core;
    const { id, config } = this.#evse;
    const { dc, maxCurrentA, phases, voltageV } = config;
    if (dc === undefined) hardware.offer(id, offerA);
    else {
      // Without a profile the whole supply is there for it, and that is more than it can deliver.
      const powerW = offerA < maxCurrentA ? offerA * phases * voltageV : dc.maxPowerW;
      hardware.offerPower?.(id, Math.min(powerW, dc.maxPowerW));
    }
  }

  #lockEvent(cause: Cause): LockEvent {
    const { connected, authorized } = this.#evse.conditions;
    if (authorized) return connected ? 'inUse' : 'claimed';
    // E09.FR.02 and .03: the cable of a vehicle that left.
    if (!connected) {
      const frees = this.#core.variables.boolean(VARIABLE.unlockOnEvSideDisconnect);
      return frees ? 'released' : 'withheld';
    }
    // E05.FR.11: the cable of a refused token stays until the vehicle is taken away.
    return cause === 'deauthorized' || this.#lock === 'Held' ? 'withheld' : 'released';
  }

  #stepLock(event: LockEvent): void {
    const { id, connectorId } = this.#evse;
    const before = this.#lock;
    const [next, ...actions] = LOCK[before][event];
    this.#lock = next;
    for (const action of actions) {
      const isLock = action === 'lock';
      const isDone = this.#core.hardware.lock(id, connectorId, isLock);
      if (isLock && !isDone) this.#stepLock('jammed');
    }
    if (event !== 'jammed') this.#tellOfJam(before);
  }

  #tellOfJam(before: LockState): void {
    const isJammed = this.#lock === 'Jammed';
    if (isJammed === (before === 'Jammed')) return;
    // Not from inside of the step that the fault is a part of.
    this.#core.after(0, () => this.#core.lockFailed(this.#evse.id, isJammed));
  }
}
