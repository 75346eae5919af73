import { WORDS } from './words.ts';

/*
 * JSON values in few bytes, without a schema, so that fields nobody here knows are kept too:
 *
 *   00–9f  the word of that number             c8 c9  positive, negative decimal: u8 places · varint digits
 *   a0–bf  the integer 0–31                    ca     float64
 *   c0     object: key value … c2              cb     string: varint length · UTF-8
 *   c1     array: value … c2                   cc     UUID in lower case: 16 bytes
 *   c3–c5  null, true, false                   cd     moment `2026-01-01T00:00:00.000Z`: 6 bytes of milliseconds
 *   c6 c7  integer n, −1−n: varint n           ce     the word of number 160 + u8
 *                                              d0–ff  string of 0–47 bytes of UTF-8
 */
const ONE_BYTE_WORDS = 0xa0;
const INTEGER = 0xa0;
const SMALL_INTEGERS = 32;
const OBJECT = 0xc0;
const ARRAY = 0xc1;
const END = 0xc2;
const NULL = 0xc3;
const TRUE = 0xc4;
const FALSE = 0xc5;
const POSITIVE = 0xc6;
const NEGATIVE = 0xc7;
const POSITIVE_DECIMAL = 0xc8;
const NEGATIVE_DECIMAL = 0xc9;
const FLOAT = 0xca;
const STRING = 0xcb;
const UUID = 0xcc;
const MOMENT = 0xcd;
const LATER_WORD = 0xce;
const SHORT_STRING = 0xd0;
const SHORT_STRINGS = 48;

const MOST_PLACES = 6;
const UUID_CHARACTERS = 36;
const HYPHEN = 0x2d;
const MOMENT_SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NUMBER_OF = new Map(WORDS.map((word, number) => [word, number]));

/** Writes a value that JSON could hold; members that are undefined are left out, as JSON does. */
export function pack(value: unknown): Uint8Array {
  WRITER.clear();
  WRITER.value(value);
  return WRITER.bytes();
}

/** @throws RangeError for bytes that {@link pack} did not write */
export function unpack(bytes: Uint8Array): unknown {
  return new Reader(bytes).value();
}

class Writer {
  #buffer = Buffer.alloc(1024);
  #end = 0;

  clear(): void {
    this.#end = 0;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#end));
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#byte(value ? TRUE : FALSE);
    else if (value === null || value === undefined) this.#byte(NULL);
    else if (Array.isArray(value)) this.#array(value);
    else if (typeof value === 'object') this.#object(value);
    else throw new RangeError(`JSON has no ${typeof value}`);
  }

  #array(items: readonly unknown[]): void {
    this.#byte(ARRAY);
    for (const item of items) this.value(item);
    this.#byte(END);
  }

  #object(object: object): void {
    this.#byte(OBJECT);
    for (const key of Object.keys(object)) {
      const value: unknown = Reflect.get(object, key);
      if (value === undefined) continue;
      this.#string(key);
      this.value(value);
    }
    this.#byte(END);
  }

  #string(text: string): void {
    const word = NUMBER_OF.get(text);
    if (word !== undefined) {
      if (word >= ONE_BYTE_WORDS) this.#byte(LATER_WORD);
      this.#byte(word < ONE_BYTE_WORDS ? word : word - ONE_BYTE_WORDS);
    } else if (text.length !== UUID_CHARACTERS || !this.#uuid(text)) {
      const moment = momentOf(text);
      if (moment === undefined) this.#text(text);
      else this.#moment(moment);
    }
  }

  /** @returns false for a text that is none, and nothing is written */
  #uuid(text: string): boolean {
    const buffer = this.#room(17);
    let end = this.#end;
    buffer[end++] = UUID;
    for (let at = 0; at < UUID_CHARACTERS; ) {
      if (at === 8 || at === 13 || at === 18 || at === 23) {
        if (text.charCodeAt(at) !== HYPHEN) return false;
        at++;
      }
      const high = nibbleOf(text.charCodeAt(at));
      const low = nibbleOf(text.charCodeAt(at + 1));
      if (high < 0 || low < 0) return false;
      buffer[end++] = (high << 4) | low;
      at += 2;
    }
    this.#end = end;
    return true;
  }

  #moment(ms: number): void {
    this.#byte(MOMENT);
    this.#end = this.#room(6).writeUIntLE(ms, this.#end, 6);
  }

  #text(text: string): void {
    if (text.length < SHORT_STRINGS && this.#shortAscii(text)) return;
    const length = Buffer.byteLength(text);
    if (length < SHORT_STRINGS) {
      this.#byte(SHORT_STRING + length);
    } else {
      this.#byte(STRING);
      this.#varint(length);
    }
    this.#end += this.#room(length).write(text, this.#end);
  }

  /** Faster than asking for the encoding of each name. @returns false for what is not all ASCII, and nothing is written */
  #shortAscii(text: string): boolean {
    const { length } = text;
    const buffer = this.#room(1 + length);
    const from = this.#end + 1;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x80) return false;
      buffer[from + at] = unit;
    }
    buffer[this.#end] = SHORT_STRING + length;
    this.#end = from + length;
    return true;
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0 && value < SMALL_INTEGERS) {
        this.#byte(INTEGER + value);
      } else {
        this.#byte(value < 0 ? NEGATIVE : POSITIVE);
        this.#varint(value < 0 ? -1 - value : value);
      }
      return;
    }
    const places = decimalPlaces(Math.abs(value));
    if (places === undefined) {
      this.#byte(FLOAT);
      this.#end = this.#room(8).writeDoubleLE(value, this.#end);
    } else {
      this.#byte(value < 0 ? NEGATIVE_DECIMAL : POSITIVE_DECIMAL);
      this.#byte(places);
      this.#varint(Math.round(Math.abs(value) * 10 ** places));
    }
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte(0x80 | (rest % 0x80));
    this.#byte(rest);
  }

  #byte(byte: number): void {
    this.#room(1)[this.#end++] = byte;
  }

  #room(bytes: number): Buffer {
    if (this.#end + bytes > this.#buffer.length) {
      const larger = Buffer.alloc(2 * (this.#end + bytes));
      this.#buffer.copy(larger);
      this.#buffer = larger;
    }
    return this.#buffer;
  }
}

/** Packing is done before anything else can happen: one buffer serves all. */
const WRITER = new Writer();

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  value(): unknown {
    return this.#valueOf(this.#byte());
  }

  #valueOf(tag: number): unknown {
    switch (tag) {
      case OBJECT:
        return this.#object();
      case ARRAY:
        return this.#array();
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case POSITIVE:
        return this.#varint();
      case NEGATIVE:
        return -1 - this.#varint();
      case POSITIVE_DECIMAL:
        return this.#decimal();
      case NEGATIVE_DECIMAL:
        return -this.#decimal();
      case FLOAT:
        return this.#take(8).readDoubleLE();
      default:
        if (tag >= INTEGER && tag < OBJECT) return tag - INTEGER;
        return this.#stringOf(tag);
    }
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    for (let tag = this.#byte(); tag !== END; tag = this.#byte()) items.push(this.#valueOf(tag));
    return items;
  }

  #object(): object {
    const members: Record<string, unknown> = {};
    for (let tag = this.#byte(); tag !== END; tag = this.#byte()) {
      const key = this.#stringOf(tag);
      if (key === '__proto__') define(members, key, this.value());
      else members[key] = this.value();
    }
    return members;
  }

  #stringOf(tag: number): string {
    if (tag < ONE_BYTE_WORDS) return word(tag);
    if (tag >= SHORT_STRING) return this.#text(tag - SHORT_STRING);
    switch (tag) {
      case LATER_WORD:
        return word(ONE_BYTE_WORDS + this.#byte());
      case STRING:
        return this.#text(this.#varint());
      case UUID:
        return this.#take(16)
          .toString('hex')
          .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      case MOMENT:
        return textOf(this.#take(6).readUIntLE(0, 6));
      default:
        throw new RangeError(`No packed value begins with ${tag}`);
    }
  }

  #decimal(): number {
    const places = this.#byte();
    return this.#varint() / 10 ** places;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('A packed value is cut off');
    return byte;
  }

  #text(bytes: number): string {
    const from = this.#at;
    this.#pass(bytes);
    return this.#bytes.toString('utf8', from, this.#at);
  }

  #take(bytes: number): Buffer {
    const from = this.#at;
    this.#pass(bytes);
    return this.#bytes.subarray(from, this.#at);
  }

  #pass(bytes: number): void {
    this.#at += bytes;
    if (this.#at > this.#bytes.length) throw new RangeError('A packed value is cut off');
  }
}

/** Of a digit, or a letter in lower case; -1 for all else. */
function nibbleOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  return unit >= 0x61 && unit <= 0x66 ? unit - 0x61 + 10 : -1;
}

function word(number: number): string {
  const found = WORDS[number];
  if (found === undefined) throw new RangeError(`There is no word ${number}`);
  return found;
}

/** As `JSON.parse` has it: a member of its own, whatever assigning to that name would do. */
function define(members: object, key: string, value: unknown): void {
  Object.defineProperty(members, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** The last moment: an event and its samples are of the same one. */
let lastText = '1970-01-01T00:00:00.000Z';
let lastMs = 0;

/** The milliseconds of a moment; undefined for other texts, and for those of the shape that name no day, or none that six bytes hold. */
function momentOf(text: string): number | undefined {
  if (text === lastText) return lastMs;
  if (text.length !== 24 || !MOMENT_SHAPE.test(text)) return undefined;
  const ms = Date.parse(text);
  if (!(ms >= 0) || new Date(ms).toISOString() !== text) return undefined;
  lastText = text;
  lastMs = ms;
  return ms;
}

function textOf(ms: number): string {
  if (ms === lastMs) return lastText;
  lastText = new Date(ms).toISOString();
  lastMs = ms;
  return lastText;
}

/** How many places make the value an integer without changing it. */
function decimalPlaces(value: number): number | undefined {
  for (let places = 1; places <= MOST_PLACES; places++) {
    const digits = Math.round(value * 10 ** places);
    if (Number.isSafeInteger(digits) && digits / 10 ** places === value) return places;
  }
  return undefined;
}
