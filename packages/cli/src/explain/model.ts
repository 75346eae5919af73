import type { FunctionalBlock, Role, Version } from '@northbound/protocol';

/** A frame as it was found in a log, with what the log says around it. */
export interface LogFrame {
  /** The line on which it starts, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** The log's own direction word, seen from whoever wrote the log. */
  readonly mark?: 'in' | 'out';
  /** Where the log names the sender itself. */
  readonly sender?: Role;
  readonly station?: string;
  /** The station's name was guessed from an unlabelled word before the frame. */
  readonly stationIsGuess?: boolean;
  /** The log's time, as it is written there. */
  readonly at?: string;
  readonly version?: Version;
  /** It has no end (the log cut it), or is longer than anything is read. */
  readonly problem?: 'unterminated' | 'tooLong';
}

export interface RequestMessage {
  readonly kind: 'CALL' | 'SEND';
  readonly id: string;
  readonly action: string;
  readonly payload: unknown;
}

interface ResultMessage {
  readonly kind: 'CALLRESULT';
  readonly id: string;
  readonly payload: unknown;
}

interface ErrorMessage {
  readonly kind: 'CALLERROR' | 'CALLRESULTERROR';
  readonly id: string;
  readonly code: string;
  readonly description: string;
}

export type WireMessage = RequestMessage | ResultMessage | ErrorMessage;

/**
 * `error` breaks the standard, `warning` is legal or uncertain but nearly always a fault, `note` explains and does not
 * count as a finding.
 */
export type Severity = 'error' | 'warning' | 'note';

/** Something that is wrong with a message, or worth a note. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One English sentence. */
  readonly message: string;
  /** JSON path in the payload (`$.evse.id`), for findings of the schema. */
  readonly path?: string;
  /** The schema keyword that failed, and what it asks for. */
  readonly keyword?: string;
  readonly limit?: unknown;
  /** The OCPP error code that answers this fault, in the version's spelling. */
  readonly code?: string;
  /** Place in the standard: `2.1 part 2, E02`, `1.6 §4.8`. */
  readonly place?: string;
}

/** A finding about an earlier frame, known only later: an answer that never came. */
export interface LateFinding {
  readonly line: number;
  readonly finding: Finding;
}

/** A CALL of the log, with the line that names it to the reader. */
export interface SeenCall {
  readonly line: number;
  readonly atMs?: number;
  readonly sender?: Role;
  readonly message: RequestMessage;
}

/** A message as the rules of a session see it. */
export interface Observed {
  readonly line: number;
  readonly atMs?: number;
  readonly version: Version;
  readonly sender?: Role;
  readonly message: WireMessage;
  /** Of an answer: the call it answers, when the log holds it. */
  readonly call?: SeenCall;
}

/** One rule over the messages of one station, in the order of the log. */
export interface SessionRule {
  see(observed: Observed): readonly Finding[];
}

/** What there is to say about one frame. */
export interface Explanation {
  readonly line: number;
  readonly at?: string;
  readonly station?: string;
  readonly version: Version;
  readonly sender?: Role;
  readonly kind?: WireMessage['kind'];
  readonly messageId?: string;
  /** Of an answer: the action it answers, and the line of the call. */
  readonly action?: string;
  readonly callLine?: number;
  /** What the message is, in plain language. */
  readonly says: string;
  /** Where the standard describes the action, and its functional block. */
  readonly place?: string;
  readonly block?: FunctionalBlock;
  readonly findings: readonly Finding[];
  /** The start of the frame. */
  readonly text: string;
}
