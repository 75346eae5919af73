import type { Operations } from '@northbound/client';
import type { FrameView } from '@northbound/csms/views';
import { localMoment } from './days.ts';
import { given } from './form.ts';
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

/** Which frames are meant, in the words of the API; what is absent asks for nothing. */
export type FrameFilter = Omit<Operations['listFrames']['takes'], 'id' | 'before' | 'limit'>;

/** What a reader filters by, as the fields have it. */
type FilterTexts = Readonly<
  Record<'action' | 'messageId' | 'direction' | 'trouble' | 'from' | 'to', string | undefined>
>;

const DIRECTIONS = ['in', 'out'] as const;

/** What is no moment or no direction asks for nothing: an address may say anything. */
export function frameFilterOf(texts: FilterTexts): FrameFilter {
  const { action, messageId, direction, trouble, from, to } = texts;
  return given({
    action,
    messageId,
    direction: DIRECTIONS.find((known) => known === direction),
    trouble: trouble === 'true' || trouble === 'false' ? trouble === 'true' : undefined,
    from: localMoment(from),
    to: localMoment(to),
  });
}

/** Those of the frames that are meant: the same as the API finds. */
export function filterFrames(
  frames: readonly FrameView[],
  { action, messageId, direction, trouble, from, to }: FrameFilter,
): readonly FrameView[] {
  const fromMs = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  return frames.filter((frame) => {
    const atMs = Date.parse(frame.at);
    return (
      (action === undefined || frame.action === action) &&
      (messageId === undefined || frame.messageId === messageId) &&
      (direction === undefined || frame.direction === direction) &&
      (trouble === undefined || isTroubled(frame) === trouble) &&
      atMs >= fromMs &&
      atMs < toMs
    );
  });
}

/** Whether a frame deserves a second look: something was wrong with it, or it is unreadable or an error itself. */
export function isTroubled({ verdict, messageType, note }: FrameView): boolean {
  if (verdict !== undefined) return true;
  if (messageType === undefined) return note !== true;
  return messageType === 'CALLERROR' || messageType === 'CALLRESULTERROR';
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
