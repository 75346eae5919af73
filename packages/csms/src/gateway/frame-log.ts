import type { Clock, FrameKind, SessionReport, Timer } from '@northbound/rpc';
import type { Bus } from '../bus/bus.ts';
import type { Station } from '../stations/station.ts';
import type { Database } from '../store/database.ts';
import type { Ids } from '../store/ids.ts';
import { timestampOf } from '../timestamps.ts';
import type { FrameView } from '../views.ts';
import { insertFrames, type StoredFrame } from './sql.ts';
import { verdictOf } from './verdict.ts';

/** How long a frame may wait for others to be stored with. Frames are evidence, not money: a crash may cost the last. */
const FLUSH_AFTER_MS = 250;

/** Frames that wait at most; then they are stored at once. */
const MAX_WAITING = 4_000;

/** Longer frames are cut in the log. */
const MAX_TEXT_LENGTH = 64 * 1024;

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
    kind: FrameKind,
    messageId: string | undefined,
    action: string | undefined,
    text: string,
  ): void {
    const frame: WaitingFrame = {
      id: this.#ports.ids.next('frames'),
      atMs: this.#ports.clock.epochMs(),
      direction,
      kind,
      messageId,
      action,
      text: text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text,
      verdict: undefined,
    };
    const frames = this.#waiting.get(station.id);
    if (frames === undefined) this.#waiting.set(station.id, [frame]);
    else frames.push(frame);
    this.#count += 1;
    if (this.#ports.bus.wants('frame', station.id)) this.#announce(station.id, frame);
    this.#schedule();
  }

  /** Notes what a session reports; reports come right after their frames. */
  note(station: Station, report: SessionReport): void {
    const verdict = verdictOf(report);
    if (verdict === undefined) return;
    this.remark(station, 'messageId' in report ? report.messageId : undefined, verdict);
  }

  /** Notes something on a frame, if it still waits; without an id on the last one. */
  remark(station: Station, messageId: string | undefined, verdict: string): void {
    const about = this.#waiting
      .get(station.id)
      ?.findLast((frame) => messageId === undefined || frame.messageId === messageId);
    if (about === undefined) return;
    about.verdict = about.verdict === undefined ? verdict : `${about.verdict}; ${verdict}`;
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
    id,
    stationId,
    at: timestampOf(atMs),
    direction,
    ...(kind === 'unreadable' ? {} : { messageType: kind }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(action === undefined ? {} : { action }),
    text,
    ...(verdict === undefined ? {} : { verdict }),
  };
}
