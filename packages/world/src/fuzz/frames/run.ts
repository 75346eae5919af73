import { VERSIONS } from '@northbound/protocol';
import { seedOf } from '../draw.ts';
import { type HeapFindings, HeapWatch } from '../heap.ts';
import { described, type FuzzObserver } from '../observer.ts';
import { drawCase, type FrameCase } from './case.ts';
import { Corpus } from './corpus.ts';
import { shrinkCase } from './shrink.ts';
import type { FrameTarget, FrameTargets } from './target.ts';

/** Frames of a case: enough for one thing to prepare another, few enough to shrink. */
const FRAMES_A_CASE = 200;
/** Cases that one side lives through. */
const CASES_A_LIFE = 240;

/** Which cases are drawn, and who gets them. */
export interface FrameFuzzOptions {
  readonly seed: number;
  /** Frames; the last case is a whole one. */
  readonly count: number;
  /** The first case; 0 when absent. */
  readonly from?: number;
  readonly targets: readonly FrameTargets[];
}

interface FrameFailure {
  readonly target: string;
  readonly case: number;
  readonly complaints: readonly string[];
  /** The least that still goes wrong; the case as it was drawn, where a fresh side does nothing wrong. */
  readonly smallest: FrameCase;
  readonly happensAlone: boolean;
}

/** What came of it; the smallest failing case where something went wrong. */
export interface FrameReport extends HeapFindings {
  readonly frames: number;
  readonly failure?: FrameFailure;
}

/** Plays cases until the count is reached or something is wrong. */
export async function fuzzFrames(
  options: FrameFuzzOptions,
  observer: FuzzObserver = {},
): Promise<FrameReport> {
  const { seed, count, targets } = options;
  const first = options.from ?? 0;
  const last = first + Math.ceil(count / FRAMES_A_CASE);
  const corpora = VERSIONS.map((version) => new Corpus(version, seed));
  const heap = new HeapWatch(observer);
  const alive = new Map<FrameTargets, FrameTarget>();
  let frames = 0;
  for (let number = first; number < last; number++) {
    const kind = targets[Math.floor(number / VERSIONS.length) % targets.length];
    const corpus = corpora[number % corpora.length];
    if (kind === undefined || corpus === undefined) throw new RangeError('nothing to fuzz');
    observer.begun?.(number);
    const target = alive.get(kind) ?? (await kind.start());
    alive.set(kind, target);
    const frameCase = drawCase(corpus, kind.role, FRAMES_A_CASE, seedOf(seed, number));
    const complaints = await playOn(target, frameCase, corpus, observer);
    frames += FRAMES_A_CASE;
    if (complaints.length > 0) {
      const failure = await explained(kind, number, frameCase, corpus, complaints, observer);
      return { frames, failure, heapBytes: heap.span };
    }
    observer.progress?.(frames);
    if ((number - first + 1) % CASES_A_LIFE === 0) {
      heap.look();
      await endAll(alive);
    }
  }
  await endAll(alive);
  return { frames, ...heap.findings() };
}

async function endAll(alive: Map<FrameTargets, FrameTarget>): Promise<void> {
  for (const target of alive.values()) await target.end();
  alive.clear();
}

async function playOn(
  target: FrameTarget,
  frameCase: FrameCase,
  corpus: Corpus,
  observer: FuzzObserver,
): Promise<readonly string[]> {
  try {
    const complaints = await target.play(frameCase, corpus);
    return [...complaints, ...(observer.takeStray?.() ?? [])];
  } catch (error) {
    return [described(error)];
  }
}

async function explained(
  kind: FrameTargets,
  number: number,
  frameCase: FrameCase,
  corpus: Corpus,
  complaints: readonly string[],
  observer: FuzzObserver,
): Promise<FrameFailure> {
  const fails = async (candidate: FrameCase) => {
    const target = await kind.start();
    const found = await playOn(target, candidate, corpus, observer);
    await target.end().catch(() => undefined);
    return found.length > 0;
  };
  const happensAlone = await fails(frameCase);
  const smallest = happensAlone ? await shrinkCase(frameCase, fails) : frameCase;
  return { target: kind.name, case: number, complaints, smallest, happensAlone };
}
