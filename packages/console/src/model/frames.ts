import type { FrameView } from '@northbound/csms/views';
import { jsonLine, prettyJson } from './pretty-json.ts';

/** Joins two runs of frames, newest first, each frame once; keeps the `limit` newest. */
export function mergeFrames(
  frames: readonly FrameView[],
  more: readonly FrameView[],
  limit: number,
): readonly FrameView[] {
  if (more.length === 0) return frames;
  const byId = new Map<number, FrameView>();
  for (const frame of frames) byId.set(frame.id, frame);
  for (const frame of more) byId.set(frame.id, frame);
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, limit);
}

export interface FrameFilter {
  /** Empty for all. */
  readonly action: string;
  readonly direction: '' | 'in' | 'out';
  readonly onlyWithVerdict: boolean;
}

export function filterFrames(
  frames: readonly FrameView[],
  filter: FrameFilter,
): readonly FrameView[] {
  return frames.filter(
    (frame) =>
      (filter.action === '' || frame.action === filter.action) &&
      (filter.direction === '' || frame.direction === filter.direction) &&
      (!filter.onlyWithVerdict || isTroubled(frame)),
  );
}

/** Whether a frame deserves a second look: something was wrong with it, or it is an error itself. */
export function isTroubled(frame: FrameView): boolean {
  return (
    frame.verdict !== undefined ||
    frame.messageType === 'CALLERROR' ||
    frame.messageType === 'CALLRESULTERROR'
  );
}

export function actionsIn(frames: readonly FrameView[]): readonly string[] {
  return [...new Set(frames.flatMap((frame) => frame.action ?? []))].sort();
}

/**
 * How long each answer took after its CALL, by the answer's frame id, in milliseconds.
 *
 * A station may count its message ids from 1 after every boot: an answer belongs to the last CALL before it.
 *
 * @param frames newest first
 */
export function answerLatencies(frames: readonly FrameView[]): ReadonlyMap<number, number> {
  const calledAt = new Map<string, number>();
  const latencies = new Map<number, number>();
  for (const frame of frames.toReversed()) {
    if (frame.messageId === undefined) continue;
    if (frame.messageType === 'CALL') {
      calledAt.set(`${frame.direction} ${frame.messageId}`, Date.parse(frame.at));
    } else if (frame.messageType === 'CALLRESULT' || frame.messageType === 'CALLERROR') {
      const asked = `${frame.direction === 'in' ? 'out' : 'in'} ${frame.messageId}`;
      const atMs = calledAt.get(asked);
      if (atMs === undefined) continue;
      calledAt.delete(asked);
      latencies.set(frame.id, Math.max(0, Date.parse(frame.at) - atMs));
    }
  }
  return latencies;
}

/** The payload on one line: what is inside the frame's array behind type, id and action. */
export function payloadSummary(frame: FrameView): string {
  const elements = parseArray(frame.text);
  if (elements === undefined) return frame.text;
  const isCall = frame.messageType === 'CALL' || frame.messageType === 'SEND';
  const rest = elements.slice(isCall ? 3 : 2);
  return rest.map((element) => JSON.stringify(element)).join(' ');
}

/** The frame with its payload over several lines; a frame that is no JSON (or was cut) as it is. */
export function prettyFrame(frame: FrameView): string {
  const elements = parseArray(frame.text);
  if (elements === undefined) return frame.text;
  const head = elements.slice(0, -1).map((element) => `${jsonLine(element)}, `);
  return `[${head.join('')}${elements.length === 0 ? '' : prettyJson(elements.at(-1))}]`;
}

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
