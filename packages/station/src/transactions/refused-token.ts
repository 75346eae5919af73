import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { whenRegisterReaches } from '../metering/energy-allowance.ts';
import type { RunningTransaction } from '../nvm/storage.ts';

/** On flash: the transaction whose token was refused, by EVSE. */
const REFUSED = 'transactions:refused:';

/**
 * A transaction whose token the CSMS has refused, where StopTxOnInvalidId lets it go on: MaxEnergyOnInvalidId brings a
 * stranger to the next station (2.1 part 2, E05.FR.02 and .03), and no interruption brings more.
 */
export class RefusedToken {
  readonly #core: Core;
  readonly #evse: Evse;
  #isRefused = false;
  #allowance: Timer | undefined;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  refused({ begin, transactionId }: RunningTransaction): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    const { hardware, storage, variables } = this.#core;
    const { id } = this.#evse;
    storage.values.keep(REFUSED + id, transactionId);
    const allowedWh = variables.integer(VARIABLE.maxEnergyOnInvalidId);
    // Before the vehicle is there nothing has flowed.
    const { registerWh } = begin?.reading ?? hardware.readMeter(id);
    const allowance = whenRegisterReaches(this.#core, this.#evse, registerWh + allowedWh, () =>
      this.#evse.apply('energyWithheld', () => this.#evse.stepSupply('idRefused')),
    );
    // A transaction may end for want of energy, at once.
    if (this.#isRefused) this.#allowance = allowance;
  }

  /** After an interruption. */
  resumed(running: RunningTransaction): void {
    const refused = this.#core.storage.values.get(REFUSED + this.#evse.id);
    if (refused === running.transactionId) this.refused(running);
  }

  transactionOver(): void {
    if (!this.#isRefused) return;
    this.#isRefused = false;
    this.#allowance?.cancel();
    this.#allowance = undefined;
    this.#core.storage.values.delete(REFUSED + this.#evse.id);
  }
}
