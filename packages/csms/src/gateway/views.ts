import type { Timestamp } from '../views.ts';

export interface FrameView {
  /** No frame but news: of the connection, or with a `messageId` of a frame that was stored before. `text` says it. */
  readonly note?: boolean;
  readonly id: number;
  readonly stationId: string;
  readonly at: Timestamp;
  /** Seen from the CSMS: `in` came from the station. */
  readonly direction: 'in' | 'out';
  readonly messageType?: 'CALL' | 'CALLRESULT' | 'CALLERROR' | 'CALLRESULTERROR' | 'SEND';
  readonly messageId?: string;
  /** Of an answer: the action it answers. */
  readonly action?: string;
  /** The frame as it was on the wire, cut after 64 KiB. */
  readonly text: string;
  /** What was wrong with it, or which leniency was used; absent when nothing was. */
  readonly verdict?: string;
}

/** Which frames are meant; what is absent asks for nothing. */
export interface FrameFilter {
  /** Of a CALL, and of the answers to it. */
  readonly action?: string;
  readonly messageId?: string;
  readonly direction?: 'in' | 'out';
  /** Whether something was wrong with it, or it is an error itself. */
  readonly trouble?: boolean;
  readonly from?: Timestamp;
  readonly to?: Timestamp;
}

export interface StationFramePage extends FrameFilter {
  /** `nextCursor` of the page before, or the number of its last frame. */
  readonly before?: number;
  readonly limit: number;
}

export interface FleetFramePage extends FrameFilter {
  readonly cursor?: string;
  readonly limit: number;
}

/** Who knocked under a name that no station has. */
export interface StrangerView {
  /** The identity in its URL. */
  readonly stationId: string;
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
  readonly times: number;
  /** Where it came from last. */
  readonly remoteAddress: string;
  /** Why it was turned away last; a clause: `it is not registered`. */
  readonly reason: string;
}
