import type { Clock, Timer } from '@northbound/rpc';
import type { Bus } from '../bus/bus.ts';
import type { CsmsEvent } from '../views.ts';
import { eventSchemas } from './event-schemas.ts';
import { EventWindow } from './event-window.ts';
import { framesIn, type WatchFilter, wants } from './watch-filter.ts';
import { writeEvent } from './write-event.ts';

/** Where a watcher's bytes go. */
export interface EventSink {
  write(chunk: Uint8Array): void;
  /** Bytes written that the watcher has not taken yet. */
  bufferedBytes(): number;
  end(): void;
  destroy(): void;
}

export interface Watch {
  readonly filter: WatchFilter;
  /** Whose stream it is: the id of a key or a person. */
  readonly callerId: string;
  /**
   * When the caller's way in ends by itself; epoch milliseconds. A function where use puts that off: it is asked again
   * each time, and gives undefined when it has ended.
   */
  readonly expiresAtMs?: number | (() => Promise<number | undefined>);
  readonly sink: EventSink;
  /** The last event the watcher has seen, when it comes back. */
  readonly lastEventId?: number;
}

/** Watchers with the same filter; what they get is put together once for all of them. */
interface Group {
  readonly filter: WatchFilter;
  readonly watches: Set<Watch>;
  readonly endFrames: () => void;
}

interface Sent {
  readonly id: number;
  readonly event: CsmsEvent;
  readonly chunk: () => Uint8Array;
}

function isEventType(name: string): name is CsmsEvent['type'] {
  return name in eventSchemas;
}

export const eventTypes = Object.keys(eventSchemas).filter(isEventType);

/** What is collected while anybody watches, and can be resumed. Frames are too many; the frame log has them. */
const collectedTypes = eventTypes.filter((type) => type !== 'frame');

const shortestWindowMs = 50;
const longestWindowMs = 2_000;
/** What all watchers together are sent, on average: 20 MB/s. */
const mostBytesPerMs = 20_000;
const keepAliveMs = 15_000;
/** How long events are still collected when nobody watches, so that a watcher who lost its connection can resume. */
const lingerMs = 60_000;
const mostRemembered = 2_000;
const mostBufferedBytes = 1024 * 1024;
const idsPerMs = 1000;

const encode = (text: string): Uint8Array => Buffer.from(text);
const keepAlive = encode(': keep-alive\n\n');
const gap = encode('event: gap\ndata: {}\n\n');

/**
 * Hands events of the bus to the watchers of the event stream.
 *
 * It collects for a window of 50 ms, in which newer views and meter values replace older ones of the same thing: a
 * hundred operators cost one serialisation and a hundred writes for a window, not for an event. When so much happens
 * that this is still too much, the window grows, and with it what is replaced before it is sent. Nobody waits for a
 * slow watcher: when too much has piled up for it, it is cut off and may resume.
 */
export class EventHub {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #groups = new Map<string, Group>();
  readonly #window = new EventWindow();
  #remembered: Sent[] = [];
  /** The newest event that can no longer be resumed from memory. */
  #forgottenId: number;
  #lastId: number;
  #watchers = 0;
  readonly #ofCaller = new Map<string, number>();
  /** When it is time to end a watch, or to ask when that will be. */
  readonly #endsAtMs = new Map<Watch, number>();
  #windowMs = shortestWindowMs;
  #flush: Timer | undefined;
  #keepAlive: Timer | undefined;
  #linger: Timer | undefined;
  #endCollecting: (() => void) | undefined;

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
    // Ids grow over restarts too, as long as fewer events happen than a thousand each millisecond.
    this.#lastId = clock.epochMs() * idsPerMs;
    this.#forgottenId = this.#lastId;
  }

  get watchers(): number {
    return this.#watchers;
  }

  /** Streams of a key or a person. */
  watchersOf(callerId: string): number {
    return this.#ofCaller.get(callerId) ?? 0;
  }

  /** @returns the function that ends the watch */
  open(watch: Watch): () => void {
    this.#listen();
    const key = JSON.stringify([
      watch.filter.stationId,
      watch.filter.among?.name,
      watch.filter.types,
      watch.filter.also,
    ]);
    const group = this.#groups.get(key) ?? this.#addGroup(key, watch.filter);
    group.watches.add(watch);
    const { expiresAtMs } = watch;
    if (expiresAtMs !== undefined)
      this.#endsAtMs.set(watch, typeof expiresAtMs === 'number' ? expiresAtMs : 0);
    this.#count(watch, 1);
    this.#greet(watch);
    return () => this.#leave(key, group, watch);
  }

  /** Ends the streams of a key that is revoked, or of a person who has signed out. */
  closeCaller(callerId: string): void {
    this.#end((watch) => watch.callerId === callerId);
  }

  /** Ends those streams of a person whose session another one has pushed out. */
  askAgain(callerId: string): void {
    for (const watch of this.#endsAtMs.keys()) {
      if (watch.callerId !== callerId || typeof watch.expiresAtMs !== 'function') continue;
      this.#endsAtMs.set(watch, 0);
      this.#ask(watch, watch.expiresAtMs);
    }
  }

  close(): void {
    this.#end(() => true);
    this.#flush?.cancel();
    this.#flush = undefined;
    this.#stopListening();
  }

  #addGroup(key: string, filter: WatchFilter): Group {
    const framesOf = framesIn(filter);
    const endFrames =
      framesOf === undefined
        ? () => {}
        : this.#bus.subscribe(framesOf, (event) => this.#accept(event));
    const group = { filter, watches: new Set<Watch>(), endFrames };
    this.#groups.set(key, group);
    return group;
  }

  #leave(key: string, group: Group, watch: Watch): void {
    if (!group.watches.delete(watch)) return;
    this.#endsAtMs.delete(watch);
    this.#count(watch, -1);
    if (group.watches.size === 0) {
      this.#groups.delete(key);
      group.endFrames();
    }
    if (this.#watchers > 0) return;
    this.#keepAlive?.cancel();
    this.#keepAlive = undefined;
    this.#linger = this.#clock.after(lingerMs, () => this.#stopListening());
  }

  #count({ callerId }: Watch, change: 1 | -1): void {
    this.#watchers += change;
    const ofCaller = this.watchersOf(callerId) + change;
    if (ofCaller === 0) this.#ofCaller.delete(callerId);
    else this.#ofCaller.set(callerId, ofCaller);
  }

  #end(chosen: (watch: Watch) => boolean): void {
    for (const [key, group] of this.#groups) {
      for (const watch of group.watches) {
        if (!chosen(watch)) continue;
        this.#leave(key, group, watch);
        watch.sink.end();
      }
    }
  }

  #listen(): void {
    this.#linger?.cancel();
    this.#linger = undefined;
    this.#keepAlive ??= this.#clock.after(keepAliveMs, () => this.#sendKeepAlive());
    this.#endCollecting ??= this.#bus.subscribe({ types: collectedTypes }, (event) =>
      this.#accept(event),
    );
  }

  #stopListening(): void {
    this.#linger?.cancel();
    this.#linger = undefined;
    this.#endCollecting?.();
    this.#endCollecting = undefined;
    this.#remembered = [];
    // What happens from now on is never seen: an id given out before must not look complete.
    this.#lastId += 1;
    this.#forgottenId = this.#lastId;
  }

  /** Tells a new watcher where the stream stands, and one that comes back what it missed. */
  #greet({ filter, sink, lastEventId }: Watch): void {
    const parts: Uint8Array[] = [];
    if (lastEventId !== undefined) {
      if (lastEventId < this.#forgottenId || lastEventId > this.#lastId) parts.push(gap);
      else {
        for (const sent of this.#remembered) {
          if (sent.id > lastEventId && wants(filter, sent.event)) parts.push(sent.chunk());
        }
      }
    }
    parts.push(encode(`retry: 2000\nid: ${this.#lastId}\n\n`));
    sink.write(Buffer.concat(parts));
  }

  #accept(event: CsmsEvent): void {
    this.#window.add(event);
    this.#flush ??= this.#clock.after(this.#windowMs, () => this.#send());
  }

  #send(): void {
    this.#flush = undefined;
    const sent = this.#window.take().map((event) => this.#number(event));
    this.#remember(sent);
    let sentBytes = 0;
    for (const [key, group] of this.#groups) {
      const chunks = sent.filter(({ event }) => wants(group.filter, event)).map((s) => s.chunk());
      if (chunks.length === 0) continue;
      const bytes = Buffer.concat(chunks);
      for (const watch of group.watches) {
        if (watch.sink.bufferedBytes() <= mostBufferedBytes) {
          watch.sink.write(bytes);
          sentBytes += bytes.length;
        } else {
          this.#leave(key, group, watch);
          watch.sink.destroy();
        }
      }
    }
    const earnedMs = sentBytes / mostBytesPerMs;
    this.#windowMs = Math.min(longestWindowMs, Math.max(shortestWindowMs, earnedMs));
  }

  #number(event: CsmsEvent): Sent {
    this.#lastId += 1;
    const id = this.#lastId;
    let encoded: Uint8Array | undefined;
    return {
      id,
      event,
      chunk: () => {
        encoded ??= encode(`id: ${id}\nevent: ${event.type}\ndata: ${writeEvent(event)}\n\n`);
        return encoded;
      },
    };
  }

  #remember(sent: readonly Sent[]): void {
    // Frames are kept in the frame log, where a watcher can read what it missed.
    this.#remembered.push(...sent.filter(({ event }) => event.type !== 'frame'));
    const forgotten = this.#remembered.splice(0, this.#remembered.length - mostRemembered);
    this.#forgottenId = forgotten.at(-1)?.id ?? this.#forgottenId;
  }

  #endExpired(): void {
    const nowMs = this.#clock.epochMs();
    for (const [watch, endMs] of this.#endsAtMs) {
      if (endMs > nowMs) continue;
      const { expiresAtMs: ask } = watch;
      if (typeof ask !== 'function') this.#end((each) => each === watch);
      else this.#ask(watch, ask);
    }
  }

  /** A store that refuses says nothing of it: it is asked again with the next keep-alive. */
  #ask(watch: Watch, ask: () => Promise<number | undefined>): void {
    ask().then(
      (laterMs) => this.#putOff(watch, laterMs),
      () => undefined,
    );
  }

  #putOff(watch: Watch, laterMs: number | undefined): void {
    if (laterMs === undefined) this.#end((each) => each === watch);
    else if (this.#endsAtMs.has(watch)) this.#endsAtMs.set(watch, laterMs);
  }

  #sendKeepAlive(): void {
    this.#endExpired();
    if (this.#watchers === 0) return;
    for (const { watches } of this.#groups.values()) {
      for (const { sink } of watches) sink.write(keepAlive);
    }
    this.#keepAlive = this.#clock.after(keepAliveMs, () => this.#sendKeepAlive());
  }
}
