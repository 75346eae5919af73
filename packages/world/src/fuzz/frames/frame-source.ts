import { peerOf, type Role } from '@northbound/protocol';
import { type Change, damage } from '@northbound/protocol/testing';
import type { Draw } from '../draw.ts';
import type { Corpus } from './corpus.ts';
import { garble } from './garble.ts';

/** Deep enough to overflow a stack that is used once for each level; and what a receiver may still take. */
const LEVELS = [60_000, 12_000, 2_500, 2_000] as const;
const LONG_CHARACTERS = 100_000;

/** What JSON can hold and texts of a standard never say. */
const ODD_VALUES: readonly Change[] = [
  () => '\ud800',
  () => 'a\u0000b',
  () => '\u202e\u0007\u001b[31m',
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 1e308,
  () => -0.0000001,
  () => 'x'.repeat(2_600),
  () => [[[[[[[[[[{}]]]]]]]]]],
  () => JSON.parse('{"then":1,"toJSON":"x","valueOf":null}'),
  () => "'; DROP TABLE stations; --",
  () => '__proto__',
  () => 'constructor',
  () => '-1',
  () => ' Accepted',
];

const ODD_IDS: readonly unknown[] = [
  '',
  '-1',
  '__proto__',
  'constructor',
  'x'.repeat(36),
  'x'.repeat(37),
  '\u{1f50c}'.repeat(36),
  '\u{1f50c}'.repeat(37),
  '\ud800',
  'a\u0000b',
  7,
  null,
  true,
  {},
  ['a'],
];

const ODD_TYPES: readonly unknown[] = [0, 1, 2, 3, 4, 5, 6, 7, -1, 2.5, '2', null, {}, 1e21, true];

const ODD_ACTIONS: readonly unknown[] = [
  '',
  'heartbeat',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'Reset\u0000',
  'x'.repeat(5_000),
  7,
  null,
  {},
];

/** Makes frames of one side: mostly a valid message with one or a few things wrong, some whole, some hardly JSON. */
export class FrameSource {
  readonly #corpus: Corpus;
  readonly #from: Role;
  readonly #draw: Draw;
  readonly #sent: string[] = [];
  #number = 0;

  constructor(corpus: Corpus, from: Role, draw: Draw) {
    this.#corpus = corpus;
    this.#from = from;
    this.#draw = draw;
  }

  next(): string {
    const text = this.#make();
    // Only a few are remembered: a repetition comes soon or is none.
    if (this.#sent.length < 4) this.#sent.push(text);
    else this.#sent[this.#number % 4] = text;
    return text;
  }

  #make(): string {
    const draw = this.#draw;
    const lot = draw.next();
    if (lot < 0.03 && this.#sent.length > 0) return draw.from(this.#sent);
    if (lot < 0.06 && this.#sent.length > 0)
      return withAnotherId(draw.from(this.#sent), this.#id());
    if (lot < 0.0605) return this.#huge();
    const text = JSON.stringify(this.#frame(lot));
    return lot > 0.85 ? garble(text, draw) : text;
  }

  #frame(lot: number): unknown[] {
    const draw = this.#draw;
    const { action, kind, payload } = this.#corpus.request(
      draw.chance(0.03) ? peerOf(this.#from) : this.#from,
      draw,
    );
    const isWhole = lot > 0.97 || lot < 0.15;
    const frame: unknown[] = [
      kind === 'SEND' ? 6 : 2,
      this.#id(),
      action,
      isWhole ? JSON.parse(payload) : this.#damaged(payload),
    ];
    if (lot < 0.75) return frame;
    const at = draw.below(5);
    if (at === 0) frame[0] = draw.from(ODD_TYPES);
    else if (at === 1)
      frame[1] = draw.from(ODD_IDS.filter((id) => id !== undefined && id !== null));
    else if (at === 2) frame[2] = draw.from(ODD_ACTIONS.filter((name) => name !== null));
    else if (at === 3) frame.length = draw.below(4);
    else frame.push(draw.from([{}, 1, 'more']));
    return frame;
  }

  #damaged(payload: string): unknown {
    let value: unknown = JSON.parse(payload);
    for (let left = this.#draw.chance(0.8) ? 1 : 3; left > 0; left--) {
      value = damage(value, this.#draw.next, ODD_VALUES);
    }
    return value;
  }

  /** As long, or as deep, as a link lets through. */
  #huge(): string {
    const draw = this.#draw;
    const { action } = this.#corpus.request(this.#from, draw);
    const levels = draw.from(LEVELS);
    const deep = '['.repeat(levels) + ']'.repeat(levels);
    const value = draw.from([
      deep,
      `{"customData":{"vendorId":"x","deep":${deep}}}`,
      `{"vendorId":"x","data":${deep}}`,
      `${'{"a":'.repeat(levels / 2)}1${'}'.repeat(levels / 2)}`,
      JSON.stringify({ vendorId: 'x', data: 'y'.repeat(LONG_CHARACTERS) }),
      JSON.stringify(Array.from({ length: 20_000 }, () => null)),
    ]);
    return `[2,${JSON.stringify(this.#id())},${JSON.stringify(action)},${value}]`;
  }

  #id(): string {
    this.#number += 1;
    return `f${this.#number}`;
  }
}

/** The same content as a new message: what must not happen twice is not told apart by its id. */
function withAnotherId(text: string, id: string): string {
  return text.replace(/^\[(\d),"[^"\\]*"/, (_, type: string) => `[${type},${JSON.stringify(id)}`);
}
