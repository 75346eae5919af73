import { damage } from '@northbound/protocol/testing';
import type { Draw } from '../draw.ts';
import type { Corpus } from './corpus.ts';
import { garble } from './garble.ts';

const CODES: readonly string[] = [
  'NotImplemented',
  'NotSupported',
  'InternalError',
  'FormationViolation',
  'OccurenceConstraintViolation',
  'SecurityError',
  'constructor',
  '',
];

/** Makes answers to CALLs of the other side: valid ones, damaged ones, errors in all spellings, and no answer at all. */
export class AnswerSource {
  readonly #corpus: Corpus;
  readonly #draw: Draw;

  constructor(corpus: Corpus, draw: Draw) {
    this.#corpus = corpus;
    this.#draw = draw;
  }

  /** @returns frames in the order in which they are sent; none for silence */
  answers(id: string, action: string): readonly string[] {
    const draw = this.#draw;
    const lot = draw.next();
    const result = () => `[3,${JSON.stringify(id)},${this.#corpus.response(action, draw)}]`;
    if (lot < 0.35) return [result()];
    if (lot < 0.6) return [this.#damaged(id, action)];
    if (lot < 0.7) return [JSON.stringify([4, id, draw.from(CODES), 'because', {}])];
    if (lot < 0.76)
      return [JSON.stringify([4, id, draw.from(CODES), 7].slice(0, 2 + draw.below(3)))];
    if (lot < 0.84) return [garble(result(), draw)];
    if (lot < 0.88) return [result(), result()];
    if (lot < 0.92) return [JSON.stringify([5, id, draw.from(CODES), '', {}]), result()];
    if (lot < 0.95) return [`[3,"no ${id}",{}]`, result()];
    return [];
  }

  #damaged(id: string, action: string): string {
    const payload: unknown = JSON.parse(this.#corpus.response(action, this.#draw));
    return JSON.stringify([3, id, damage(payload, this.#draw.next)]);
  }
}
