import type { TokenFilter, TokenView } from './authorization/views.ts';
import type { FrameView, StationFramePage } from './gateway/views.ts';
import type { MeterValueView } from './metering/views.ts';
import type { CommandOutcome } from './remote-control/views.ts';
import type { StationFilter, StationSet, StationView } from './stations/views.ts';
import type {
  TransactionEventView,
  TransactionFilter,
  TransactionView,
} from './transactions/views.ts';

export type { ApiKeyView, Role } from './api/views.ts';
export type { AllowedPlace, TokenView } from './authorization/views.ts';
export type { AvailabilityState } from './availability/views.ts';
export type { CsmsEvent } from './bus/events.ts';
export type { FrameView } from './gateway/views.ts';
export type { MeterValueView } from './metering/views.ts';
export type { CommandOutcome } from './remote-control/views.ts';
export type {
  ConnectorView,
  EvseView,
  StationFilter,
  StationSet,
  StationSort,
  StationView,
} from './stations/views.ts';
export type {
  ChargingState,
  ClosingRule,
  InferenceView,
  SignaturesView,
  TransactionEventView,
  TransactionFilter,
  TransactionTrouble,
  TransactionView,
} from './transactions/views.ts';

/** One page of a list. `nextCursor` asks for the page after it; absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** Moments in views are RFC 3339 in UTC. */
export type Timestamp = string;

/** Everything the API and the console may ask. */
export interface Queries {
  /** @param among only these; all when absent */
  stations(filter: StationFilter, among?: StationSet): Promise<Page<StationView>>;
  /** Whether it is known, or was and has left something in the books. */
  hasHeardOf(stationId: string): Promise<boolean>;
  station(stationId: string): Promise<StationView | undefined>;
  /** Newest first. A page may hold fewer than were asked for, and a cursor all the same. */
  frames(stationId: string, page: StationFramePage): Promise<Page<FrameView>>;
  /** Newest first. */
  transactions(filter: TransactionFilter): Promise<Page<TransactionView>>;
  transaction(id: number): Promise<TransactionView | undefined>;
  /** By number. */
  transactionEvents(
    id: number,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<Page<TransactionEventView>>;
  /** By event; the limit counts events. */
  transactionMeterValues(
    id: number,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<Page<MeterValueView>>;
  /** Values outside transactions included, newest first. */
  meterValues(
    stationId: string,
    page: {
      readonly evseId?: number;
      readonly from?: Timestamp;
      readonly to?: Timestamp;
      readonly limit: number;
    },
  ): Promise<readonly MeterValueView[]>;
  tokens(filter: TokenFilter): Promise<Page<TokenView>>;
  token(idToken: string, type: string): Promise<TokenView | undefined>;
}

/** Everything the API and the console may do to stations and tables. Each rejects with {@link CommandError} where said. */
export interface Commands {
  /**
   * Registers a station, or changes one; a password begins its security profile at 1 again.
   * @throws CommandError `invalidValue` for an identity with which no station of any version can connect
   */
  putStation(stationId: string, change: { readonly password?: string }): Promise<StationView>;
  /** @returns false when there is no such station. Closes its connection. */
  deleteStation(stationId: string): Promise<boolean>;
  putToken(token: TokenView): Promise<TokenView>;
  deleteToken(idToken: string, type: string): Promise<boolean>;
  /**
   * Sends any CSMS action of the station's version, with the payload as it is.
   * @throws CommandError `unknownStation`, `unknownAction`, `wrongDirection`, `invalidPayload` (with violations)
   */
  call(
    stationId: string,
    action: string,
    payload: unknown,
    timeoutS?: number,
    by?: string,
  ): Promise<CommandOutcome>;
  /** Starts in the station's own version. @throws CommandError as `call` does */
  remoteStart(
    stationId: string,
    start: { readonly evseId?: number; readonly idToken: string; readonly idTokenType?: string },
    by?: string,
  ): Promise<CommandOutcome>;
  /** Stops the transaction with this CSMS key. @throws CommandError `unknownTransaction`, else as `call` does */
  remoteStop(id: number, by?: string): Promise<CommandOutcome>;
}
