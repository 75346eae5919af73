import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SparseMap } from '../sparse-map.ts';
import type { Evse } from './evse.ts';
import { IS_CONNECTED, PILOT, type PilotReading, type PilotState } from './pilot.ts';

/** What is plugged into one EVSE, and where: of its connectors one is used at a time. */
export class Plug {
  readonly #core: Core;
  readonly #evse: Evse;
  #connectorId = 0;
  #pilot: PilotState = 'Disconnected';
  /** What the pilots of connectors show that cannot be used now. */
  readonly #waiting = new SparseMap<number, PilotReading>();

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  /** The connector a vehicle is plugged into, or was plugged into last; 0 before. */
  get connectorId(): number {
    return this.#connectorId;
  }

  get connected(): boolean {
    return IS_CONNECTED[this.#pilot];
  }

  /** Whether the vehicle asks for energy. */
  get requesting(): boolean {
    return this.#pilot === 'Requesting';
  }

  /** After a boot: here the vehicle was that is gone. */
  wasAt(connectorId: number): void {
    this.#connectorId = connectorId;
  }

  pilotChanged(connectorId: number, reading: PilotReading): void {
    if (this.isOtherInUse(connectorId)) {
      if (reading === 'A') this.#waiting.delete(connectorId);
      else this.#waiting.set(connectorId, reading);
      return;
    }
    const [next, ...actions] = PILOT[this.#pilot][reading];
    for (const action of actions) {
      switch (action) {
        case 'pluggedIn':
          this.#pluggedIn(connectorId);
          break;
        case 'pluggedOut':
          this.#pluggedOut();
          break;
        case 'changed':
          this.#evse.apply('chargingStateChanged', () => {
            this.#pilot = next;
          });
          break;
        case 'failed':
          this.#pilot = next;
          this.#core.pilotFailed(this.#evse.id, true);
          break;
        case 'recovered':
          this.#core.pilotFailed(this.#evse.id, false);
          break;
      }
    }
    this.#pilot = next;
  }

  /** Whether a vehicle, or a transaction that waits for its vehicle, is at another connector. */
  isOtherInUse(connectorId: number): boolean {
    const used = this.connected ? this.#connectorId : this.#evse.transaction.running?.connectorId;
    return used !== undefined && used !== connectorId;
  }

  /** Who plugged into another connector meanwhile is there when this one is free. */
  letNextIn(): void {
    if (this.#waiting.size > 0) this.#core.after(0, () => this.#letIn());
  }

  #letIn(): void {
    for (const [connectorId, reading] of this.#waiting) {
      if (this.isOtherInUse(connectorId)) continue;
      this.#waiting.delete(connectorId);
      this.pilotChanged(connectorId, reading);
    }
  }

  #pluggedIn(connectorId: number): void {
    this.#evse.apply('cablePluggedIn', () => {
      this.#pilot = 'Connected';
      this.#connectorId = connectorId;
      this.#evse.stepConnectors('pluggedIn', connectorId);
    });
  }

  #pluggedOut(): void {
    const { variables } = this.#core;
    this.#evse.apply('vehicleDisconnected', () => {
      this.#pilot = 'Disconnected';
      this.#evse.stepConnectors('pluggedOut', this.#connectorId);
      // E09.FR.01: what a thief could unplug must not go on charging somebody else's vehicle.
      if (variables.boolean(VARIABLE.stopTxOnEvSideDisconnect)) this.#evse.authorization.withdraw();
    });
  }
}
