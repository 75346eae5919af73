import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import type { EventIds } from './event-ids.ts';
import { EventQueue } from './event-queue.ts';

type EventData = Ocpp21.EventDataType;

/** An event before it has a number. `timestamp` is now where it is absent. */
export type Occurrence = Omit<EventData, 'eventId' | 'timestamp' | 'severity'> & {
  readonly severity: number;
  readonly timestamp?: string;
};

/** How long to wait after the CSMS did not answer. */
const RETRY_MS = 60_000;

/** Actual values are no longer than this (2.1 part 2, DeviceDataCtrlr.ReportingValueSize). */
const MAX_VALUE = 2_500;

/**
 * Tells the CSMS what happened (NotifyEvent; 2.1 part 2, N07 and N08): everything of one moment in
 * one report, in pages; without a link it keeps what OfflineQueuingSeverity is worth keeping.
 */
export class EventNotifier {
  readonly #core: Core;
  readonly #ids: EventIds;
  readonly #queue: EventQueue;
  #pending: EventData[] = [];
  #isSending = false;
  #timer: Timer | undefined;

  constructor(core: Core, ids: EventIds) {
    this.#core = core;
    this.#ids = ids;
    this.#queue = new EventQueue(core.storage.values);
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
    if (this.#core.csms === undefined) this.#keep(event);
    else {
      this.#pending.push(event);
      this.#flushIn(0);
    }
    return eventId;
  }

  /** Sends at once what was notified: what follows from it must not overtake it. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isSending) return;
    if (this.#core.csms === undefined) {
      this.#keepPending();
      return;
    }
    const events = [...this.#queue.events, ...this.#pending];
    if (events.length > 0) void this.#send(events);
  }

  async #send(events: readonly EventData[]): Promise<void> {
    this.#isSending = true;
    const generatedAt = this.#core.clock.timestamp();
    const pages = Math.ceil(events.length / ITEMS_PER_MESSAGE);
    let isTaken = this.#core.csms !== undefined;
    for (let seqNo = 0; seqNo < pages && isTaken; seqNo++) {
      const from = seqNo * ITEMS_PER_MESSAGE;
      const eventData = events.slice(from, from + ITEMS_PER_MESSAGE);
      const tbc = seqNo + 1 < pages;
      const { csms } = this.#core;
      if (csms === undefined) break;
      const sent = csms.monitoring.notifyEvent({ generatedAt, seqNo, tbc, eventData });
      const { outcome } = await this.#core.supervised('events', sent);
      if (!this.#core.on) return;
      isTaken = IS_TAKEN[outcome];
      if (isTaken) this.#forget(eventData);
    }
    this.#isSending = false;
    if (isTaken) {
      if (this.#pending.length > 0) this.#flushIn(0);
      return;
    }
    if (this.#core.csms === undefined) this.#keepPending();
    else this.#flushIn(RETRY_MS);
  }

  #keepPending(): void {
    for (const event of this.#pending.splice(0)) this.#keep(event);
  }

  #forget(events: readonly EventData[]): void {
    for (const event of events) this.#queue.remove(event);
    this.#pending = this.#pending.filter((event) => !events.includes(event));
  }

  #keep(event: EventData): void {
    const limit = this.#core.variables.integer(VARIABLE.offlineQueuingSeverity);
    if ((event.severity ?? 0) <= limit) this.#queue.add(event);
  }

  #flushIn(delayMs: number): void {
    this.#timer ??= this.#core.after(delayMs, () => {
      this.#timer = undefined;
      this.flush();
    });
  }
}

/** Whether an event need not be sent again: a CSMS that refuses it once refuses it always. */
const IS_TAKEN = {
  answered: true,
  refused: true,
  invalidAnswer: true,
  timedOut: false,
  closed: false,
  queueFull: false,
  replaced: false,
} as const;
