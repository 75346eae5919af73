import type { ClosingRule, InferenceView, SignaturesView } from '../views.ts';

/** What was delivered in one transaction, as it is billed. Everything in it follows from the ledger. */
export interface CdrContent {
  readonly format: 'northbound-cdr-1';
  /** By which rules the ledger was read; those that have none were sealed before rules were counted. */
  readonly rules?: number;
  /** From 1, without holes. */
  readonly number: number;
  /** Number of the record that this one replaces: the ledger has learnt more since. */
  readonly supersedes?: number;
  readonly stationId: string;
  /** As on the wire. */
  readonly transactionId: string;
  /** Key of the transaction in this CSMS. */
  readonly transaction: number;
  readonly version: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly idToken?: string;
  readonly idTokenType?: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationS: number;
  readonly stoppedReason?: string;
  /** Why it is over, when no Ended has come. */
  readonly closedBy?: ClosingRule;
  readonly meterStartWh?: number;
  readonly meterEndWh?: number;
  readonly energyWh?: number;
  readonly exportedWh?: number;
  readonly signatures?: SignaturesView;
  /** How much of the ledger it tells: so many events and decisions, in the order in which they came. */
  readonly ledger: { readonly events: number; readonly decisions: number };
  /** Sequence numbers that never came. */
  readonly lostSeqNos: readonly (readonly [number, number])[];
  readonly doubts: readonly InferenceView[];
}

/** A sealed record: never changed, only replaced by a later one. */
export interface CdrView {
  readonly number: number;
  readonly sealedAt: string;
  /** Number of the record that has replaced it. */
  readonly supersededBy?: number;
  /** SHA-256 of the hash before it and the canonical JSON of the content, in base16. */
  readonly hash: string;
  readonly previousHash: string;
  readonly content: CdrContent;
}

/** What came of telling a record again from the ledger. */
export interface CdrVerificationView {
  readonly number: number;
  /** The ledger gives the same bytes. */
  readonly contentMatches: boolean;
  /** Its hash fits its content and the record before it. */
  readonly hashMatches: boolean;
  /** It was sealed by rules that are no longer those of this CSMS: that the bytes differ proves nothing then. */
  readonly olderRules?: boolean;
}
