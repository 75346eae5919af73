/** Every escape of a JSON text; a pair of surrogates is one. */
const ESCAPE =
  /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;
const LONE_SURROGATE_LENGTH = '\\ud800'.length;

/**
 * A JSON text without halves of characters. JSON can write half of a surrogate pair, UTF-8 cannot: two texts that
 * differ in such halves only would be one as soon as somebody stores or sends them.
 *
 * @returns the text itself where it has none
 */
export function wellFormed(json: string): string {
  if (!json.includes('\\ud') && !json.includes('\\uD')) return json;
  return json.replace(ESCAPE, (found) =>
    found.length === LONE_SURROGATE_LENGTH ? '\\ufffd' : found,
  );
}
