import type { Role, Version } from '@northbound/protocol';
import { seededRandom } from '@northbound/rpc/testing';
import { Draw } from '../draw.ts';
import type { Corpus } from './corpus.ts';
import { FrameSource } from './frame-source.ts';

/** One thing that is done to the side under test. */
export type Step =
  /** A text reaches it. */
  | { readonly do: 'frame'; readonly text: string }
  /** Its own application wants to call the other side. */
  | { readonly do: 'ask'; readonly action: string; readonly payload: string }
  /** Time passes; without it the next text comes before anything is answered. */
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reconnect' };

/** What is done on the connections of one station. */
export interface FrameCase {
  readonly version: Version;
  /** The side under test. */
  readonly role: Role;
  /** Draws the answers to its calls. */
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** Frames between two looks at what came back, at most. */
const MOST_IN_A_BURST = 12;

export function drawCase(corpus: Corpus, role: Role, frames: number, seed: number): FrameCase {
  const draw = new Draw(seededRandom(seed));
  const fuzzer: Role = role === 'CSMS' ? 'ChargingStation' : 'CSMS';
  const source = new FrameSource(corpus, fuzzer, draw);
  const steps: Step[] = [];
  for (let left = frames; left > 0; ) {
    for (let burst = 1 + draw.below(MOST_IN_A_BURST); burst > 0 && left > 0; burst--, left--) {
      steps.push({ do: 'frame', text: source.next() });
    }
    const lot = draw.next();
    if (lot < 0.06) {
      const { action, payload } = corpus.request(role, draw);
      steps.push({ do: 'ask', action, payload });
    }
    steps.push({ do: 'wait', ms: lot < 0.01 ? 60_000 : lot < 0.1 ? 1_000 : 20 });
    if (lot > 0.999) steps.push({ do: 'reconnect' });
  }
  return { version: corpus.version, role, seed, steps };
}
