import type { SignaturesView } from '../views.ts';

/** How many transactions at once a token, or all tokens of a group together, may have. */
export interface ConcurrencyRuleView {
  readonly scope: 'token' | 'group';
  /** The token or the group, whatever its case. */
  readonly id: string;
  readonly max: number;
}

/** How long the books wait, and how long they keep what fills the disk. */
export interface LedgerSettings {
  /** A connected station is asked about a transaction with gaps, or from before its connection, after this time. */
  readonly askAfterS: number;
  /** What is still missing of a transaction that is over is declared lost after this time without an event. */
  readonly gapsLostAfterS: number;
  /** A station that has booted must tell of a transaction from before within this time, or it is over. */
  readonly rebootGraceS: number;
  /** A transaction without an event for this time is over, unless its station says that it goes on. */
  readonly silentAfterS: number;
  /** A transaction that is over and complete is sealed after this time without an event. */
  readonly sealAfterS: number;
  /** Frames are kept for this time; for ever when absent. */
  readonly framesKeptDays?: number;
  /** Meter values are kept for this time, registers and signed values of transactions for ever; all when absent. */
  readonly meterValuesKeptDays?: number;
}

/** Something the ledger tells about a transaction, in the order of time. */
export interface StoryEntryView {
  readonly kind: 'event' | 'decision' | 'cdr';
  /** When it happened. */
  readonly at: string;
  /** Events: when it arrived. */
  readonly receivedAt?: string;
  readonly seqNo?: number;
  /** What it proved, one thing each. */
  readonly proved: readonly string[];
  /** What was wrong with it. */
  readonly remarks: readonly string[];
  /** Where it leaves a choice: how it was read, and what it could have been. */
  readonly inferred?: { readonly took: string; readonly alternatives: readonly string[] };
}

/** What came of checking the signed meter values of one event, in their order. */
export interface SignedEventView {
  readonly seqNo: number;
  /** With the keys that were registered then: what the books say. */
  readonly whenItCame: readonly SignaturesView['state'][];
  /** With the keys that are registered now. */
  readonly now: readonly SignaturesView['state'][];
}
