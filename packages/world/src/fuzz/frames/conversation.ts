import type { Protocol, Role, Version } from '@northbound/protocol';
import { type Expectation, expectationOf } from './expectation.ts';

/** Answers that are due under one message id. */
interface Due {
  readonly expected: Expectation[];
  readonly texts: Set<string>;
  answers: number;
}

/** What the side under test says, held against what was said to it. */
export class Conversation {
  /** What was wrong, the first of it first. */
  readonly complaints: string[] = [];
  /** Requests that were answered with a result. */
  accepted: { readonly action: string; readonly payload: unknown }[] = [];
  readonly #protocol: Protocol<Version>;
  readonly #receiver: Role;
  readonly #domainCodes: readonly string[];
  readonly #due = new Map<string, Due>();
  readonly #calls = new Map<string, string>();

  constructor(protocol: Protocol<Version>, receiver: Role, domainCodes: readonly string[]) {
    this.#protocol = protocol;
    this.#receiver = receiver;
    this.#domainCodes = domainCodes;
  }

  /** Whether everything that was asked is answered. */
  get isSettled(): boolean {
    return this.#due.size === 0;
  }

  /** A text goes to the side under test. */
  sent(text: string): void {
    const expected = expectationOf(text, this.#protocol, this.#receiver, this.#domainCodes);
    if (expected === undefined) return;
    const due = this.#due.get(expected.id);
    if (due === undefined) {
      this.#due.set(expected.id, { expected: [expected], texts: new Set([text]), answers: 0 });
    } else {
      due.expected.push(expected);
      due.texts.add(text);
    }
  }

  /**
   * A text came from the side under test.
   * @returns its CALL, which wants an answer
   */
  received(text: string): { readonly id: string; readonly action: string } | undefined {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) {
      this.#complain(`says what is no frame: ${text}`);
      return undefined;
    }
    const [type, id, third, fourth]: readonly unknown[] = frame;
    if (typeof id !== 'string' || id === '') {
      this.#complain(`sends a frame without an id: ${text}`);
      return undefined;
    }
    switch (type) {
      case 2:
      case 6:
        return this.#called(id, third, fourth, text, type === 2);
      case 3:
        this.#answered(id, text, (expected) => this.#isResult(expected, third));
        return undefined;
      case 4:
        this.#answered(id, text, ({ codes }) => codes.has(String(third)));
        return undefined;
      case 5:
        if (this.#protocol.version === '2.1' && this.#calls.has(id)) return undefined;
    }
    this.#complain(`sends what it never should: ${text}`);
    return undefined;
  }

  /** So many answers as may come have come; whoever repeats a message later asks anew. */
  settle(): void {
    for (const [id, { expected, texts, answers }] of this.#due) {
      if (answers > expected.length) this.#complain(`answers ${id} ${answers} times`);
      if (answers >= texts.size) this.#due.delete(id);
    }
  }

  /** The connection is over: nothing that was asked on it is answered any more. */
  lost(): void {
    this.#due.clear();
    this.#calls.clear();
  }

  /** The time for answers is over. */
  end(): void {
    this.settle();
    for (const { texts, answers } of this.#due.values()) {
      this.#complain(`answers ${answers} of ${texts.size}: ${[...texts].join(' ')}`);
    }
    this.#due.clear();
  }

  #called(
    id: string,
    action: unknown,
    payload: unknown,
    text: string,
    isCall: boolean,
  ): { readonly id: string; readonly action: string } | undefined {
    if (typeof action !== 'string') {
      this.#complain(`calls without an action: ${text}`);
      return undefined;
    }
    const info = this.#protocol.actions.get(action);
    const isItsOwn = info?.from === 'Both' || info?.from === this.#receiver;
    if (!isItsOwn || (info?.kind === 'CALL') !== isCall) {
      this.#complain(`calls what a ${this.#receiver} does not: ${text}`);
    } else if (this.#protocol.request(action)?.is(payload) !== true) {
      const [violation] = this.#protocol.request(action)?.explain(payload) ?? [];
      this.#complain(`calls with an invalid payload: ${violation?.message} ${text}`);
    }
    // Who repeats a call that was not processed repeats it word for word.
    if ((this.#calls.get(id) ?? text) !== text) this.#complain(`uses an id again: ${text}`);
    this.#calls.set(id, text);
    return isCall ? { id, action } : undefined;
  }

  #answered(id: string, text: string, fits: (expected: Expectation) => boolean): void {
    const due = this.#due.get(id);
    if (due === undefined) {
      this.#complain(`answers what nobody asked: ${text}`);
      return;
    }
    due.answers += 1;
    if (!due.expected.some(fits)) {
      this.#complain(`answers ${[...due.texts].join(' ')} with ${text}`);
      return;
    }
    if (text.startsWith('[3')) this.#accept(due);
  }

  /** Which of several under one id it answers is not told; each of them may have had its effect. */
  #accept({ expected, texts }: Due): void {
    if (!expected.some(({ action }) => action !== undefined)) return;
    for (const text of texts) {
      const { action } = expectationOf(text, this.#protocol, this.#receiver, []) ?? {};
      if (action === undefined) continue;
      const frame: unknown = JSON.parse(text);
      if (Array.isArray(frame)) this.accepted.push({ action, payload: frame[3] });
    }
  }

  #isResult({ action }: Expectation, payload: unknown): boolean {
    return action !== undefined && this.#protocol.response(action)?.is(payload) === true;
  }

  #complain(what: string): void {
    if (this.complaints.length < 5) this.complaints.push(`the ${this.#receiver} ${what}`);
  }
}
