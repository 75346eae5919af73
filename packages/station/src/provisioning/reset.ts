import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import type { Cause } from '../transactions/causes.ts';
import { RESET, type ResetEvent, type ResetState } from './reset-table.ts';

/** 1.6 tells a restart of the software from one of the hardware; both are a reboot here. */
export type ResetKind = 'soft' | 'hard' | 'onIdle' | 'resumable';

const CAUSE_OF = {
  soft: 'resetSoftly',
  hard: 'resetHard',
  onIdle: 'resetSoftly',
  resumable: 'resetResumably',
} as const satisfies Record<ResetKind, Cause>;

/** How long the events of ended transactions may take to leave before the reboot (B12.FR.05). */
const GRACE_MS = 2_000;
/** Between two attempts to reset hardware that does not. */
const RETRY_MS = 1_000;

/** What follows from a reset. */
export interface ResetEffects {
  /** The hardware is reset: now the software begins anew. */
  restart(kind: ResetKind): void;
  /** The hardware did not do it in all attempts. */
  failed(): void;
}

/** Reset commands for the station, or for one of its EVSEs (2.1 part 2, B11 to B13). */
export class Reset {
  readonly #core: Core;
  readonly #evseId: number;
  readonly #effects: ResetEffects;
  #state: ResetState = 'None';
  #kind: ResetKind = 'soft';
  #failures = 0;

  /** @param evseId 0 for the station */
  constructor(core: Core, evseId: number, effects: ResetEffects) {
    this.#core = core;
    this.#evseId = evseId;
    this.#effects = effects;
  }

  /** Whether a reset waits for the last transaction, or is under way: no new one may begin. */
  get scheduled(): boolean {
    return this.#state !== 'None';
  }

  request(kind: ResetKind): 'Accepted' | 'Scheduled' {
    const busy = this.#isBusy();
    if (this.#state !== 'Resetting') this.#kind = kind;
    this.#step(kind !== 'onIdle' ? 'immediate' : busy ? 'onIdleBusy' : 'onIdleFree');
    return kind === 'onIdle' && busy ? 'Scheduled' : 'Accepted';
  }

  transactionEnded(): void {
    if (!this.#isBusy()) this.#step('idle');
  }

  get #evses(): readonly Evse[] {
    return this.#core.evses.filter(({ id }) => this.#evseId === 0 || this.#evseId === id);
  }

  #isBusy(): boolean {
    return this.#evses.some(({ transaction }) => transaction.running !== undefined);
  }

  #step(event: ResetEvent): void {
    const [next, ...actions] = RESET[this.#state][event];
    this.#state = next;
    for (const action of actions) {
      switch (action) {
        case 'stop':
          this.#failures = 0;
          // The answer to the command has to leave first.
          this.#core.after(0, () => this.#stop());
          break;
        case 'retry':
          this.#core.after(RETRY_MS, () => this.#resetHardware());
          break;
        case 'restart':
          this.#effects.restart(this.#kind);
          break;
        case 'reportFailure':
          this.#effects.failed();
          break;
      }
    }
  }

  #stop(): void {
    for (const evse of this.#evses) this.#stopOne(evse);
    const leaves = this.#evseId === 0 && this.#core.storage.queue.length > 0;
    if (leaves) this.#core.after(GRACE_MS, () => this.#resetHardware());
    else this.#resetHardware();
  }

  #stopOne(evse: Evse): void {
    const cause = CAUSE_OF[this.#kind];
    // The reboot of the station stops energy by itself, and finds the transaction as it was.
    if (cause === 'resetResumably' && this.#evseId !== 0) evse.interrupt();
    else if (evse.transaction.running !== undefined) evse.apply(cause, () => undefined);
    else if (this.#evseId !== 0)
      evse.apply('availabilityChanged', () => evse.authorization.withdraw());
  }

  /** Hardware that need not be reset is as good as reset. */
  #resetHardware(): void {
    const reset = this.#core.hardware.reset?.(this.#evseId);
    if (reset === undefined) this.#step('done');
    else {
      // A reset that never ends would be the end of the station: no transaction may begin meanwhile.
      const works = this.#core.supervised('reset', reset).catch(() => false);
      void works.then((is) => {
        if (this.#core.on) this.#attempted(is);
      });
    }
  }

  #attempted(works: boolean): void {
    const retries = this.#core.variables.integer(VARIABLE.resetRetries);
    if (works) this.#step('done');
    else this.#step(++this.#failures > retries ? 'gaveUp' : 'failed');
  }
}
