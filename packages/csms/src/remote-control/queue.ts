import type { Version } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { CommandRecord } from './command.ts';
import type { Delivery } from './delivery.ts';
import type { Journal } from './journal.ts';
import type { Plan, Prepare } from './plan.ts';
import { isIdempotent } from './rules.ts';
import { WaitingLine } from './waiting-line.ts';

/** A command with the way to translate it: for the version that the station speaks when it is sent. */
export interface Order<Answer> {
  readonly record: CommandRecord;
  readonly planFor: (version: Version) => Promise<Plan<Answer>>;
}

export interface WaitingOrder extends Order<unknown> {
  readonly id: number;
  readonly expiresAtMs: number;
}

/**
 * Why a line is not worked off any more: nothing waits, the station is away (its coming starts it again), or something
 * on this side is in the way.
 */
type Stop = 'empty' | 'away' | 'stuck';

/** A station that comes back may boot first, and a CALL before the answer to its boot would be a fault of ours. */
const RECONNECT_GRACE_MS = 5_000;

/** After a try that got stuck on this side: a full queue, a store that refuses. */
const RETRY_AFTER_MS = 10_000;

/**
 * Commands that wait for their stations. Those of one station leave in the order in which they were given, once its
 * boot is accepted, each after the one before it has come to its end.
 */
export class CommandQueue {
  readonly #core: Core;
  readonly #journal: Journal;
  readonly #prepare: Prepare;
  readonly #onFailure: (error: unknown) => void;
  readonly #lines = new Map<string, WaitingLine<WaitingOrder>>();
  /** In whose line each command waits: a campaign may take thousands back at once. */
  readonly #stationOf = new Map<number, string>();
  /** Lines that are being worked off. */
  readonly #working = new Map<string, Promise<void>>();
  /** Lines that are looked at again, and when. */
  readonly #looks = new Map<string, Timer>();
  #closed = false;

  constructor(core: Core, journal: Journal, prepare: Prepare, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#journal = journal;
    this.#prepare = prepare;
    this.#onFailure = onFailure;
    const { signals } = core;
    signals.on('booted', ({ station }) => this.#workIn(0, station.id));
    signals.on('connected', ({ station }) => this.#workIn(RECONNECT_GRACE_MS, station.id));
    signals.on('removed', ({ station }) => this.#forget(station.id));
  }

  /** How many wait for a station, the one that is being sent from here included. */
  lengthOf(stationId: string): number {
    return (this.#lines.get(stationId)?.length ?? 0) + Number(this.#working.has(stationId));
  }

  /** Puts a command, stored as `queued`, in its place. */
  wait(order: WaitingOrder): void {
    if (this.#closed) return;
    const { stationId } = order.record;
    let line = this.#lines.get(stationId);
    if (line === undefined) {
      line = new WaitingLine(this.#core.clock, ({ id, record }) => {
        this.#stationOf.delete(id);
        const cause = 'Its time ran out before the station could be reached.';
        void this.#journal.end(record, 'expired', cause);
      });
      this.#lines.set(stationId, line);
    }
    line.add(order);
    this.#stationOf.set(order.id, stationId);
  }

  /** @returns whether it was waiting */
  async cancel(commandId: number): Promise<boolean> {
    const stationId = this.#stationOf.get(commandId);
    const order = stationId === undefined ? undefined : this.#lines.get(stationId)?.take(commandId);
    if (order === undefined) return false;
    this.#stationOf.delete(commandId);
    await this.#journal.end(order.record, 'cancelled', 'It was cancelled before it was sent.');
    return true;
  }

  /** Sends what waits for a station, until one does not get through. */
  #work(stationId: string): void {
    const line = this.#lines.get(stationId);
    if (this.#closed || line === undefined || line.length === 0) return;
    if (this.#working.has(stationId)) return;
    const worked = this.#workOff(stationId, line)
      .catch((error: unknown) => {
        this.#onFailure(error);
        return 'stuck' as const;
      })
      .then((stop) => {
        this.#working.delete(stationId);
        if (stop === 'stuck') this.#workIn(RETRY_AFTER_MS, stationId);
        // One may have come after the last look.
        if (stop === 'empty') this.#work(stationId);
        if (line.length === 0 && this.#lines.get(stationId) === line) this.#lines.delete(stationId);
      });
    this.#working.set(stationId, worked);
  }

  /** Sends what waits as soon as it may: after this turn (the answer to a boot leaves first), or when it is planned. */
  workSoon(stationId: string): void {
    if (!this.#looks.has(stationId)) this.#workIn(0, stationId);
  }

  /** What waits goes on waiting on disk. Resolves when nothing is under way from here. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const look of this.#looks.values()) look.cancel();
    for (const line of this.#lines.values()) line.takeAll();
    await Promise.all(this.#working.values());
  }

  async #workOff(stationId: string, line: WaitingLine<WaitingOrder>): Promise<Stop> {
    for (;;) {
      const station = this.#core.stations.get(stationId);
      if (this.#closed || station === undefined || !isReachable(station)) return 'away';
      const order = line.takeFirst();
      if (order === undefined) return 'empty';
      this.#stationOf.delete(order.id);
      let gotThrough = false;
      try {
        gotThrough = await this.#send(station, order);
      } finally {
        if (!gotThrough) this.wait(order);
      }
      if (!gotThrough) return isReachable(station) ? 'stuck' : 'away';
    }
  }

  /** @returns false when it has to wait on */
  async #send(station: Station, order: WaitingOrder): Promise<boolean> {
    const { record } = order;
    const plan = await this.#plan(station, order);
    if (plan === undefined) return true;
    await this.#prepare(station, record.id, plan);
    const sent = { ...record, state: 'sent', sentAtMs: this.#core.clock.epochMs() } as const;
    await this.#journal.store(sent);
    const delivery = await this.#journal.deliver(station, sent, plan);
    if (canWaitOn(record, delivery)) {
      await this.#journal.store(record);
      return false;
    }
    await this.#journal.settle(sent, delivery);
    return true;
  }

  /** The station may have come back with a version that cannot say it. */
  async #plan(station: Station, order: WaitingOrder): Promise<Plan<unknown> | undefined> {
    try {
      const version = versionOf(station);
      return version === undefined ? undefined : await order.planFor(version);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      await this.#journal.end(order.record, 'notSent', `Nothing was sent: ${error.message}`);
      return undefined;
    }
  }

  /** Looks at a line again, when there is one; what was planned for it before is not needed any more. */
  #workIn(delayMs: number, stationId: string): void {
    this.#looks.get(stationId)?.cancel();
    this.#looks.delete(stationId);
    if (this.#closed || !this.#lines.has(stationId)) return;
    const look = this.#core.clock.after(delayMs, () => {
      this.#looks.delete(stationId);
      this.#work(stationId);
    });
    this.#looks.set(stationId, look);
  }

  #forget(stationId: string): void {
    for (const { id, record } of this.#lines.get(stationId)?.takeAll() ?? []) {
      this.#stationOf.delete(id);
      void this.#journal.end(record, 'cancelled', 'The station was removed.');
    }
    this.#lines.delete(stationId);
  }
}

export function versionOf({ connection, record }: Station): Version | undefined {
  return connection?.peer.version ?? record.version;
}

export function isReachable({ connection, record }: Station): boolean {
  return connection !== undefined && record.registration === 'Accepted';
}

/** Whether a command that was tried may be tried again later: it never left, or to send it twice does no harm. */
export function canWaitOn(
  { command, expiresAtMs }: CommandRecord,
  { end }: Delivery<unknown>,
): boolean {
  if (expiresAtMs === undefined) return false;
  return end.end === 'notSent' || (end.end === 'lost' && isIdempotent(command));
}
