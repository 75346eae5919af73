import type { Clock, Timer } from './ports.ts';

/** Something that wants to be woken at a moment, and knows itself what is due then. */
export interface Sleeper {
  /** When it wants to be woken next, on the monotonic clock; Infinity for never. */
  readonly deadlineMs: number;
  /** What will wake it as things stand; kept here so that no table of sleepers is needed. */
  alarm: Alarm | undefined;
  wake(nowMs: number): void;
}

export interface Alarm {
  readonly atMs: number;
  /** Undefined when it has nothing to say any more: it waits for its time, and holds nobody until then. */
  sleeper: Sleeper | undefined;
}

/**
 * One timer for the deadlines of all sessions of a server. Nearly every call is answered long
 * before its deadline, so an alarm is not taken back when that happens: it goes off, finds nothing
 * due, and is set anew for what is.
 */
export class Deadlines {
  readonly #clock: Clock;
  /** A binary heap by `atMs`. */
  readonly #alarms: Alarm[] = [];
  #timer: Timer | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes the sleeper at its deadline. Call it whenever that may have become earlier. */
  arm(sleeper: Sleeper): void {
    const atMs = sleeper.deadlineMs;
    if (atMs >= (sleeper.alarm?.atMs ?? Number.POSITIVE_INFINITY)) return;
    this.disarm(sleeper);
    sleeper.alarm = { atMs, sleeper };
    this.#push(sleeper.alarm);
    this.#setTimer();
  }

  /** Lets go of the sleeper. */
  disarm(sleeper: Sleeper): void {
    if (sleeper.alarm === undefined) return;
    sleeper.alarm.sleeper = undefined;
    sleeper.alarm = undefined;
  }

  /** Forgets everything; nobody is woken any more. */
  clear(): void {
    this.#alarms.length = 0;
    this.#setTimer();
  }

  #wakeDue(): void {
    this.#timer = undefined;
    this.#timerMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.monotonicMs();
    for (let next = this.#alarms[0]; next !== undefined && next.atMs <= nowMs; ) {
      this.#pop();
      const { sleeper } = next;
      if (sleeper !== undefined) {
        sleeper.alarm = undefined;
        if (sleeper.deadlineMs <= nowMs) sleeper.wake(nowMs);
        if (sleeper.deadlineMs !== Number.POSITIVE_INFINITY) this.arm(sleeper);
      }
      next = this.#alarms[0];
    }
    this.#setTimer();
  }

  #setTimer(): void {
    const dueMs = this.#alarms[0]?.atMs ?? Number.POSITIVE_INFINITY;
    if (dueMs === this.#timerMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.max(0, Math.ceil(dueMs - this.#clock.monotonicMs()));
    this.#timer = this.#clock.after(delayMs, () => this.#wakeDue());
  }

  #push(alarm: Alarm): void {
    const alarms = this.#alarms;
    let index = alarms.push(alarm) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = alarms[parentIndex];
      if (parent === undefined || parent.atMs <= alarm.atMs) break;
      alarms[index] = parent;
      index = parentIndex;
    }
    alarms[index] = alarm;
  }

  #pop(): void {
    const alarms = this.#alarms;
    const last = alarms.pop();
    if (last === undefined || alarms.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = alarms[childIndex];
      if (child === undefined) break;
      const right = alarms[childIndex + 1];
      if (right !== undefined && right.atMs < child.atMs) {
        child = right;
        childIndex += 1;
      }
      if (last.atMs <= child.atMs) break;
      alarms[index] = child;
      index = childIndex;
    }
    alarms[index] = last;
  }
}
