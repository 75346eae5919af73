/**
 * Finds the end of the JSON array or object that starts at `start`.
 * @returns the index after its last bracket, or undefined when the text ends before.
 */
export function jsonEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) {
      inString = true;
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

/** Finds the end of the JSON string whose opening quote is at `start`; undefined when it is not closed. */
function stringEnd(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '"') return index + 1;
  }
  return undefined;
}

/** Parses JSON; `undefined` (which JSON cannot express) when the text is not JSON. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where a frame stands in a text. `value` differs from the slice when the frame was an escaped string. */
export interface FrameSpot {
  readonly start: number;
  /** Undefined when the frame has no end in this text. */
  readonly end: number | undefined;
  readonly value: string;
}

/** What begins like a frame: `[`, a whole number, a comma, a quote (escaped inside a JSON string). */
const FRAME_START = /\[\s*-?\d+\s*,\s*(\\?)"/g;

/** Every frame that begins in `text`, also where it stands as an escaped string in a JSON record. */
export function findFrames(text: string): FrameSpot[] {
  const spots: FrameSpot[] = [];
  FRAME_START.lastIndex = 0;
  for (let match = FRAME_START.exec(text); match !== null; match = FRAME_START.exec(text)) {
    const found =
      match[1] === '' ? [plainFrame(text, match.index)] : escapedFrames(text, match.index);
    // An error that quotes a frame comes with a stack that quotes it once more.
    spots.push(...found.filter(({ value }) => match[1] === '' || !isIn(spots, value)));
    const end = found[0]?.end;
    if (end === undefined) break;
    FRAME_START.lastIndex = end;
  }
  return spots;
}

function isIn(spots: readonly FrameSpot[], wanted: string): boolean {
  return spots.some(({ value }) => value === wanted);
}

/** A frame in a field of a CSV file, where quotes are doubled. */
const IN_CSV = /\[\s*-?\d+\s*,\s*""[^",\]]/y;

function plainFrame(text: string, start: number): FrameSpot {
  IN_CSV.lastIndex = start;
  if (IN_CSV.test(text)) return csvFrame(text, start);
  const end = jsonEnd(text, start);
  return { start, end, value: text.slice(start, end) };
}

function csvFrame(text: string, start: number): FrameSpot {
  const [field = ''] = /^(?:[^"]|"")*/.exec(text.slice(start)) ?? [];
  const value = field.replaceAll('""', '"');
  const length = jsonEnd(value, 0);
  const end = length === undefined ? undefined : start + field.length;
  return { start, end, value: value.slice(0, length) };
}

/** The frames in the JSON string that one of them begins in: it may be the frame, or words with frames in them. */
function escapedFrames(text: string, start: number): FrameSpot[] {
  const quote = text.lastIndexOf('"', start);
  const end = quote < 0 ? undefined : stringEnd(text, quote);
  const inner = end === undefined ? undefined : tryParse(text.slice(quote, end));
  if (typeof inner !== 'string') return [{ start, end, value: text.slice(start, end) }];
  const whole = { start: quote, end, value: inner.trim() };
  if (whole.value.startsWith('[')) {
    const frameEnd = jsonEnd(whole.value, 0);
    if (frameEnd === undefined || frameEnd === whole.value.length) return [whole];
  }
  return findFrames(inner).map(({ value }) => ({ start, end, value }));
}
