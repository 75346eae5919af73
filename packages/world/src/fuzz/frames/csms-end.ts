import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import type { DialListener, Link } from '@northbound/rpc';
import type { VirtualClock } from '@northbound/rpc/testing';
import type { AnswerSource } from './answer-source.ts';
import type { Conversation } from './conversation.ts';

/** The CSMS's end: accepts every connection and every boot, and answers everything else as the seed draws it. */
export class CsmsEnd {
  readonly #clock: VirtualClock;
  readonly #version: Version;
  readonly #conversation: Conversation;
  readonly #answers: AnswerSource;
  #listener: DialListener | undefined;

  constructor(
    clock: VirtualClock,
    version: Version,
    conversation: Conversation,
    answers: AnswerSource,
  ) {
    this.#clock = clock;
    this.#version = version;
    this.#conversation = conversation;
    this.#answers = answers;
  }

  get isOpen(): boolean {
    return this.#listener !== undefined;
  }

  say(any: string): void {
    if (this.#listener === undefined) return;
    const text = any.toWellFormed();
    this.#conversation.sent(text);
    this.#listener.onText(text);
  }

  drop(): void {
    const listener = this.#listener;
    this.#over();
    listener?.onClosed(1006, '');
  }

  dialled(listener: DialListener): Link {
    let isClosed = false;
    const over = (code: number) => {
      if (isClosed) return;
      isClosed = true;
      if (this.#listener === listener) this.#over();
      this.#clock.after(5, () => listener.onClosed(code, ''));
    };
    this.#clock.after(20, () => {
      if (isClosed) return;
      this.#listener = listener;
      listener.onOpened(SUBPROTOCOLS[this.#version]);
    });
    return {
      bufferedBytes: 0,
      send: (text) => {
        if (this.#listener === listener) this.#hear(text);
      },
      close: (code) => over(code),
      terminate: () => over(1006),
      ping: () => this.#clock.after(5, () => isClosed || listener.onPong()),
      setReading: () => undefined,
    };
  }

  #over(): void {
    this.#listener = undefined;
    this.#conversation.lost();
  }

  #hear(text: string): void {
    const call = this.#conversation.received(text);
    if (call === undefined) return;
    const listener = this.#listener;
    this.#clock.after(5, () => {
      if (this.#listener !== listener) return;
      const isBoot = call.action === 'BootNotification';
      const answers = isBoot
        ? [JSON.stringify([3, call.id, this.#accepted()])]
        : this.#answers.answers(call.id, call.action);
      for (const answer of answers) this.say(answer);
    });
  }

  #accepted(): object {
    const currentTime = new Date(this.#clock.epochMs()).toISOString();
    return { currentTime, interval: 300, status: 'Accepted' };
  }
}
