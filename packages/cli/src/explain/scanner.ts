import type { Version } from '@northbound/protocol';
import { findFrames, jsonEnd, tryParse } from './json-text.ts';
import { type Line, LineSplitter } from './lines.ts';
import { type LogContext, namedVersion, readPrefix, readRecord, readTime } from './log-context.ts';
import type { LogFrame } from './model.ts';

/** Longest frame or record that is put together from several lines, in characters. */
const MAX_JOINED_CHARS = 1024 * 1024;
/** Deeper than any log record nests around its frame. */
const MAX_RECORD_DEPTH = 8;

/** A line that can stand inside a pretty-printed JSON value. */
const JSON_LINE =
  /^\s*(?:$|["}\],:]|\{\s*(?:$|["{}])|\[\s*(?:$|["{[\]tfn]|-?\d+(?:\.\d+)?\s*(?:$|[,\]]))|-?\d[\d.eE+-]*\s*[,}\]]*\s*$|(?:true|false|null)\s*[,}\]]*\s*$)/;
/** A line that ends with the opening of an array whose first element follows on the next. */
const OPENS_ARRAY = /\[\s*$/;

/**
 * Finds the frames in a log of any shape: one a line, with or without words before it, pretty-printed over several
 * lines, or inside JSON records. Takes the log in chunks and holds no more than one frame or record of bounded length.
 */
export class LogScanner {
  readonly #splitter: LineSplitter;
  readonly #named = new Map<Version, number>();
  #joined: Line[] = [];
  #joinedChars = 0;
  #sawText = false;

  constructor(maxLineChars?: number) {
    this.#splitter = new LineSplitter(maxLineChars);
  }

  /** Versions that lines without a frame named (a handshake's sub-protocol), with how often. */
  get namedVersions(): ReadonlyMap<Version, number> {
    return this.#named;
  }

  /** Whether the input held anything but white space. */
  get sawText(): boolean {
    return this.#sawText;
  }

  *push(chunk: string): Generator<LogFrame> {
    for (const line of this.#splitter.push(chunk)) yield* this.#line(line);
  }

  *end(): Generator<LogFrame> {
    for (const line of this.#splitter.end()) yield* this.#line(line);
    yield* this.#giveUpJoining();
  }

  *#line(line: Line): Generator<LogFrame> {
    if (!this.#sawText && line.text.trim() !== '') this.#sawText = true;
    if (this.#joined.length > 0) yield* this.#join(line);
    else yield* this.#fresh(line, true);
  }

  *#fresh(line: Line, mayJoin: boolean): Generator<LogFrame> {
    const start = line.text.trimStart();
    if (start.startsWith('{') || start.startsWith('[{')) {
      const record = line.cut ? undefined : tryParse(start.replace(/,\s*$/, ''));
      if (record !== undefined) {
        yield* framesOfRecord(record, line.number);
        return;
      }
      if (mayJoin && JSON_LINE.test(line.text) && jsonEnd(start, 0) === undefined) {
        this.#startJoining(line);
        return;
      }
    }
    const spots = findFrames(line.text);
    if (mayJoin && this.#mayContinue(line, spots)) {
      this.#startJoining(line);
      return;
    }
    if (spots.length > 0) yield* framesOfLine(line, spots);
    else yield* this.#lineWithoutFrame(line);
  }

  /** Whether the array that begins on this line goes on below: it has no end yet and is cut where JSON may be cut. */
  #mayContinue(line: Line, spots: readonly { readonly end: number | undefined }[]): boolean {
    if (line.cut) return false;
    if (spots.length === 0) return OPENS_ARRAY.test(line.text);
    return spots.at(-1)?.end === undefined && /[,[{:]\s*$/.test(line.text);
  }

  #startJoining(line: Line): void {
    this.#joined = [line];
    this.#joinedChars = line.text.length;
  }

  *#join(line: Line): Generator<LogFrame> {
    const first = this.#joined[0];
    const tooLong = line.cut || this.#joinedChars + line.text.length > MAX_JOINED_CHARS;
    if (first === undefined || tooLong || !JSON_LINE.test(line.text)) {
      yield* this.#giveUpJoining();
      yield* this.#fresh(line, true);
      return;
    }
    // A lone `[` may open a list of frames or records rather than a frame: then its lines stand for themselves.
    if (this.#joined.length === 1 && /^\s*\[\s*$/.test(first.text) && /^\s*[[{]/.test(line.text)) {
      this.#joined = [];
      yield* this.#fresh(line, true);
      return;
    }
    this.#joined.push(line);
    this.#joinedChars += line.text.length;
    if (!/[\]}]/.test(line.text)) return;
    const text = this.#joined.map((part) => part.text).join('\n');
    const start = /^\s*\{/.test(text) ? text.indexOf('{') : text.search(/\[\s*(?:-?\d|$)/);
    const end = start < 0 ? undefined : jsonEnd(text, start);
    if (end === undefined) return;
    this.#joined = [];
    yield* this.#joinedValue(first, text, start, end);
  }

  *#joinedValue(first: Line, text: string, start: number, end: number): Generator<LogFrame> {
    const value = text.slice(start, end);
    if (value.startsWith('{')) {
      yield* framesOfRecord(tryParse(value), first.number);
    } else if (/^\[\s*-?\d/.test(value)) {
      yield { line: first.number, text: value, ...readPrefix(text.slice(0, start)) };
    }
    const rest = text.slice(end);
    const restLine = first.number + text.slice(0, end).split('\n').length - 1;
    if (/[[{]/.test(rest)) yield* this.#fresh({ number: restLine, text: rest, cut: false }, false);
  }

  /** What was put together has no end: its lines stand for themselves. */
  *#giveUpJoining(): Generator<LogFrame> {
    const lines = this.#joined;
    this.#joined = [];
    for (const line of lines) yield* this.#fresh(line, false);
  }

  *#lineWithoutFrame(line: Line): Generator<LogFrame> {
    const weak = weakFrame(line);
    if (weak !== undefined) {
      yield weak;
      return;
    }
    const version = namedVersion(line.text.slice(0, 2000));
    if (version !== undefined) this.#named.set(version, (this.#named.get(version) ?? 0) + 1);
  }
}

/** A whole line that is a JSON array but does not begin like a frame: `[]`, `[2]`, `[2,5,"Heartbeat",{}]`. */
function weakFrame(line: Line): LogFrame | undefined {
  const start = line.text.search(/\[\s*(?:\]|-?\d+\s*[,\]]|"-?\d"\s*,)/);
  if (start < 0) return undefined;
  const prefix = line.text.slice(0, start);
  const context = readPrefix(prefix);
  if (prefix.trim() !== '' && context.mark === undefined && context.sender === undefined) {
    return undefined;
  }
  const end = jsonEnd(line.text, start);
  if (end === undefined || line.text.slice(end).trim().length > 1) return undefined;
  return { line: line.number, text: line.text.slice(start, end), ...context };
}

function* framesOfLine(
  line: Line,
  spots: readonly {
    readonly start: number;
    readonly end: number | undefined;
    readonly value: string;
  }[],
): Generator<LogFrame> {
  let from = 0;
  for (const spot of spots) {
    const context = readPrefix(line.text.slice(from, spot.start));
    const frame = { line: line.number, text: spot.value, ...context };
    if (spot.end === undefined) {
      yield { ...frame, problem: line.cut ? 'tooLong' : 'unterminated' };
      return;
    }
    yield frame;
    from = spot.end;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function looksLikeFrame(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && Number.isInteger(value[0]) && typeof value[1] === 'string';
}

/** Our own API lists frames newest first; a session is read in the order in which it happened. */
function oldestFirst(items: readonly unknown[]): readonly unknown[] {
  const [first, last] = [timeOf(items[0]), timeOf(items.at(-1))];
  return first !== undefined && last !== undefined && first > last ? items.toReversed() : items;
}

function timeOf(item: unknown): number | undefined {
  return isRecord(item) ? readTime(readRecord(item).at) : undefined;
}

/** Frames anywhere in a parsed JSON record, as arrays or as strings, each with the fields around it. */
function* framesOfRecord(
  value: unknown,
  line: number,
  context: LogContext = {},
  depth = 0,
): Generator<LogFrame> {
  if (depth > MAX_RECORD_DEPTH) return;
  if (typeof value === 'string') {
    for (const spot of findFrames(value)) {
      const around = { ...readPrefix(value.slice(0, spot.start)), ...context };
      const cut = spot.end === undefined ? ({ problem: 'unterminated' } as const) : {};
      yield { line, text: spot.value, ...around, ...cut };
    }
  } else if (looksLikeFrame(value)) {
    yield { line, text: JSON.stringify(value), ...context };
  } else if (Array.isArray(value)) {
    for (const item of oldestFirst(value)) yield* framesOfRecord(item, line, context, depth + 1);
  } else if (isRecord(value)) {
    const inner = { ...context, ...readRecord(value) };
    for (const item of Object.values(value)) {
      yield* framesOfRecord(item, line, inner, depth + 1);
    }
  }
}
