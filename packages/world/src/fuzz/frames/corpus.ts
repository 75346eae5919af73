import { ACTIONS, type Role, type Version } from '@northbound/protocol';
import { payloads } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { Draw } from '../draw.ts';
import { tame } from './tame.ts';

/** A valid payload as JSON. */
export interface Sample {
  readonly action: string;
  readonly kind: 'CALL' | 'SEND';
  readonly payload: string;
}

const SAMPLES = 12;
/** Longer ones are drawn too, but a fuzzer that sends mostly long texts tries fewer things. */
const MOST_CHARACTERS = 6_000;

/**
 * Valid payloads of one version, made from the schemas by the arbitraries that also test the validators. Made once: to
 * damage a finished payload costs a hundredth of drawing a new one.
 */
export class Corpus {
  readonly version: Version;
  readonly #requests: Readonly<Record<Role, readonly (readonly Sample[])[]>>;
  readonly #responses: ReadonlyMap<string, readonly string[]>;

  constructor(version: Version, seed: number) {
    this.version = version;
    const draw = new Draw(seededRandom(seed));
    const actions = [...ACTIONS[version]];
    const requestsOf = (from: Role): readonly (readonly Sample[])[] =>
      actions
        .filter(([, info]) => info.from === from || info.from === 'Both')
        .map(([action, { kind }]) =>
          draws(version, action, 'request', seed, draw).map((payload) => ({
            action,
            kind,
            payload,
          })),
        );
    this.#requests = { CSMS: requestsOf('CSMS'), ChargingStation: requestsOf('ChargingStation') };
    this.#responses = new Map(
      actions
        .filter(([, { kind }]) => kind === 'CALL')
        .map(([action]) => [action, draws(version, action, 'response', seed, draw)]),
    );
  }

  /** A request that this side may send. */
  request(from: Role, draw: Draw): Sample {
    return draw.from(draw.from(this.#requests[from]));
  }

  /** A valid answer; an empty object where the version knows no such action. */
  response(action: string, draw: Draw): string {
    const known = this.#responses.get(action);
    return known === undefined ? '{}' : draw.from(known);
  }
}

function draws(
  version: Version,
  action: string,
  kind: 'request' | 'response',
  seed: number,
  draw: Draw,
): readonly string[] {
  const drawn = fc.sample(payloads(version, action, kind), { numRuns: SAMPLES, seed });
  const texts = drawn.map((payload, index) => {
    const isTamed = index % 3 !== 0;
    // Payloads share their parts: what is changed is a copy.
    const copy: unknown = JSON.parse(JSON.stringify(payload));
    if (isTamed) tame(copy, draw);
    return JSON.stringify(copy);
  });
  const short = texts.filter((text) => text.length <= MOST_CHARACTERS);
  return short.length > 0 ? short : texts;
}
