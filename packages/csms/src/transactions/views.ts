import type { Version } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** OCPP 2.1 `ChargingStateEnumType`. */
export type ChargingState = 'Idle' | 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';

export interface TransactionView {
  /** Key in this CSMS, unique over all stations. A 1.6 station gets it as its `transactionId`. */
  readonly id: number;
  readonly stationId: string;
  /** The id on the wire; unique for one station only. */
  readonly transactionId: string;
  readonly version: Version;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly idToken?: string;
  readonly idTokenType?: string;
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp;
  /**
   * Why it is over although no Ended came; `endedAt` is its last event then. An Ended that comes after all replaces both.
   */
  readonly closedBy?: ClosingRule;
  /** `id` of the later transaction on the same EVSE that proves it. */
  readonly supersededBy?: number;
  readonly chargingState?: ChargingState;
  readonly stoppedReason?: string;
  readonly meterStartWh?: number;
  /** The last register that is known. */
  readonly meterLastWh?: number;
  /** `meterLastWh` less `meterStartWh`, over resets and roll-overs of the meter; absent while one of them is unknown. */
  readonly energyWh?: number;
  /** What flowed back from the vehicle. */
  readonly exportedWh?: number;
  /** Signed meter values, and what came of checking them when they came. */
  readonly signatures?: SignaturesView;
  readonly powerW?: number;
  readonly socPercent?: number;
  readonly lastEventAt: Timestamp;
  readonly eventCount: number;
  /** Sequence numbers between the first and the last known that have not arrived, as [from, to] pairs. */
  readonly missingSeqNos: readonly (readonly [number, number])[];
  /** Those of them that were declared lost. */
  readonly lostSeqNos?: readonly (readonly [number, number])[];
  /** Where the numbers rest on a reading of what the station said, and what else it could mean. */
  readonly doubts?: readonly InferenceView[];
  /** Number of the charge detail record that is in force. */
  readonly cdr?: number;
}

/** Which rule says that a transaction is over although no Ended came. */
export type ClosingRule = 'superseded' | 'deniedByStation' | 'rebooted' | 'silent' | 'operator';

export interface SignaturesView {
  /** `notVerifiable`: no key is registered for the meter, or a signature is of a kind that is not known here. */
  readonly state: 'verified' | 'notVerifiable' | 'invalid';
  readonly count: number;
  readonly verified: number;
  readonly invalid: number;
}

/** A reading that leaves a choice. */
export interface InferenceView {
  readonly took: string;
  readonly alternatives: readonly string[];
}

export interface TransactionEventView {
  readonly seqNo: number;
  readonly eventType: 'Started' | 'Updated' | 'Ended';
  readonly triggerReason: string;
  readonly timestamp: Timestamp;
  readonly receivedAt: Timestamp;
  /** `timestamp` cannot be: the books take `receivedAt`. */
  readonly clockFarOff?: boolean;
  readonly offline: boolean;
  readonly chargingState?: ChargingState;
  /** The payload in the words of OCPP 2.1, whatever the station speaks. */
  readonly event: unknown;
  /** Of each signed meter value in it, in order. */
  readonly signatures?: readonly SignaturesView['state'][];
  /** For a 1.6 station: which reading of its message the translation took, and what it could have been. */
  readonly inference?: InferenceView;
}

/** What can be wrong with a transaction: events that never came, numbers that rest on a guess. */
export type TransactionTrouble = 'gaps' | 'doubts' | 'any';

export interface TransactionFilter {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  readonly trouble?: TransactionTrouble;
  /** Those that began then or later. */
  readonly from?: string;
  /** Those that began before. */
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

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
