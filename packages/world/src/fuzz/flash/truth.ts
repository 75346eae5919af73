import type { Ocpp21 } from '@northbound/protocol';
import type { Storage } from '@northbound/station';

/** Everything that a station has ever written: what flash tells later has to be among it. */
export class Truth {
  readonly #written = new Set<string>();
  /** The ids of all transactions that it ever began. */
  readonly transactionIds = new Set<string>();

  /** The storage, with an ear at what goes into it. */
  watch<S extends Storage>(storage: S): S {
    const { queue, security, other, values } = storage;
    const append = queue.append.bind(queue);
    queue.append = (message, after) => {
      this.#noteEvent(message.event);
      this.transactionIds.add(message.event.transactionInfo.transactionId);
      if (after !== undefined) this.note('running', after);
      return append(message, after);
    };
    for (const lane of [security, other]) {
      const append = lane.append.bind(lane);
      lane.append = (message) => {
        this.note('message', message);
        return append(message);
      };
    }
    const cache = values.cache.bind(values);
    values.cache = (key, value, insteadOf) => {
      this.note('value', [key, value]);
      return cache(key, value, insteadOf);
    };
    for (const how of ['claim', 'keep', 'set', 'store'] as const) {
      const put = values[how].bind(values);
      values[how] = (key, value) => {
        this.note('value', [key, value]);
        return put(key, value);
      };
    }
    return storage;
  }

  /** Samples may be thinned out later: each value counts by itself. */
  #noteEvent({ meterValue = [], ...event }: Ocpp21.TransactionEventRequest): void {
    this.note('event', event);
    for (const value of meterValue) this.note('meterValue', value);
  }

  holdsEvent({ meterValue = [], ...event }: Ocpp21.TransactionEventRequest): boolean {
    return (
      this.holds('event', event) && meterValue.every((value) => this.holds('meterValue', value))
    );
  }

  note(kind: string, what: unknown): void {
    this.#written.add(kind + stable(what));
  }

  holds(kind: string, what: unknown): boolean {
    return this.#written.has(kind + stable(what));
  }
}

/** JSON in one order of its fields: what is packed and unpacked keeps no order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
