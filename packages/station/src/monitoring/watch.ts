import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import { AlignedTimer } from '../metering/aligned-timer.ts';
import { hasMoved, MONITOR_RULES, type Monitor } from './monitor.ts';

/** A monitor's news: the value as it is, and for a limit whether it is kept again. */
export interface Alert {
  readonly monitor: Monitor;
  readonly actualValue: string;
  readonly cleared: boolean;
}

/** A monitor at work: what it saw last, and its timer. */
export class Watch {
  readonly monitor: Monitor;
  readonly spec: VariableSpec;
  readonly #core: Core;
  readonly #fire: (alert: Alert) => void;
  #exceeded: boolean;
  /** What a Delta monitor measures from; undefined while it does not watch. */
  #from: string | undefined;
  #timer: Timer | undefined;
  #isWatching = false;

  /** @param exceeded whether its limit was exceeded when somebody last looked, over a reboot too */
  constructor(
    core: Core,
    monitor: Monitor,
    spec: VariableSpec,
    exceeded: boolean,
    fire: (alert: Alert) => void,
  ) {
    this.#core = core;
    this.monitor = monitor;
    this.spec = spec;
    this.#exceeded = exceeded && this.#isDue;
    this.#fire = fire;
  }

  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Begins or ends with the transaction where it is bound to one, else begins at once. */
  adjust(): void {
    const isDue = this.#isDue;
    if (isDue === this.#isWatching) return;
    if (isDue) this.#begin();
    else this.stop();
  }

  stop(): void {
    this.#isWatching = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#from = undefined;
    // A limit that was left with the transaction may be exceeded again in the next one.
    if (this.monitor.transaction) this.#exceeded = false;
  }

  /**
   * The variable has, or may have, another value.
   * @param isWritten whether it was set: nobody can see that of a variable that is written only
   */
  look(isWritten = false): void {
    if (!this.#isWatching) return;
    const { type, value, index } = this.monitor;
    const actual = this.#core.variables.read(index);
    const { exceeds } = MONITOR_RULES[type];
    if (exceeds !== undefined) {
      const target = this.#core.variables.target(index) ?? '';
      const isExceeded = exceeds({ actual, target, value });
      if (isExceeded === this.#exceeded) return;
      this.#exceeded = isExceeded;
      this.#tell(actual, !isExceeded);
    } else if (type === 'Delta' && this.#from !== undefined) {
      const isHidden = this.spec.mutability === 'WriteOnly';
      const isNews = isHidden ? isWritten : hasMoved(this.spec, this.#from, actual, value);
      if (!isNews) return;
      this.#from = actual;
      this.#tell(actual, false);
    }
  }

  tellAgain(): void {
    this.#tell(this.#core.variables.read(this.monitor.index), false);
  }

  /** The transaction at the component; of a component of the station, any. */
  get transactionId(): string | undefined {
    const { evseId } = this.spec;
    return this.#core.evses
      .filter(({ id }) => evseId === 0 || id === evseId)
      .map(({ transaction }) => transaction.running?.transactionId)
      .find((transactionId) => transactionId !== undefined);
  }

  get #isDue(): boolean {
    return !this.monitor.transaction || this.transactionId !== undefined;
  }

  #begin(): void {
    this.#isWatching = true;
    this.#from = this.#core.variables.read(this.monitor.index);
    const periodMs = this.monitor.value * 1000;
    switch (this.monitor.type) {
      case 'Periodic':
        this.#repeat(periodMs);
        break;
      case 'PeriodicClockAligned':
        this.#timer = new AlignedTimer(this.#core, periodMs, () => this.tellAgain());
        break;
      default:
        this.look();
    }
  }

  #repeat(periodMs: number): void {
    this.#timer = this.#core.after(periodMs, () => {
      this.#repeat(periodMs);
      this.tellAgain();
    });
  }

  #tell(actual: string, cleared: boolean): void {
    // N07.FR.10
    const actualValue = this.spec.mutability === 'WriteOnly' ? '' : actual;
    this.#fire({ monitor: this.monitor, actualValue, cleared });
  }
}
