import type { Version } from '@northbound/protocol';
import type { Dialer } from '@northbound/rpc';
import type { VirtualClock } from '@northbound/rpc/testing';
import { FarEnd, type Reaction } from '../far-end.ts';
import type { AnswerSource } from './answer-source.ts';
import type { Conversation } from './conversation.ts';

const LATENCY_MS = 5;

/** The CSMS's end: accepts every connection and every boot, and answers everything else as the seed draws it. */
export class CsmsEnd {
  readonly #clock: VirtualClock;
  readonly #conversation: Conversation;
  readonly #answers: AnswerSource;
  readonly #line: FarEnd;

  constructor(
    clock: VirtualClock,
    version: Version,
    conversation: Conversation,
    answers: AnswerSource,
  ) {
    this.#clock = clock;
    this.#conversation = conversation;
    this.#answers = answers;
    this.#line = new FarEnd({
      clock,
      version,
      latencyMs: LATENCY_MS,
      heard: (text) => this.#heard(text),
      over: () => conversation.lost(),
    });
  }

  get isOpen(): boolean {
    return this.#line.isOpen;
  }

  get dialer(): Dialer {
    return this.#line.dialer;
  }

  say(any: string): void {
    if (!this.isOpen) return;
    const text = any.toWellFormed();
    this.#conversation.sent(text);
    this.#line.say(text);
  }

  drop(): void {
    this.#line.drop();
  }

  #heard(text: string): Reaction | undefined {
    const call = this.#conversation.received(text);
    if (call === undefined) return undefined;
    return () => {
      const isBoot = call.action === 'BootNotification';
      const answers = isBoot
        ? [JSON.stringify([3, call.id, this.#accepted()])]
        : this.#answers.answers(call.id, call.action);
      for (const answer of answers) this.say(answer);
    };
  }

  #accepted(): object {
    const currentTime = new Date(this.#clock.epochMs()).toISOString();
    return { currentTime, interval: 300, status: 'Accepted' };
  }
}
