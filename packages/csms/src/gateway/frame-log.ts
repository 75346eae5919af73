import type { Clock, SessionReport, Timer } from '@northbound/rpc';
import type { Bus } from '../bus/bus.ts';
import type { Station } from '../stations/station.ts';
import type { Database } from '../store/database.ts';
import type { Ids } from '../store/ids.ts';
import { timestampOf } from '../timestamps.ts';
import type { FrameView } from '../views.ts';
import { insertFrames, type StoredFrame, type StoredKind } from './sql.ts';
import { noteOf, verdictOf } from './verdict.ts';

/** How long a frame may wait for others to be stored with. Frames are evidence, not money: a crash may cost the last. */
const FLUSH_AFTER_MS = 250;

/** Frames that wait at most; then they are stored at once. */
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

type WaitingFrame = { -readonly [Key in keyof StoredFrame]: StoredFrame[Key] };

/**
 * Every frame, with what was wrong with it. Frames of one station that come within the same moment share a row: the
 * log costs a message little beside its own writes.
 */
export class FrameLog {
  readonly #ports: FrameLogPorts;
  #waiting = new Map<string, WaitingFrame[]>();
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
    const frames = this.#waiting.get(station.id);
    if (frames === undefined) this.#waiting.set(station.id, [frame]);
    else frames.push(frame);
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
      ?.findLast(
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
    if (this.#count === 0) return this.#flushing;
    const statements = [...this.#waiting].map(([stationId, frames]) =>
      insertFrames(stationId, frames),
    );
    this.#waiting = new Map();
    this.#count = 0;
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
    if (this.#count >= MAX_WAITING) void this.flush();
    else this.#timer ??= this.#ports.clock.after(FLUSH_AFTER_MS, () => void this.flush());
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
