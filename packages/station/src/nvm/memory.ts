import { SparseMap } from '../sparse-map.ts';
import type { DeadLetter } from './medium.ts';
import { DEAREST, spaceOfLetter, worthOf } from './parking.ts';
import type { LaneStatus, StorageStatus } from './status.ts';
import type {
  DeadLetterBox,
  KeyValueStore,
  LaneEntry,
  MessageLane,
  MessageQueue,
  QueuedEvent,
  QueuedMessage,
  RunningTransaction,
  Storage,
} from './storage.ts';

/** Messages that a lane, or the dead letters, hold in RAM at most. */
const MOST_MESSAGES = 100;

/** Storage in RAM: it survives the simulated power cuts of its process, not the end of it. */
export function memoryStorage(): Storage {
  return new MemoryStorage();
}

class MemoryStorage implements Storage {
  readonly deadLetters = new MemoryDeadLetters();
  readonly queue = new MemoryQueue(this.deadLetters);
  readonly security = new MemoryLane('security', this.deadLetters);
  readonly other = new MemoryLane('other', this.deadLetters);
  readonly values = new MemoryValues();

  listen(listener: Parameters<Storage['listen']>[0]): void {
    this.deadLetters.tell = listener;
  }

  status(nowEpochMs: number): StorageStatus {
    const lane = (messages: number, oldest: string | undefined, dropped = 0): LaneStatus => ({
      messages,
      ...(oldest !== undefined && { oldestAgeMs: nowEpochMs - Date.parse(oldest) }),
      usedBytes: 0,
      quotaBytes: 0,
      dropped,
      unreadable: 0,
    });
    const { deadLetters, other, queue, security } = this;
    const { length: messages, lost, parked } = deadLetters;
    return {
      transactions: lane(queue.length, queue.first()?.event.timestamp),
      security: lane(security.length, security.oldest?.timestamp, security.dropped),
      other: lane(other.length, other.oldest?.timestamp, other.dropped),
      deadLetters: { messages, usedBytes: 0, quotaBytes: 0, parked, lost },
      thinnedSamples: 0,
      ramBytes: 0,
      ramBudgetBytes: 0,
    };
  }
}

type Letter = { readonly letter: DeadLetter; readonly requeue: () => void };

class MemoryDeadLetters implements DeadLetterBox {
  readonly #letters: Letter[] = [];
  tell: Parameters<Storage['listen']>[0];
  parked = 0;
  lost = 0;

  get length(): number {
    return this.#letters.length;
  }

  list(): readonly DeadLetter[] {
    return this.#letters.map(({ letter }) => letter);
  }

  requeue(id: number): boolean {
    const letter = this.#take(id);
    letter?.requeue();
    return letter !== undefined;
  }

  discard(id: number): boolean {
    return this.#take(id) !== undefined;
  }

  parkEvent(message: QueuedEvent, requeue: () => void): void {
    this.#park({ letter: { id: this.parked + 1, lane: 'transactions', message }, requeue });
  }

  parkMessage(lane: 'security' | 'other', message: QueuedMessage, requeue: () => void): void {
    this.#park({ letter: { id: this.parked + 1, lane, message }, requeue });
  }

  #park(parked: Letter): void {
    this.parked++;
    this.#letters.push(parked);
    const { lane, message } = parked.letter;
    this.tell?.({ type: 'parked', lane, messageId: message.messageId });
    if (this.#letters.length <= MOST_MESSAGES) return;
    const worths = this.#letters.map(({ letter }) => worthOf(spaceOfLetter(letter)));
    const least = Math.min(...worths);
    this.#letters.splice(worths.indexOf(least), 1);
    this.lost++;
    this.tell?.({ type: 'deadLettersLost', messages: 1, bills: least === DEAREST ? 1 : 0 });
  }

  #take(id: number): Letter | undefined {
    const index = this.#letters.findIndex(({ letter }) => letter.id === id);
    return index < 0 ? undefined : this.#letters.splice(index, 1)[0];
  }
}

class MemoryQueue implements MessageQueue {
  readonly hasRoomForTransaction = true;
  readonly #messages: QueuedEvent[] = [];
  readonly #letters: MemoryDeadLetters;
  readonly #running = new SparseMap<string, RunningTransaction>();

  constructor(letters: MemoryDeadLetters) {
    this.#letters = letters;
  }

  get length(): number {
    return this.#messages.length;
  }

  append(message: QueuedEvent, after: RunningTransaction | undefined): boolean {
    this.#messages.push(message);
    const { transactionId } = message.event.transactionInfo;
    if (after === undefined) this.#running.delete(transactionId);
    else this.#running.set(transactionId, after);
    return true;
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

  park(remembered?: string): void {
    const given = this.#messages.shift();
    if (given === undefined) return;
    const message = { ...given, ...(remembered !== undefined && { remembered }) };
    this.#letters.parkEvent(message, () => this.#messages.push({ ...message, attempts: 0 }));
  }

  messages(): readonly QueuedEvent[] {
    return this.#messages;
  }

  holds(transactionId: string, besideId?: string): boolean {
    return this.#messages.some(
      ({ event, messageId }) =>
        messageId !== besideId && event.transactionInfo.transactionId === transactionId,
    );
  }

  running(): readonly RunningTransaction[] {
    return [...this.#running.values()];
  }
}

class MemoryLane implements MessageLane {
  readonly #lane: 'security' | 'other';
  readonly #letters: MemoryDeadLetters;
  #entries: readonly LaneEntry[] = NONE;
  #lastId = 0;
  dropped = 0;

  constructor(lane: 'security' | 'other', letters: MemoryDeadLetters) {
    this.#lane = lane;
    this.#letters = letters;
  }

  get length(): number {
    return this.#entries.length;
  }

  get oldest(): QueuedMessage | undefined {
    return this.#entries[0]?.message;
  }

  append(message: QueuedMessage): number {
    const { replaces } = message;
    const kept = this.#entries.filter(
      (entry) => replaces === undefined || entry.message.replaces !== replaces,
    );
    if (kept.length >= MOST_MESSAGES) {
      const least = kept
        .slice(1)
        .reduce((worst, each) => (severityOf(each) > severityOf(worst) ? each : worst));
      kept.splice(kept.indexOf(least), 1);
      this.dropped++;
      this.#letters.tell?.({ type: 'dropped', lane: this.#lane, messages: 1 });
    }
    const entry = { id: ++this.#lastId, message, attempts: 0 };
    this.#entries = [...kept, entry];
    return entry.id;
  }

  entries(): readonly LaneEntry[] {
    return this.#entries;
  }

  remove(ids: readonly number[]): void {
    const left = this.#entries.filter(({ id }) => !ids.includes(id));
    this.#entries = left.length === 0 ? NONE : left;
  }

  countAttempt(id: number): void {
    this.#entries = this.#entries.map((entry) =>
      entry.id === id ? { ...entry, attempts: entry.attempts + 1 } : entry,
    );
  }

  park(id: number): void {
    const parked = this.#entries.find((entry) => entry.id === id);
    if (parked === undefined) return;
    this.remove([id]);
    this.#letters.parkMessage(this.#lane, parked.message, () => this.append(parked.message));
  }
}

/** Thousands of stations have nothing to tell most of the time. */
const NONE: readonly LaneEntry[] = [];

function severityOf({ message }: LaneEntry): number {
  return message.severity ?? 5;
}

class MemoryValues implements KeyValueStore {
  readonly #values = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): boolean {
    this.#values.set(key, value);
    return true;
  }

  reserve(): boolean {
    return true;
  }

  claim(key: string, value: string): boolean {
    return this.set(key, value);
  }

  keep(key: string, value: string): boolean {
    return this.set(key, value);
  }

  store(key: string, value: string): boolean {
    return this.set(key, value);
  }

  cache(key: string, value: string, insteadOf: readonly string[] = []): boolean {
    for (const other of insteadOf) this.delete(other);
    return this.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  keys(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix));
  }
}
