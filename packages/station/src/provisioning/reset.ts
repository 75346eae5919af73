import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { StateTable } from '../machine.ts';
import type { Cause } from '../transactions/causes.ts';

/** 1.6 tells a restart of the software from one of the hardware; both are a reboot here. */
export type ResetKind = 'soft' | 'hard' | 'onIdle' | 'resumable';

type ResetState = 'None' | 'Scheduled' | 'Resetting';
type ResetEvent = 'immediate' | 'onIdleBusy' | 'onIdleFree' | 'idle';
type ResetAction = 'reset';

export const RESET: StateTable<ResetState, ResetEvent, ResetAction> = {
  None: {
    immediate: ['Resetting', 'reset'],
    onIdleBusy: ['Scheduled'],
    onIdleFree: ['Resetting', 'reset'],
    idle: ['None'],
  },
  Scheduled: {
    immediate: ['Resetting', 'reset'],
    onIdleBusy: ['Scheduled'],
    onIdleFree: ['Resetting', 'reset'],
    idle: ['Resetting', 'reset'],
  },
  Resetting: {
    immediate: ['Resetting'],
    onIdleBusy: ['Resetting'],
    onIdleFree: ['Resetting'],
    idle: ['Resetting'],
  },
};

const CAUSE_OF = {
  soft: 'resetSoftly',
  hard: 'resetHard',
  onIdle: 'resetSoftly',
  resumable: 'resetResumably',
} as const satisfies Record<ResetKind, Cause>;

/** How long the events of ended transactions may take to leave before the reboot (B12.FR.05). */
const GRACE_MS = 2_000;

/** Reset commands (2.1 part 2, B11 and B12). */
export class Reset {
  readonly #core: Core;
  readonly #reboot: (reason: Ocpp21.BootReasonEnumType) => void;
  #state: ResetState = 'None';
  #kind: ResetKind = 'soft';

  constructor(core: Core, reboot: (reason: Ocpp21.BootReasonEnumType) => void) {
    this.#core = core;
    this.#reboot = reboot;
  }

  /** Whether a reset waits for the last transaction: no new one may begin. */
  get scheduled(): boolean {
    return this.#state !== 'None';
  }

  request(kind: ResetKind): 'Accepted' | 'Scheduled' {
    this.#kind = kind;
    const busy = this.#isBusy();
    this.#step(kind !== 'onIdle' ? 'immediate' : busy ? 'onIdleBusy' : 'onIdleFree');
    return kind === 'onIdle' && busy ? 'Scheduled' : 'Accepted';
  }

  transactionEnded(): void {
    if (!this.#isBusy()) this.#step('idle');
  }

  #isBusy(): boolean {
    return this.#core.evses.some(({ transaction }) => transaction.running !== undefined);
  }

  #step(event: ResetEvent): void {
    const [next, ...actions] = RESET[this.#state][event];
    this.#state = next;
    // The answer to the command has to leave first.
    if (actions.length > 0) this.#core.after(0, () => this.#reset());
  }

  #reset(): void {
    const cause = CAUSE_OF[this.#kind];
    for (const evse of this.#core.evses) {
      if (evse.transaction.running !== undefined) evse.apply(cause, () => undefined);
    }
    const reason = this.#kind === 'onIdle' ? 'ScheduledReset' : 'RemoteReset';
    const graceMs = this.#core.storage.queue.length > 0 ? GRACE_MS : 0;
    this.#core.after(graceMs, () => this.#reboot(reason));
  }
}
