import type { Ocpp21 } from '@northbound/protocol';
import type { KeyValueStore } from '../nvm/storage.ts';

type EventData = Ocpp21.EventDataType;

const STORED = 'monitoring:event:';

/** More events than this wait for no link: the least severe, and of those the oldest, go first. */
const MAX_EVENTS = 100;

interface Waiting {
  readonly key: string;
  readonly event: EventData;
}

/** Events that happened without a link, in order, over reboots (2.1 part 2, N07.FR.04). */
export class EventQueue {
  readonly #values: KeyValueStore;
  #waiting: Waiting[] | undefined;

  constructor(values: KeyValueStore) {
    this.#values = values;
  }

  get events(): readonly EventData[] {
    return this.#list().map(({ event }) => event);
  }

  add(event: EventData): void {
    const list = this.#list();
    // Ids rise, and names sort as they do.
    const key = STORED + String(event.eventId).padStart(12, '0');
    if (list.some((waiting) => waiting.key === key)) return;
    if (list.length >= MAX_EVENTS) this.#dropLeastSevere(list);
    this.#values.set(key, JSON.stringify(event));
    list.push({ key, event });
    list.sort((left, right) => left.event.eventId - right.event.eventId);
  }

  remove(event: EventData): void {
    const list = this.#list();
    const index = list.findIndex((waiting) => waiting.event.eventId === event.eventId);
    const [removed] = index < 0 ? [] : list.splice(index, 1);
    if (removed !== undefined) this.#values.delete(removed.key);
  }

  #dropLeastSevere(list: readonly Waiting[]): void {
    const least = list.reduce((worst, each) =>
      (each.event.severity ?? 0) > (worst.event.severity ?? 0) ? each : worst,
    );
    this.remove(least.event);
  }

  #list(): Waiting[] {
    this.#waiting ??= this.#values
      .keys(STORED)
      .toSorted()
      .flatMap((key) => {
        const event = parseEvent(this.#values.get(key));
        return event === undefined ? [] : [{ key, event }];
      });
    return this.#waiting;
  }
}

/** Reads an event that this station stored, or undefined where something else stands there. */
export function parseEvent(text: string | undefined): EventData | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isEvent(value) ? value : undefined;
}

function isEvent(value: unknown): value is EventData {
  return (
    typeof value === 'object' &&
    value !== null &&
    'eventId' in value &&
    typeof value.eventId === 'number' &&
    'timestamp' in value &&
    typeof value.timestamp === 'string' &&
    'actualValue' in value &&
    typeof value.actualValue === 'string' &&
    'component' in value &&
    'variable' in value
  );
}
