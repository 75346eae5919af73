import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import type { ProfileList } from './profile-list.ts';
import type { Sessions } from './sessions.ts';

/** Charging by the profile of purpose PriorityCharging, in place of the others (2.1 part 2, K21 and K22). */
export class PriorityCharging {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #sessions: Sessions;
  readonly #changed: () => void;

  constructor(core: Core, profiles: ProfileList, sessions: Sessions, changed: () => void) {
    this.#core = core;
    this.#profiles = profiles;
    this.#sessions = sessions;
    this.#changed = changed;
  }

  /** UsePriorityCharging. */
  use({
    transactionId,
    activate,
  }: Ocpp21.UsePriorityChargingRequest): Ocpp21.UsePriorityChargingResponse {
    const evse = this.#core.evses.find(
      ({ transaction }) => transaction.running?.transactionId === transactionId,
    );
    if (evse === undefined) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } };
    }
    if (activate && !this.#hasProfile(evse.id)) return { status: 'NoProfile' };
    this.#switch(evse, transactionId, activate);
    return { status: 'Accepted' };
  }

  /** Somebody presses the button of the station. @returns whether there is something to press it for */
  press(evse: Evse, activate: boolean): boolean {
    const transactionId = evse.transaction.running?.transactionId;
    if (transactionId === undefined || !this.#hasProfile(evse.id)) return false;
    this.#switch(evse, transactionId, activate);
    return true;
  }

  #switch(evse: Evse, transactionId: string, activated: boolean): void {
    // K21.FR.06: what is not active cannot end.
    if (!activated && !this.#sessions.isPrioritised(evse)) return;
    this.#sessions.prioritise(evse, activated);
    this.#changed();
    const request = { transactionId, activated };
    const replaces = `priority ${transactionId}`;
    this.#core.after(0, () =>
      this.#core.notices.add('NotifyPriorityCharging', request, { replaces }),
    );
  }

  #hasProfile(onEvse: number): boolean {
    return this.#profiles.all.some(
      ({ evseId, profile }) =>
        (evseId === 0 || evseId === onEvse) &&
        profile.chargingProfilePurpose === 'PriorityCharging',
    );
  }
}
