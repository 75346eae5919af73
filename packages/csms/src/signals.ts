import type { CallOutcome } from '@northbound/rpc';
import type { Effect } from './campaigns/views.ts';
import type { ModelReport } from './provisioning/report.ts';
import type { CommandRecord } from './remote-control/command.ts';
import type { Station, StationRecord } from './stations/station.ts';
import type { Transaction } from './transactions/domain.ts';

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
  /** It is over, and no charge detail record says yet what the ledger says now. */
  readonly transactionUnsettled: { readonly transaction: Transaction };
  /** It is under way, and sequence numbers are missing. */
  readonly transactionGap: { readonly transaction: Transaction };
  /** A transaction event named the reservation that it uses. */
  readonly reservationUsed: {
    readonly stationId: string;
    readonly reservationId: number;
    readonly transaction: number;
  };
  /** What a command was given for has happened at the station, or will not. */
  readonly effect: {
    readonly until: Effect;
    readonly stationId: string;
    /** As on the wire; of a command of ours its id. */
    readonly requestId: number;
    readonly succeeded: boolean;
    readonly cause?: string;
  };
  /** A command to a station has come to its end, or its answer came late after all. */
  readonly commandSettled: { readonly command: CommandRecord };
  /** A station answered a CALL that had timed out. `request` is the very payload that was handed over. */
  readonly answeredLate: { readonly request: object; readonly answer: CallOutcome<unknown> };
  /** A BootNotification was answered with Pending or Rejected. */
  readonly held: { readonly station: Station };
  /** Somebody removed it from the books. */
  readonly removed: { readonly station: Station };
  /** Its groups are other ones. */
  readonly regrouped: { readonly station: Station };
  /** A report of its device model or monitors has ended, complete or not. */
  readonly reportEnded: { readonly station: Station; readonly report: ModelReport };
  /** Templates of the device model that fit these stations are other ones. */
  readonly templatesChanged: { readonly stations: readonly Station[] };
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
