import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Csms } from '../dialects/csms.ts';
import {
  REGISTRATION,
  type RegistrationEvent,
  type RegistrationState,
} from './registration-table.ts';

/** Where the answer names no interval, and where there is no answer. */
const DEFAULT_RETRY_S = 30;

/** What the registration does to the rest of the station. */
export interface RegistrationEffects {
  /** Accepted for the first time since the boot. */
  begin(): void;
  /** A new link for a station that is accepted. */
  resume(): void;
}

/** Boot notifications and what their answers allow (2.1 part 2, B01 to B03). */
export class Registration {
  readonly #core: Core;
  readonly #effects: RegistrationEffects;
  readonly #bootReason: Ocpp21.BootReasonEnumType;
  #state: RegistrationState = 'Unregistered';
  #csms: Csms | undefined;
  #retryS = DEFAULT_RETRY_S;
  #timer: Timer | undefined;

  constructor(core: Core, bootReason: Ocpp21.BootReasonEnumType, effects: RegistrationEffects) {
    this.#core = core;
    this.#bootReason = bootReason;
    this.#effects = effects;
  }

  get state(): RegistrationState {
    return this.#state;
  }

  /** @param isElsewhere whether another network profile leads there than to the one before (B10.FR.10) */
  linkUp(csms: Csms, isElsewhere = false): void {
    this.#csms = csms;
    this.#step(isElsewhere ? 'linkUpElsewhere' : 'linkUp');
  }

  linkDown(): void {
    this.#csms = undefined;
    this.#step('linkDown');
  }

  /** TriggerMessage(BootNotification). */
  trigger(): void {
    this.#step('triggered');
  }

  #step(event: RegistrationEvent): void {
    const [next, ...actions] = REGISTRATION[this.#state][event];
    const changed = next !== this.#state;
    this.#state = next;
    if (changed) this.#core.tell({ type: 'registration', state: next });
    for (const action of actions) {
      switch (action) {
        case 'boot':
          void this.#boot(this.#bootReason);
          break;
        case 'bootTriggered':
          void this.#boot('Triggered');
          break;
        case 'wait':
          this.#timer?.cancel();
          this.#timer = this.#core.after(this.#retryS * 1000, () => this.#step('due'));
          break;
        case 'begin':
          this.#effects.begin();
          break;
        case 'resume':
          this.#effects.resume();
          break;
      }
    }
  }

  async #boot(reason: Ocpp21.BootReasonEnumType): Promise<void> {
    this.#timer?.cancel();
    const csms = this.#csms;
    if (csms === undefined) {
      this.#step('linkDown');
      return;
    }
    const { vendor, model, serialNumber } = this.#core.config;
    const { firmwareVersion } = this.#core;
    const answer = csms.bootNotification({
      reason,
      chargingStation: {
        vendorName: vendor,
        model,
        ...(serialNumber !== undefined && { serialNumber }),
        ...(firmwareVersion !== undefined && { firmwareVersion }),
      },
    });
    const outcome = await this.#core.supervised('registration', answer);
    // The answer to a question of an earlier link: that link's end was handled already.
    if (csms !== this.#csms || !this.#core.on) return;
    if (outcome.outcome !== 'answered') {
      this.#retryS = DEFAULT_RETRY_S;
      this.#step('unanswered');
      return;
    }
    this.#answered(outcome.payload);
  }

  #answered({ status, interval, currentTime }: Ocpp21.BootNotificationResponse): void {
    this.#core.clock.set(currentTime);
    // B02.FR.08: with an interval of 0 the station picks its own.
    this.#retryS = interval > 0 ? interval : DEFAULT_RETRY_S;
    if (status === 'Accepted' && interval > 0) {
      this.#core.variables.putByName(VARIABLE.heartbeatInterval, String(interval));
    }
    this.#step(EVENT_OF[status]);
  }
}

const EVENT_OF = {
  Accepted: 'accepted',
  Pending: 'pending',
  Rejected: 'rejected',
} as const satisfies Record<Ocpp21.RegistrationStatusEnumType, RegistrationEvent>;
