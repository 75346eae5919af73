import type { Violation } from './violation.ts';

/** A CALL whose loss costs money, with its id; every frame is looked at, so nothing else is parsed. */
const KEPT = /^\[2,"([^"]+)","(TransactionEvent|StartTransaction|StopTransaction)"/;
const ANSWER = /^\[3,"([^"]+)"/;

/** What the CSMS has taken the responsibility for by an answer. */
export interface Answered {
  readonly identity: string;
  readonly action: string;
  /** On the wire; of a 1.6 station the number that the CSMS gave it. */
  readonly transactionId: string;
  /** 2.x */
  readonly seqNo?: number;
}

/**
 * Watches the wire: who repeats a message with its id repeats it word for word, and what was answered is remembered to
 * be looked up in the books.
 */
export class WireWatch {
  readonly violations: Violation[] = [];
  readonly answered = new Map<string, Answered>();
  readonly #calls = new Map<string, { readonly action: string; readonly text: string }>();

  /** A text that a side has sent. */
  sent(identity: string, from: 'station' | 'csms', text: string): void {
    if (from === 'csms') {
      this.#answer(identity, text);
      return;
    }
    const [, id, action] = KEPT.exec(text) ?? [];
    if (action === undefined) return;
    const key = `${identity} ${id}`;
    const before = this.#calls.get(key);
    this.#calls.set(key, { action, text });
    if (before === undefined || before.text === text) return;
    const what = `sent ${action} with other content under the same id`;
    this.violations.push({ rule: 'retry', place: `${identity} message ${id}`, what });
  }

  #answer(identity: string, text: string): void {
    const [, id] = ANSWER.exec(text) ?? [];
    const key = `${identity} ${id}`;
    const call = id === undefined ? undefined : this.#calls.get(key);
    if (call === undefined || this.answered.has(key)) return;
    const request = payloadOf(call.text, 3);
    const answer = payloadOf(text, 2);
    // An answer that was spoiled on its way promises nothing.
    if (answer === undefined) return;
    const { action } = call;
    const { transactionId } = Object(
      action === 'TransactionEvent'
        ? Object(request).transactionInfo
        : action === 'StartTransaction'
          ? answer
          : request,
    );
    const { seqNo } = Object(request);
    this.answered.set(key, {
      identity,
      action,
      transactionId: String(transactionId),
      ...(typeof seqNo === 'number' && { seqNo }),
    });
  }
}

function payloadOf(text: string, index: number): unknown {
  try {
    const frame: unknown = JSON.parse(text);
    return Array.isArray(frame) ? frame[index] : undefined;
  } catch {
    return undefined;
  }
}
