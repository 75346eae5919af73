import type { Role } from '@northbound/protocol';
import type { FrameCase } from './case.ts';
import type { Corpus } from './corpus.ts';

/** A side under test, as long as it lives. */
export interface FrameTarget {
  /** @returns what was wrong; empty when nothing was */
  play(frameCase: FrameCase, corpus: Corpus): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** Sides under test of one kind. */
export interface FrameTargets {
  readonly name: string;
  /** Whose place they take at the wire. */
  readonly role: Role;
  start(): Promise<FrameTarget>;
}
