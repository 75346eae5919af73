import type { EvseConfig, StationState } from '@northbound/station';

/** What checkers ask of a station, whether it is simulated or was a process of its own. */
export interface CheckedStation {
  readonly identity: string;
  /** Absent while it has no power. */
  readonly station:
    | {
        state(): Pick<StationState, 'connected' | 'registration' | 'queuedEvents' | 'evses'>;
      }
    | undefined;
  readonly hardware: {
    readMeter(evseId: number): { readonly registerWh: number };
  };
  readonly board: {
    readonly evses: readonly EvseConfig[];
    readonly config: { readonly variables?: Readonly<Record<string, string>> };
  };
  /** How often the power went. */
  readonly cuts: number;
  /** Events of transactions that the station says it has thinned out, or given up. */
  readonly shedEvents: number;
  /** Whether nobody has moved its wall clock, and no power cut has forgotten it; nobody knows when absent. */
  readonly clockIsRight?: boolean;
  /** Whether a dead letter that a bill rests on found no room, as the station tells; never when absent. */
  readonly hasLostBills?: boolean;
  /** Whether its flash has lost bits. */
  readonly isRotten: boolean;
}
