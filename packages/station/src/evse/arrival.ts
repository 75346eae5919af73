import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { endsWithoutVehicle } from '../transactions/points.ts';
import type { Evse } from './evse.ts';

/**
 * Whoever is authorized, or left a transaction open, has EVConnectionTimeOut seconds to plug in (2.1
 * part 2, E03.FR.05, E10.FR.02).
 */
export class Arrival {
  readonly #core: Core;
  readonly #evse: Evse;
  #timer: Timer | undefined;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  /** Something about the EVSE changed. */
  supervise(): void {
    if (!this.#isAwaited()) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    const timeoutMs = this.#core.variables.integer(VARIABLE.evConnectionTimeOut) * 1000;
    this.#timer ??= this.#core.after(timeoutMs, () => {
      this.#timer = undefined;
      this.#evse.apply('connectionTimedOut', () => this.#evse.authorization.withdraw());
    });
  }

  #isAwaited(): boolean {
    const { connected, authorized, occupied } = this.#evse.conditions;
    const { running } = this.#evse.transaction;
    // A vehicle that stands in the bay and was never connected is awaited for ever.
    const stands = occupied && running?.connectorId === undefined;
    const left =
      running !== undefined &&
      !stands &&
      endsWithoutVehicle(this.#core.variables.list(VARIABLE.txStopPoint));
    return !connected && (authorized || left);
  }
}
