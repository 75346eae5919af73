import type { ClosingRule } from '../views.ts';
import type { SeqNoRange } from './seq-numbers.ts';
import type { ShownToken } from './tokens-shown.ts';

/** What this CSMS found out or decided about a transaction, beside what the events say. Part of the ledger. */
export type Decision =
  /** The station answered a GetTransactionStatus (2.1 part 2, E14). */
  | {
      readonly kind: 'asked';
      readonly ongoing: boolean | undefined;
      readonly messagesInQueue: boolean;
    }
  /** These numbers, and the start when it is missing, will not come any more. */
  | { readonly kind: 'lost'; readonly seqNos: readonly SeqNoRange[]; readonly start: boolean }
  /** The answer to a token was that it is not welcome, and another one was shown that may pay. */
  | { readonly kind: 'refused'; readonly token: ShownToken }
  | {
      readonly kind: 'closed';
      readonly rule: ClosingRule;
      /** Superseded: the key of the transaction that began on the same EVSE. */
      readonly by?: number;
    };

/** A decision as the ledger holds it. */
export interface DecisionEntry {
  /** From 1, in the order in which they were made. */
  readonly number: number;
  readonly atMs: number;
  /** Why, in words for an operator. */
  readonly reason: string;
  readonly decision: Decision;
}
