import type { Draw } from '../draw.ts';

type Garble = (text: string, draw: Draw) => string;

const cutAt = (text: string, draw: Draw): number => draw.below(text.length + 1);

const insert = (...pieces: readonly string[]): Garble => {
  return (text, draw) => {
    const at = cutAt(text, draw);
    return text.slice(0, at) + draw.from(pieces) + text.slice(at);
  };
};

/** In place of one number of the text, if there is one outside of quotes or in them. */
const numberBecomes = (...pieces: readonly string[]): Garble => {
  return (text, draw) => {
    const from = cutAt(text, draw);
    const rest = text.slice(from);
    return text.slice(0, from) + rest.replace(/-?\d+(?:\.\d+)?/, draw.from(pieces));
  };
};

/** Damage to a text that knows nothing of its meaning. Some of it leaves JSON, most does not. */
const GARBLES: readonly Garble[] = [
  (text, draw) => text.slice(0, cutAt(text, draw)),
  (text, draw) => text.slice(cutAt(text, draw)),
  (text, draw) => {
    const from = cutAt(text, draw);
    return text.slice(0, from) + text.slice(from + 1 + draw.below(8));
  },
  (text, draw) => {
    const from = cutAt(text, draw);
    const piece = text.slice(from, from + 1 + draw.below(40));
    return text.slice(0, from) + piece + text.slice(from);
  },
  (text, draw) => {
    const at = cutAt(text, draw);
    return text.slice(0, at) + String.fromCharCode(draw.below(0x10000)) + text.slice(at + 1);
  },
  insert('\u0000', '\ud800', '\udc00', '\ufeff', '\u2028', '\u007f', '"', '\\', '\n', ','),
  insert('\\u0000', '\\ud800', '\\udfff', '\\ud83d', '\\u', '\\x41', '\\"'),
  insert('"__proto__":{"a":1},', '"constructor":{"prototype":{"a":1}},', '"evse":null,'),
  numberBecomes('1e400', '-1e400', '-0', '1e-400', '9007199254740993', '00', '1.', '0x10', 'NaN'),
  numberBecomes('123456789012345678901234567890', '-9223372036854775809', '1e21', '0.1e1'),
  (text) => `${text}${text}`,
  (text) => ` \t\r\n${text}\n`,
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replace('}', ',}'),
  (text) => text.replace('{', '{"customData":{"vendorId":"x"},"customData":1,'),
  (text) => text.replace(/"(\w+)":/, '"$1":1,"$1":'),
  (text) => text.toUpperCase(),
  () => '',
  () => 'null',
  () => '{}',
  () => '[]',
  () => '[[]]',
  () => '"[2,\\"a\\",\\"Heartbeat\\",{}]"',
  () => 'undefined',
];

export function garble(text: string, draw: Draw): string {
  return draw.from(GARBLES)(text, draw);
}
