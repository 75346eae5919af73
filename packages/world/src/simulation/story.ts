import type { Violation } from '../checkers/violation.ts';
import { durationText, momentText } from './words.ts';

/** A text on a wire. */
export interface Frame {
  readonly atMs: number;
  readonly identity: string;
  readonly from: 'station' | 'csms';
  readonly text: string;
}

/** What a world tells while it lives. */
export interface Observer {
  /** After every hour of the world. @param part of the whole, from 0 to 1 */
  progress?(part: number): void;
  /** Asked after every hour: what was thrown where nobody could catch it ends the world; undefined where nothing was. */
  uncaught?(): unknown;
  /** Something happened. @param place a station, an EVSE of it, or the CSMS */
  happened?(atMs: number, place: string, what: string): void;
  /** A text was given to a wire, whether it arrives or not. */
  frame?(frame: Frame): void;
  /** A text that was given to a wire came out of it. */
  arrived?(frame: Frame): void;
  /** In the end, of each rule that was broken. @param atMs when it was seen */
  broken?(atMs: number, violation: Violation): void;
}

const S = 1_000;
const MIN = 60 * S;
/** What a line shows of a payload. */
const PAYLOAD_CHARS = 160;
/** How much of the time around what matters is told. */
const AROUND_MS = 20 * MIN;
/** What says nothing as long as everything is as it was. */
const ROUTINE: ReadonlySet<string> = new Set([
  'Heartbeat',
  'GetConfiguration',
  'GetVariables',
  'MeterValues',
]);

/** One line of a story. */
export interface Line {
  readonly atMs: number;
  readonly place: string;
  readonly what: string;
  /** It tells that a rule was broken. */
  readonly isBroken?: true;
  /** Of a frame. */
  readonly frame?: {
    readonly identity: string;
    readonly from: 'station' | 'csms';
    readonly kind: 'call' | 'answer' | 'error' | 'other';
    readonly action: string;
    readonly text: string;
    /** Absent when it never did. */
    arrivedAtMs?: number;
  };
}

/** What a part of a story is about. */
export interface About {
  /** Everybody when empty. */
  readonly stations: readonly string[];
  /** Of what people did and what became of EVSEs, that of this one only; of each when absent. */
  readonly evseId?: number;
  /** What frames say that have to do with it. */
  readonly marks: readonly string[];
  readonly momentsMs: readonly number[];
  /** Of broken rules only what is said like this; all when absent. */
  readonly broken?: string;
}

/** What happened, line by line; beside the places named `CSMS` and `world` only of some stations. */
export class Story implements Observer {
  readonly #lines: Line[] = [];
  /** Actions of the CALLs that wait for an answer. */
  readonly #asked = new Map<string, string>();
  /** Frames that are under way. */
  readonly #sent = new Map<string, Line>();

  happened(atMs: number, place: string, what: string): void {
    this.#lines.push({ atMs, place, what });
  }

  frame({ atMs, identity, from, text }: Frame): void {
    const { what, kind, action } = this.#told(identity, from, text);
    const arrow = from === 'station' ? '→' : '←';
    const frame = { identity, from, kind, action, text };
    const line: Line = { atMs, place: identity, what: `${arrow} ${what}`, frame };
    this.#lines.push(line);
    this.#sent.set(`${identity} ${from} ${text}`, line);
  }

  arrived({ atMs, identity, from, text }: Frame): void {
    const line = this.#sent.get(`${identity} ${from} ${text}`);
    this.#sent.delete(`${identity} ${from} ${text}`);
    if (line?.frame !== undefined) line.frame.arrivedAtMs = atMs;
  }

  broken(atMs: number, { rule, place, what }: Violation): void {
    this.#lines.push({
      atMs,
      place: 'world',
      what: brokenText({ rule, place, what }),
      isBroken: true,
    });
  }

  /** @param stations whose lines are wanted; all when empty */
  lines(stations: readonly string[]): readonly Line[] {
    // What was broken is told last, whenever it was seen.
    const inOrder = this.#lines.toSorted((left, right) => left.atMs - right.atMs);
    return inOrder.filter(({ place }) => {
      const [station = place] = place.split(' ');
      const isShared = station === 'CSMS' || station === 'world';
      return isShared || stations.length === 0 || stations.includes(station);
    });
  }

  /**
   * The part that matters: the time around what names one of the marks, a transaction for example, and around some
   * moments; of the rest only what went wrong. Routine without a mark is left out.
   */
  excerpt({ stations, evseId, marks, momentsMs, broken }: About): readonly Line[] {
    const lines = this.lines(stations).filter(({ place, what, isBroken }) => {
      if (isBroken === true) return broken === undefined || what === broken;
      const [, evse] = place.split(' ');
      return evse === undefined || evseId === undefined || Number(evse) === evseId;
    });
    const isMarked = ({ what, frame }: Line) =>
      marks.some((mark) => what.includes(mark) || (frame?.text.includes(mark) ?? false));
    const moments = [...lines.filter(isMarked).map(({ atMs }) => atMs), ...momentsMs];
    const fromMs = Math.min(...moments) - AROUND_MS;
    const toMs = Math.max(...moments) + AROUND_MS;
    const isAround = ({ atMs }: Line) => moments.length === 0 || (atMs >= fromMs && atMs <= toMs);
    return lines.filter(
      (line) =>
        line.place === 'world' ||
        isMarked(line) ||
        (isAround(line) && !(line.frame !== undefined && ROUTINE.has(line.frame.action))),
    );
  }

  #told(identity: string, from: 'station' | 'csms', text: string) {
    const frame: unknown = parsed(text);
    if (!Array.isArray(frame)) return { what: shortened(text), kind: 'other', action: '' } as const;
    const [type, id, ...rest] = frame;
    if (![2, 3, 4, 5, 6].includes(type)) {
      return { what: shortened(text), kind: 'other', action: '' } as const;
    }
    const isCall = type === 2 || type === 6;
    const caller = isCall === (from === 'station') ? 'station' : 'csms';
    const key = `${identity} ${caller} ${id}`;
    if (isCall) {
      const action = String(rest[0]);
      this.#asked.set(key, action);
      const what = `${action} ${shortened(JSON.stringify(rest[1]) ?? '')}`;
      return { what, kind: 'call', action } as const;
    }
    const action = this.#asked.get(key) ?? 'something';
    this.#asked.delete(key);
    return type === 3
      ? ({
          what: `answer to ${action} ${shortened(JSON.stringify(rest[0]) ?? '')}`,
          kind: 'answer',
          action,
        } as const)
      : ({ what: `error to ${action}: ${rest[0]} ${rest[1]}`, kind: 'error', action } as const);
  }
}

/** A broken rule as a line says it. */
export function brokenText({ rule, place, what }: Violation): string {
  return `${rule}: ${place} ${what}`;
}

/** As text, a line each. */
export function storyText(lines: readonly Line[]): string {
  return lines
    .map((line) => {
      const mark = line.isBroken === true ? '✗ ' : '';
      const journey = journeyOf(line);
      const end = journey === undefined ? '' : `  (${journey})`;
      return `${momentText(line.atMs)}  ${line.place.padEnd(12)}  ${mark}${line.what}${end}`;
    })
    .join('\n');
}

/** More than a path takes when nothing is wrong with it. */
const SLOW_MS = 1_000;

/** What became of a frame on its way, where that is worth a word. */
export function journeyOf({ atMs, frame }: Line): string | undefined {
  if (frame === undefined) return undefined;
  if (frame.arrivedAtMs === undefined) return 'never arrived';
  const tookMs = frame.arrivedAtMs - atMs;
  return tookMs < SLOW_MS ? undefined : `took ${durationText(tookMs)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  return text.length <= PAYLOAD_CHARS ? text : `${text.slice(0, PAYLOAD_CHARS)}…`;
}
