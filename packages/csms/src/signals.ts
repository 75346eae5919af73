import type { Station, StationRecord } from './stations/station.ts';

/**
 * What one functional block tells the others inside the process. Everything told has been committed. A block adds its
 * own signals here; what operators may hear of goes over the bus instead.
 */
export interface SignalMap {
  /** A connection is open; its boot may still have to be accepted. */
  readonly connected: { readonly station: Station };
  readonly disconnected: { readonly station: Station };
  /** A BootNotification was accepted. `previous` is what was known of the station before it. */
  readonly booted: { readonly station: Station; readonly previous: StationRecord };
  /** A BootNotification was answered with Pending or Rejected. */
  readonly held: { readonly station: Station };
  /** Somebody removed it from the books. */
  readonly removed: { readonly station: Station };
  /** Its groups are other ones. */
  readonly regrouped: { readonly station: Station };
}

type Listener<Name extends keyof SignalMap> = (signal: SignalMap[Name]) => void;

export class Signals {
  readonly #listeners: { [Name in keyof SignalMap]?: Listener<Name>[] } = {};
  readonly #onFailure: (error: unknown) => void;

  /** @param onFailure told when a listener throws: the message that caused the signal has its answer all the same */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  on<Name extends keyof SignalMap>(name: Name, listener: Listener<Name>): void {
    const listeners: Listener<Name>[] = this.#listeners[name] ?? [];
    listeners.push(listener);
    Object.assign(this.#listeners, { [name]: listeners });
  }

  emit<Name extends keyof SignalMap>(name: Name, signal: SignalMap[Name]): void {
    for (const listener of this.#listeners[name] ?? []) {
      try {
        listener(signal);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}
