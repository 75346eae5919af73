import type {
  KeyValueStore,
  MessageQueue,
  QueuedEvent,
  RunningTransaction,
  Storage,
} from './storage.ts';

/** Storage in RAM: it survives the simulated power cuts of its process, not the end of it. */
export function memoryStorage(): Storage {
  return { queue: new MemoryQueue(), values: new MemoryValues() };
}

class MemoryQueue implements MessageQueue {
  readonly #messages: QueuedEvent[] = [];
  readonly #parked: QueuedEvent[] = [];
  readonly #running = new Map<string, RunningTransaction>();

  get length(): number {
    return this.#messages.length;
  }

  append(message: QueuedEvent, after: RunningTransaction | undefined): void {
    this.#messages.push(message);
    const { transactionId } = message.event.transactionInfo;
    if (after === undefined) this.#running.delete(transactionId);
    else this.#running.set(transactionId, after);
  }

  first(): QueuedEvent | undefined {
    return this.#messages[0];
  }

  countAttempt(): void {
    const message = this.#messages[0];
    if (message !== undefined) this.#messages[0] = { ...message, attempts: message.attempts + 1 };
  }

  remove(): void {
    this.#messages.shift();
  }

  park(): void {
    const message = this.#messages.shift();
    if (message !== undefined) this.#parked.push(message);
  }

  holds(transactionId: string): boolean {
    return this.#messages.some(
      ({ event }) => event.transactionInfo.transactionId === transactionId,
    );
  }

  running(): readonly RunningTransaction[] {
    return [...this.#running.values()];
  }
}

class MemoryValues implements KeyValueStore {
  readonly #values = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  keys(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix));
  }
}
