import type { Link, LinkListener } from '@northbound/rpc';
import type { AnswerSource } from './answer-source.ts';
import type { Conversation } from './conversation.ts';

/** A station's end of a link: everything that the CSMS says is looked at, and its calls get what the seed draws. */
export class StationLink implements Link {
  readonly bufferedBytes = 0;
  listener: LinkListener | undefined;
  readonly #conversation: Conversation;
  readonly #answers: AnswerSource;
  #isOpen = true;

  constructor(conversation: Conversation, answers: AnswerSource) {
    this.#conversation = conversation;
    this.#answers = answers;
  }

  say(any: string): void {
    if (!this.#isOpen) return;
    const text = any.toWellFormed();
    this.#conversation.sent(text);
    this.listener?.onText(text);
  }

  send(text: string): void {
    const call = this.#conversation.received(text);
    if (call === undefined) return;
    queueMicrotask(() => {
      for (const answer of this.#answers.answers(call.id, call.action)) this.say(answer);
    });
  }

  drop(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.listener?.onClosed(1006, '');
  }

  close(code: number, reason: string): void {
    this.#conversation.complaints.push(`the CSMS closes the connection: ${code} ${reason}`);
    queueMicrotask(() => this.drop());
  }

  terminate(): void {
    this.close(1006, 'terminated');
  }

  ping(): void {
    queueMicrotask(() => this.listener?.onPong());
  }

  setReading(): void {}
}
