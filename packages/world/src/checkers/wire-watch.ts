import { CALL, RESULT } from './frames.ts';
import { Told } from './told.ts';
import type { Violation } from './violation.ts';

/** A CALL whose loss costs money, with its id; every frame is looked at, so nothing else is parsed. */
const KEPT = /^\[2,"([^"]+)","(TransactionEvent|StartTransaction|StopTransaction)"/;
const REFUSAL = /^\[3,.*"(?:idTokenInfo|idTagInfo)":\{[^}]*"status":"(?!Accepted")/;

/** What is read of such a CALL. Each stands in it once, and most of its text is samples: to parse it all costs more. */
const TRANSACTION = /"transactionId":"?([^",}]+)/;
const TOKEN = /"idToken":\{[^}]*"idToken":"([^"]+)/;
const SEQ_NO = /"seqNo":(\d+)/;
/** Its own: those of its values come after it. */
const TIMESTAMP = /"timestamp":"([^"]+)"/;
const SAMPLE = '"value":';
const TRIGGER = /"triggerReason":"(\w+)"/;
/** Of a StartTransaction. */
const CONNECTOR = /"connectorId":(\d+)/;
const ID_TAG = /"idTag":"([^"]+)/;
const METER_START = /"meterStart":(\d+)/;

/** What worlds leave OCPPCommCtrlr.MessageTimeout at. */
const MESSAGE_TIMEOUT_MS = 30_000;

/** Texts of a station that are kept to be compared with their repetitions; many more than any queue sends in a row. */
const KEPT_TEXTS = 2_000;

/** What the CSMS has taken the responsibility for by an answer. */
export interface Answered {
  readonly identity: string;
  readonly action: string;
  /** On the wire; of a 1.6 station the number that the CSMS gave it. */
  readonly transactionId: string;
  /** 2.x */
  readonly seqNo?: number;
  /** When it happened, as the station says, and how many samples it brought. Not known of a StartTransaction. */
  readonly content?: string;
  /** 2.x: of a Started, what began it. */
  readonly startedBy?: string;
}

/** What is compared of a message of a transaction with what is in the books of it. */
export function contentOf(timestamp: string, samples: number): string {
  return `${timestamp} ${samples}`;
}

/** A token that an answer refuses, and the transaction that it refuses it. */
export type Refused =
  | { readonly idToken: string; readonly transactionId: string }
  /** A 1.6 station has no number yet that both sides know. */
  | { readonly idToken: string; readonly evseId: number; readonly meterStartWh: number };

/**
 * Watches the wire: who repeats a message with its id repeats it word for word, no command leaves twice, and what was
 * answered is remembered to be looked up in the books.
 */
export class WireWatch {
  readonly violations: Violation[] = [];
  readonly answered = new Map<string, Answered>();
  /** What it has taken it for beside transactions. */
  readonly told = new Told();
  /** By station, the oldest first. */
  readonly #calls = new Map<
    string,
    Map<string, { readonly action: string; readonly text: string }>
  >();
  /** By station, its newest CALL: the only one that may still wait for an answer (2.0.1 part 4, 4.1.1). */
  readonly #newest = new Map<string, { readonly text: string; readonly atMs: number }>();
  readonly #commands = new Set<string>();
  /** Ids and triggers as they came first: each piece of a text would keep all of that text in memory. */
  readonly #pieces = new Map<string, string>();
  readonly #isRotten: (identity: string) => boolean;

  /** @param isRotten whether the flash of a station has lost bits: it may have forgotten what it repeats */
  constructor(isRotten: (identity: string) => boolean = () => false) {
    this.#isRotten = isRotten;
  }

  /** A text that a side has sent. */
  sent(identity: string, from: 'station' | 'csms', text: string): void {
    if (from === 'csms') {
      if (text.startsWith('[2')) this.#command(identity, text);
      else this.#answer(identity, text);
      return;
    }
    const [, id, action] = KEPT.exec(text) ?? [];
    if (id === undefined || action === undefined) return;
    const calls = this.#callsOf(identity);
    const before = calls.get(id);
    if (before === undefined) {
      calls.set(id, { action, text });
      const [oldest] = calls.keys();
      if (calls.size > KEPT_TEXTS && oldest !== undefined) calls.delete(oldest);
    } else if (before.text !== text && !this.#isRotten(identity)) {
      const what = `sent ${action} with other content under the same id`;
      this.violations.push({ rule: 'retry', place: `${identity} message ${id}`, what });
    }
  }

  /** A text that a station has sent: whatever it waited for before, it waits for no more when this is a CALL. */
  waits(identity: string, text: string, nowMs: number): void {
    if (text.startsWith('[2')) this.#newest.set(identity, { text, atMs: nowMs });
  }

  /**
   * Whose token an answer to a TransactionEvent, or to a StartTransaction, refuses; undefined when it refuses none. What
   * was cut on its way is no message (2.0.1 part 4, 4.1.2). Nor does count what comes after the MessageTimeout: the CALL is taken for not sent
   * (part 2, 2.1.3) and is sent again (E13.FR.02), and the answer to that refuses the token.
   */
  refusedBy(identity: string, text: string, nowMs: number): Refused | undefined {
    if (!REFUSAL.test(text)) return undefined;
    const [, id] = RESULT.exec(text) ?? [];
    const call = id === undefined ? undefined : this.#callsOf(identity).get(id);
    if (call === undefined || payloadOf(text) === undefined) return undefined;
    const newest = this.#newest.get(identity);
    const isAwaited = newest?.text === call.text && nowMs - newest.atMs < MESSAGE_TIMEOUT_MS;
    return isAwaited ? refusedIn(call) : undefined;
  }

  /** Whoever repeats a command without knowing what became of it makes a station do it twice. */
  #command(identity: string, text: string): void {
    const [, id, action] = CALL.exec(text) ?? [];
    const [remoteStart] = /"remoteStartId":\d+/.exec(text) ?? [];
    for (const mark of [id, remoteStart]) {
      if (mark === undefined) continue;
      const key = `${identity} ${mark}`;
      if (this.#commands.has(key)) {
        const what = `${action} was sent twice`;
        this.violations.push({ rule: 'twice', place: `${identity} command ${mark}`, what });
      }
      this.#commands.add(key);
    }
  }

  #answer(identity: string, text: string): void {
    const [, id] = RESULT.exec(text) ?? [];
    if (id === undefined) return;
    const newest = this.#newest.get(identity)?.text ?? '';
    if (newest.startsWith(`[2,"${id}"`) && this.told.isKept(newest)) {
      if (payloadOf(text) !== undefined) this.told.answered(identity, newest);
      return;
    }
    const call = this.#callsOf(identity).get(id);
    const key = `${identity} ${id}`;
    if (call === undefined || this.answered.has(key)) return;
    const { action } = call;
    const answer = payloadOf(text);
    // An answer that was spoiled on its way promises nothing.
    if (answer === undefined) return;
    const transactionId =
      action === 'StartTransaction'
        ? Object(answer).transactionId
        : TRANSACTION.exec(call.text)?.[1];
    if (transactionId === undefined) return;
    const [, seqNo] = SEQ_NO.exec(call.text) ?? [];
    const [, startedBy] = call.text.includes('"eventType":"Started"')
      ? (TRIGGER.exec(call.text) ?? [])
      : [];
    this.answered.set(key, {
      identity,
      action,
      transactionId: this.#piece(String(transactionId)),
      ...(seqNo !== undefined && { seqNo: Number(seqNo) }),
      ...(startedBy !== undefined && { startedBy: this.#piece(startedBy) }),
      ...(action !== 'StartTransaction' && { content: contentIn(call) }),
    });
  }

  #piece(text: string): string {
    const known = this.#pieces.get(text);
    if (known !== undefined) return known;
    this.#pieces.set(text, text);
    return text;
  }

  #callsOf(identity: string): Map<string, { readonly action: string; readonly text: string }> {
    const known = this.#calls.get(identity);
    if (known !== undefined) return known;
    const calls = new Map<string, { readonly action: string; readonly text: string }>();
    this.#calls.set(identity, calls);
    return calls;
  }
}

/** Whose token it is that a CALL tells. */
function refusedIn(call: { readonly action: string; readonly text: string }): Refused | undefined {
  const { action, text } = call;
  if (action === 'StartTransaction') {
    const [, idToken] = ID_TAG.exec(text) ?? [];
    const [, connectorId] = CONNECTOR.exec(text) ?? [];
    const [, meterStart] = METER_START.exec(text) ?? [];
    if (idToken === undefined) return undefined;
    return { idToken, evseId: Number(connectorId), meterStartWh: Number(meterStart) };
  }
  const [, transactionId] = TRANSACTION.exec(text) ?? [];
  const [, idToken] = TOKEN.exec(text) ?? [];
  const [, trigger] = TRIGGER.exec(text) ?? [];
  // The answer to the token that ended a session says nothing about the next one.
  const isOfAnEnd = trigger === 'StopAuthorized' || action === 'StopTransaction';
  if (transactionId === undefined || idToken === undefined || isOfAnEnd) return undefined;
  return { transactionId, idToken };
}

/** What its event in the books says of a CALL: a StopTransaction tells its last register in a field of its own. */
function contentIn({ action, text }: { readonly action: string; readonly text: string }): string {
  const [, timestamp = ''] = TIMESTAMP.exec(text) ?? [];
  const samples = text.split(SAMPLE).length - 1;
  return contentOf(timestamp, action === 'StopTransaction' ? samples + 1 : samples);
}

function payloadOf(answer: string): unknown {
  try {
    const frame: unknown = JSON.parse(answer);
    return Array.isArray(frame) ? frame[2] : undefined;
  } catch {
    return undefined;
  }
}
