import { DICTIONARY } from './dictionary.ts';

/*
 * Texts in fewer bytes, quickly: what stands already in the dictionary or in the text itself is named by how far back it
 * begins and how long it is. A text of 2 kB takes an eighth of the time that deflate needs to set up its tables for it.
 *
 *   u8 literals:4 · match:4 · [more literals] · literals · (u16 distance back · [more match])
 *
 * A nibble of 15 goes on with u8 after u8 of 255, and one that is less. A match is four bytes longer than its number. The
 * last piece has literals only.
 */
const LONG = 15;
const LEAST_MATCH = 4;
/** What {@link press} takes at most: distances are 16 bits. */
export const MOST_PRESSED_BYTES = 4096;

const HASH_BITS = 12;
const dictionary = Buffer.from(DICTIONARY, 'latin1');
/** The dictionary, and behind it the text: pressing is done before anything else can happen, so one serves all. */
const text = new Uint8Array(dictionary.length + MOST_PRESSED_BYTES);
text.set(dictionary);
/** Where four bytes of this hash began last, and 1; the first is as the dictionary alone leaves it. */
const places = new Uint16Array(1 << HASH_BITS);
const dictionaryPlaces = new Uint16Array(1 << HASH_BITS);
for (let at = 0; at + LEAST_MATCH <= dictionary.length; at++) {
  dictionaryPlaces[hashOf(wordAt(at))] = at + 1;
}
/** Text that nothing is known of becomes longer by a byte for each 255, and a few. */
const output = new Uint8Array(MOST_PRESSED_BYTES + MOST_PRESSED_BYTES / 128);

/** @throws RangeError for more than {@link MOST_PRESSED_BYTES} */
export function press(bytes: Uint8Array): Uint8Array {
  const begin = dictionary.length;
  const end = begin + bytes.length;
  text.set(bytes, begin);
  places.set(dictionaryPlaces);
  let written = 0;
  let literalsFrom = begin;
  for (let at = begin; at + LEAST_MATCH <= end; ) {
    const word = wordAt(at);
    const hash = hashOf(word);
    let match = (places[hash] ?? 0) - 1;
    places[hash] = at + 1;
    if (match < 0 || wordAt(match) !== word) {
      at++;
      continue;
    }
    let from = at;
    while (from > literalsFrom && match > 0 && text[match - 1] === text[from - 1]) {
      from--;
      match--;
    }
    const distance = from - match;
    at += LEAST_MATCH;
    while (at < end && text[at] === text[at - distance]) at++;
    written = writePiece(written, literalsFrom, from, at - from - LEAST_MATCH);
    output[written++] = distance & 0xff;
    output[written++] = distance >> 8;
    written = writeRest(written, at - from - LEAST_MATCH);
    // Where it ends something else begins, that may come again.
    if (at + 2 <= end) places[hashOf(wordAt(at - 2))] = at - 1;
    literalsFrom = at;
  }
  written = writePiece(written, literalsFrom, end, 0);
  return output.slice(0, written);
}

/** @throws RangeError for bytes that {@link press} did not write */
export function unpress(pressed: Uint8Array): Buffer {
  let end = dictionary.length;
  let at = 0;
  const next = (): number => {
    const byte = pressed[at++];
    if (byte === undefined) throw new RangeError('A pressed text is cut off');
    return byte;
  };
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === LONG ? 255 : 0; more === 255; length += more) more = next();
    if (end + length > text.length) throw new RangeError('A pressed text is too long');
    return length;
  };
  while (at < pressed.length) {
    const head = next();
    for (let left = lengthOf(head >> 4); left > 0; left--) text[end++] = next();
    if (at === pressed.length) break;
    const distance = next() | (next() << 8);
    if (distance === 0 || distance > end) throw new RangeError('A pressed text begins nowhere');
    const length = LEAST_MATCH + lengthOf(head & LONG);
    if (end + length > text.length) throw new RangeError('A pressed text is too long');
    for (let left = length; left > 0; left--) {
      text[end] = text[end - distance] ?? 0;
      end++;
    }
  }
  return Buffer.from(text.slice(dictionary.length, end));
}

/** The head of a piece, and its literals. */
function writePiece(at: number, from: number, to: number, match: number): number {
  let written = at;
  const literals = to - from;
  output[written++] = (Math.min(literals, LONG) << 4) | Math.min(match, LONG);
  written = writeRest(written, literals);
  for (let index = from; index < to; index++) output[written++] = text[index] ?? 0;
  return written;
}

/** What of a length is not in its nibble. */
function writeRest(at: number, length: number): number {
  if (length < LONG) return at;
  let written = at;
  let rest = length - LONG;
  for (; rest >= 255; rest -= 255) output[written++] = 255;
  output[written++] = rest;
  return written;
}

function wordAt(at: number): number {
  const low = (text[at] ?? 0) | ((text[at + 1] ?? 0) << 8);
  return low | ((text[at + 2] ?? 0) << 16) | ((text[at + 3] ?? 0) << 24);
}

function hashOf(word: number): number {
  return Math.imul(word, 0x9e37_79b1) >>> (32 - HASH_BITS);
}
