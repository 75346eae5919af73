/** An inbound CALL or SEND: what its handler sees of it, and what a repetition needs. */
export interface InboundCall {
  readonly kind: 'CALL' | 'SEND';
  readonly messageId: string;
  readonly action: string;
  /** The bytes as they came. */
  readonly text: string;
  /** Dropped once it is handled. */
  payload: unknown;
  /** The frame that answered it; undefined until then, and for a SEND. */
  answer: string | undefined;
}

/** The message with the same id and bytes; failing that, one with the same id. */
export function findEarlier(
  messages: readonly InboundCall[],
  { messageId, text }: InboundCall,
): InboundCall | undefined {
  let sameId: InboundCall | undefined;
  for (const earlier of messages) {
    if (earlier.messageId !== messageId) continue;
    if (earlier.text === text) return earlier;
    sameId = earlier;
  }
  return sameId;
}

const MAX_MESSAGES = 2;
const MAX_CHARACTERS = 1024;

/**
 * The last messages of a connection with their answers. A station has one CALL outstanding, so the
 * one it repeats is the one whose answer it lost: the last CALL, however many SENDs came after it.
 * Of long ones only one is kept: texts that live longer than a message cost a
 * tenth of the whole round trip in garbage collection.
 */
export class RecentMessages {
  readonly #messages: InboundCall[] = [];
  #characters = 0;

  /** Oldest first. */
  get messages(): readonly InboundCall[] {
    return this.#messages;
  }

  add(message: InboundCall): void {
    const messages = this.#messages;
    messages.push(message);
    this.#characters += sizeOf(message);
    while (
      messages.length > MAX_MESSAGES ||
      (messages.length > 1 && this.#characters > MAX_CHARACTERS)
    ) {
      const [forgotten] = messages.splice(this.#isLastCallOldest() ? 1 : 0, 1);
      if (forgotten !== undefined) this.#characters -= sizeOf(forgotten);
    }
  }

  #isLastCallOldest(): boolean {
    return this.#messages.findLastIndex(({ kind }) => kind === 'CALL') === 0;
  }
}

const sizeOf = (message: InboundCall): number =>
  message.text.length + (message.answer?.length ?? 0);
