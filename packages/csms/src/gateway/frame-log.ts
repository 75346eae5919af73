import type { Clock, SessionReport, Timer } from '@northbound/rpc';
import type { Bus } from '../bus/bus.ts';
import type { Station } from '../stations/station.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Ids } from '../store/ids.ts';
import { timestampOf } from '../timestamps.ts';
import type { FrameView } from '../views.ts';
import { insertFrames, type StoredFrame, type StoredKind } from './sql.ts';
import { noteOf, verdictOf } from './verdict.ts';

/** How long a frame may wait for others to be stored with. Frames are evidence, not money: a crash may cost the last. */
const STORE_AFTER_MS = 250;

/**
 * Frames are stored in small steps, the stations that have waited longest first: those of all stations at once would
 * keep the events that come meanwhile waiting for their commit.
 */
const STEP_MS = 20;

/** Frames that wait at most; then the oldest are stored at once. */
const MAX_WAITING = 4_000;

/** Longer frames are cut in the log. */
const MAX_TEXT_LENGTH = 64 * 1024;

const LATE_VERDICT = 'about a frame that was stored before';

interface FrameLogPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  readonly ids: Ids;
  /** Told once when storing frames fails, and again after it has worked in between. */
  readonly onFailure: (error: unknown) => void;
}

/** Frames of one station. */
interface Waiting {
  /** When the first of them came. */
  readonly sinceMs: number;
  readonly frames: WaitingFrame[];
}

type WaitingFrame = { -readonly [Key in keyof StoredFrame]: StoredFrame[Key] };

/**
 * Every frame, with what was wrong with it. Frames of one station that come within the same moment share a row: the
 * log costs a message little beside its own writes.
 */
export class FrameLog {
  readonly #ports: FrameLogPorts;
  /** By station, the one that has waited longest first. */
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  #timer: Timer | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(ports: FrameLogPorts) {
    this.#ports = ports;
  }

  add(
    station: Station,
    direction: 'in' | 'out',
    kind: StoredKind,
    messageId: string | undefined,
    action: string | undefined,
    text: string,
    verdict?: string,
  ): number {
    const frame: WaitingFrame = {
      id: this.#ports.ids.next('frames'),
      atMs: this.#ports.clock.epochMs(),
      direction,
      kind,
      messageId,
      action,
      text: text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text,
      verdict,
    };
    const waiting = this.#waiting.get(station.id);
    if (waiting === undefined) {
      const sinceMs = this.#ports.clock.monotonicMs();
      this.#waiting.set(station.id, { sinceMs, frames: [frame] });
    } else waiting.frames.push(frame);
    this.#count += 1;
    if (this.#ports.bus.wants('frame', station.id)) this.#announce(station.id, frame);
    this.#schedule();
    return frame.id;
  }

  /**
   * Notes what a session reports; reports come right after their frames.
   *
   * @returns the number of the frame or the note that says it
   */
  note(station: Station, report: SessionReport): number | undefined {
    const note = noteOf(report);
    if (note !== undefined) return this.tell(station, note.text, note.verdict);
    const verdict = verdictOf(report);
    if (verdict === undefined) return undefined;
    return this.remark(station, 'messageId' in report ? report.messageId : undefined, verdict);
  }

  /** Notes something that is no frame, as the end of a connection. */
  tell(station: Station, text: string, verdict?: string): number {
    return this.add(station, 'in', 'note', undefined, undefined, text, verdict);
  }

  /**
   * Notes something on a frame of the station; without an id on its last one. When the frame is stored already, as
   * after a slow handler, a note of its own says it.
   */
  remark(station: Station, messageId: string | undefined, verdict: string): number {
    const about = this.#waiting
      .get(station.id)
      ?.frames.findLast(
        ({ direction, kind, messageId: id }) =>
          direction === 'in' && kind !== 'note' && (messageId === undefined || id === messageId),
      );
    if (about === undefined) {
      return this.add(station, 'in', 'note', messageId, undefined, LATE_VERDICT, verdict);
    }
    about.verdict = about.verdict === undefined ? verdict : `${about.verdict}; ${verdict}`;
    return about.id;
  }

  /** Resolves when everything added so far is stored, or could not be. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    return this.#store(() => true);
  }

  /** Stores the frames of the stations that have waited longest, as long as there are more to store. */
  #store(isMore: (waiting: Waiting) => boolean): Promise<void> {
    const statements: Statement[] = [];
    for (const [stationId, waiting] of this.#waiting) {
      if (!isMore(waiting)) break;
      statements.push(insertFrames(stationId, waiting.frames));
      this.#waiting.delete(stationId);
      this.#count -= waiting.frames.length;
    }
    if (statements.length === 0) return this.#flushing;
    this.#flushing = this.#ports.database.write(statements).then(
      () => {
        this.#failing = false;
      },
      (error: unknown) => {
        if (!this.#failing) this.#ports.onFailure(error);
        this.#failing = true;
      },
    );
    return this.#flushing;
  }

  #schedule(): void {
    if (this.#count >= MAX_WAITING) void this.#store(() => this.#count >= MAX_WAITING);
    this.#timer ??= this.#ports.clock.after(this.#nextStepMs(), () => this.#step());
  }

  #step(): void {
    this.#timer = undefined;
    const dueMs = this.#ports.clock.monotonicMs() - STORE_AFTER_MS;
    void this.#store(({ sinceMs }) => sinceMs <= dueMs);
    if (this.#count > 0)
      this.#timer = this.#ports.clock.after(this.#nextStepMs(), () => this.#step());
  }

  #nextStepMs(): number {
    const [oldest] = this.#waiting.values();
    const dueInMs = (oldest?.sinceMs ?? 0) + STORE_AFTER_MS - this.#ports.clock.monotonicMs();
    return Math.max(STEP_MS, dueInMs);
  }

  /** After this turn, when the reports about the frame have come. */
  #announce(stationId: string, frame: WaitingFrame): void {
    queueMicrotask(() => {
      this.#ports.bus.publish({
        type: 'frame',
        at: timestampOf(frame.atMs),
        stationId,
        frame: frameView(stationId, frame),
      });
    });
  }
}

export function frameView(stationId: string, frame: StoredFrame): FrameView {
  const { id, atMs, direction, kind, messageId, action, text, verdict } = frame;
  return {
    ...(kind === 'note' ? { note: true } : {}),
    id,
    stationId,
    at: timestampOf(atMs),
    direction,
    ...(kind === 'unreadable' || kind === 'note' ? {} : { messageType: kind }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(action === undefined ? {} : { action }),
    text,
    ...(verdict === undefined ? {} : { verdict }),
  };
}
