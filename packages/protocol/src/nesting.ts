/**
 * How deep objects and lists may stand in each other. Nobody's message comes near; what is nested without end lets
 * everything overflow that walks over it, up to writing it down again.
 */
const MAX_NESTING = 2_048;

/** Each level takes two characters at least: what is shorter is not worth a look. */
const HARMLESS_CHARACTERS = 2 * MAX_NESTING;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether a text that is JSON is nested too deep. */
export function isTooDeep(json: string): boolean {
  if (json.length <= HARMLESS_CHARACTERS) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(json, at + 1);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > MAX_NESTING) return true;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
    }
  }
  return false;
}

/** Where the quote stands that ends a string. */
function endOfString(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) {
    at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
