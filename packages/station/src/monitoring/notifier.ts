import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome, Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { hasFailed, MAX_ATTEMPTS, RETRY_MS } from '../link/lane-sender.ts';
import type { EventIds } from './event-ids.ts';
import { isEvent } from './stored-event.ts';

type EventData = Ocpp21.EventDataType;

/** An event before it has a number. `timestamp` is now where it is absent. */
export type Occurrence = Omit<EventData, 'eventId' | 'timestamp' | 'severity'> & {
  readonly severity: number;
  readonly timestamp?: string;
};

/** Actual values are no longer than this (2.1 part 2, DeviceDataCtrlr.ReportingValueSize). */
const MAX_VALUE = 2_500;

const ACTION = 'NotifyEvent';

/** An event that waits; its number in the lane where it is stored, and how often the CSMS has failed at it. */
interface Waiting {
  readonly event: EventData;
  readonly id?: number;
  readonly attempts?: number;
}

/**
 * Tells the CSMS what happened (NotifyEvent; 2.1 part 2, N07 and N08): everything of one moment in
 * one report, in pages. What OfflineQueuingSeverity is worth keeping waits in the storage, from the
 * moment it happens; the rest is told on the link of that moment or never.
 */
export class EventNotifier {
  readonly #core: Core;
  readonly #ids: EventIds;
  #unstored: readonly Waiting[] = NONE;
  #isSending = false;
  #timer: Timer | undefined;

  constructor(core: Core, ids: EventIds) {
    this.#core = core;
    this.#ids = ids;
  }

  /** @returns the event's number, for `cause` of what follows from it */
  notify(occurrence: Occurrence): number {
    const eventId = this.#ids.next();
    const event = {
      timestamp: this.#core.clock.timestamp(),
      ...occurrence,
      actualValue: occurrence.actualValue.slice(0, MAX_VALUE),
      eventId,
    };
    const isStored = this.#store(event);
    if (this.#core.csms === undefined) return eventId;
    if (!isStored) this.#unstored = [...this.#unstored, { event }];
    this.#flushIn(0);
    return eventId;
  }

  /** Sends at once what was notified: what follows from it must not overtake it. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isSending) return;
    if (this.#core.csms === undefined) {
      this.#unstored = NONE;
      return;
    }
    const waiting = this.#waiting();
    if (waiting.length > 0) void this.#send(waiting);
  }

  async #send(waiting: readonly Waiting[]): Promise<void> {
    this.#isSending = true;
    const generatedAt = this.#core.clock.timestamp();
    const pages = Math.ceil(waiting.length / ITEMS_PER_MESSAGE);
    let isTaken = this.#core.csms !== undefined;
    for (let seqNo = 0; seqNo < pages && isTaken; seqNo++) {
      const from = seqNo * ITEMS_PER_MESSAGE;
      const page = waiting.slice(from, from + ITEMS_PER_MESSAGE);
      const { csms } = this.#core;
      if (csms === undefined) break;
      const sent = csms.monitoring.notifyEvent({
        generatedAt,
        seqNo,
        tbc: seqNo + 1 < pages,
        eventData: page.map(({ event }) => this.#dated(event)),
      });
      const outcome = await this.#core.supervised('events', sent);
      if (!this.#core.on) return;
      isTaken = isTakenBy(outcome);
      if (isTaken) this.#forget(page);
      else if (hasFailed(outcome)) this.#countFailure(page);
    }
    this.#isSending = false;
    if (isTaken) {
      if (this.#waiting().length > 0) this.#flushIn(0);
    } else if (this.#core.csms === undefined) {
      this.#unstored = NONE;
    } else {
      this.#flushIn(RETRY_MS);
    }
  }

  /** In the order in which they happened. */
  #waiting(): readonly Waiting[] {
    const stored = [...this.#core.storage.other.entries()].flatMap(({ id, message, attempts }) => {
      const { action, payload } = message;
      return action === ACTION && isEvent(payload) ? [{ id, attempts, event: payload }] : [];
    });
    return [...stored, ...this.#unstored].toSorted(
      (left, right) => left.event.eventId - right.event.eventId,
    );
  }

  #store(event: EventData): boolean {
    const { storage, variables } = this.#core;
    const { eventId, severity = 0, timestamp } = event;
    if (severity > variables.integer(VARIABLE.offlineQueuingSeverity)) return false;
    const messageId = EVENT_ID + eventId;
    const message = { messageId, action: ACTION, payload: event, timestamp, severity };
    return storage.other.append(message) !== undefined;
  }

  /** What a CSMS fails at again and again is kept among the dead letters, and keeps nothing else waiting. */
  #countFailure(page: readonly Waiting[]): void {
    const { other } = this.#core.storage;
    for (const { id, attempts = 0 } of page) {
      if (id === undefined) continue;
      if (attempts + 1 < MAX_ATTEMPTS) other.countAttempt(id);
      else other.park(id);
    }
    this.#forget(page.filter(({ id }) => id === undefined));
  }

  #forget(page: readonly Waiting[]): void {
    this.#core.storage.other.remove(page.flatMap(({ id }) => (id === undefined ? [] : [id])));
    const left = this.#unstored.filter((waiting) => !page.includes(waiting));
    this.#unstored = left.length === 0 ? NONE : left;
  }

  /** With the time that it really happened at, where it was not known then. */
  #dated(event: EventData): EventData {
    return { ...event, timestamp: this.#core.clock.resolve(event.timestamp) };
  }

  #flushIn(delayMs: number): void {
    this.#timer ??= this.#core.after(delayMs, () => {
      this.#timer = undefined;
      this.flush();
    });
  }
}

/** Thousands of stations have nothing to tell most of the time. */
const NONE: readonly Waiting[] = [];

/** Before an event's number: its message id in the lane. */
export const EVENT_ID = 'event-';

/** Whether an event need not be sent again: a CSMS that refuses it once refuses it always, unless it has failed. */
export function isTakenBy(outcome: CallOutcome<unknown>): boolean {
  return IS_TAKEN[outcome.outcome] && !hasFailed(outcome);
}

const IS_TAKEN = {
  answered: true,
  refused: true,
  invalidAnswer: true,
  timedOut: false,
  closed: false,
  queueFull: false,
  replaced: false,
} as const;
