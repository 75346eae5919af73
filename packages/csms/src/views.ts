import type { Version, Violation } from '@northbound/protocol';
import type { AlertView } from './alerts/views.ts';
import type { CampaignView } from './campaigns/views.ts';
import type { CdrView } from './cdr/views.ts';
import type { FirmwareUpdateView } from './firmware/views.ts';
import type { HealthView, Lights } from './health/views.ts';
import type { NoticeView } from './notices/views.ts';
import type { ModelReportView } from './provisioning/views.ts';
import type { CommandView } from './remote-control/views.ts';
import type { ReportView } from './reports/views.ts';
import type { ReservationView } from './reservation/views.ts';
import type { SecurityEventView } from './security/views.ts';
import type { StationCriteria } from './stations/criteria.ts';

/** One page of a list. `nextCursor` asks for the page after it; absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** Moments in views are RFC 3339 in UTC. */
export type Timestamp = string;

/** OCPP 2.1 `ConnectorStatusEnumType`; a 1.6 station's status is translated to it. */
export type AvailabilityState = 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted';

/** OCPP 2.1 `ChargingStateEnumType`. */
export type ChargingState = 'Idle' | 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';

export interface StationView {
  /** The identity in the station's WebSocket URL. */
  readonly id: string;
  readonly connected: boolean;
  /** The version of the current or last connection. */
  readonly version?: Version;
  /** Result of the last BootNotification; absent before the first. */
  readonly registration?: 'Accepted' | 'Pending' | 'Rejected';
  readonly vendor?: string;
  readonly model?: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  /** Whether somebody registered it, or an open CSMS let it in. */
  readonly admission: 'Known' | 'Open';
  readonly securityProfile: 0 | 1 | 2 | 3;
  readonly lastBootAt?: Timestamp;
  readonly lastMessageAt?: Timestamp;
  readonly connectedSince?: Timestamp;
  readonly remoteAddress?: string;
  /** How it is: the connection, its program, its work. */
  readonly lights?: Lights;
  readonly evses: readonly EvseView[];
  /** Sum over its EVSEs, in watts. */
  readonly powerW: number;
}

export interface EvseView {
  readonly evseId: number;
  readonly connectors: readonly ConnectorView[];
  /** The transaction that is under way. */
  readonly activeTransaction?: TransactionView;
}

export interface ConnectorView {
  readonly connectorId: number;
  readonly availabilityState: AvailabilityState;
  /** What a 1.6 station called it (`Preparing`, `SuspendedEV`, …). */
  readonly reportedStatus?: string;
  readonly errorCode?: string;
  readonly updatedAt: Timestamp;
}

export interface TransactionView {
  /** Key in this CSMS, unique over all stations. A 1.6 station gets it as its `transactionId`. */
  readonly id: number;
  readonly stationId: string;
  /** The id on the wire; unique for one station only. */
  readonly transactionId: string;
  readonly version: Version;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly idToken?: string;
  readonly idTokenType?: string;
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp;
  /**
   * Why it is over although no Ended came; `endedAt` is its last event then. An Ended that comes after all replaces both.
   */
  readonly closedBy?: ClosingRule;
  /** `id` of the later transaction on the same EVSE that proves it. */
  readonly supersededBy?: number;
  readonly chargingState?: ChargingState;
  readonly stoppedReason?: string;
  readonly meterStartWh?: number;
  /** The last register that is known. */
  readonly meterLastWh?: number;
  /** `meterLastWh` less `meterStartWh`, over resets and roll-overs of the meter; absent while one of them is unknown. */
  readonly energyWh?: number;
  /** What flowed back from the vehicle. */
  readonly exportedWh?: number;
  /** Signed meter values, and what came of checking them when they came. */
  readonly signatures?: SignaturesView;
  readonly powerW?: number;
  readonly socPercent?: number;
  readonly lastEventAt: Timestamp;
  readonly eventCount: number;
  /** Sequence numbers between the first and the last known that have not arrived, as [from, to] pairs. */
  readonly missingSeqNos: readonly (readonly [number, number])[];
  /** Those of them that were declared lost. */
  readonly lostSeqNos?: readonly (readonly [number, number])[];
  /** Where the numbers rest on a reading of what the station said, and what else it could mean. */
  readonly doubts?: readonly InferenceView[];
  /** Number of the charge detail record that is in force. */
  readonly cdr?: number;
}

/** Which rule says that a transaction is over although no Ended came. */
export type ClosingRule = 'superseded' | 'deniedByStation' | 'rebooted' | 'silent' | 'operator';

export interface SignaturesView {
  /** `notVerifiable`: no key is registered for the meter, or a signature is of a kind that is not known here. */
  readonly state: 'verified' | 'notVerifiable' | 'invalid';
  readonly count: number;
  readonly verified: number;
  readonly invalid: number;
}

/** A reading that leaves a choice. */
export interface InferenceView {
  readonly took: string;
  readonly alternatives: readonly string[];
}

export interface TransactionEventView {
  readonly seqNo: number;
  readonly eventType: 'Started' | 'Updated' | 'Ended';
  readonly triggerReason: string;
  readonly timestamp: Timestamp;
  readonly receivedAt: Timestamp;
  /** `timestamp` cannot be: the books take `receivedAt`. */
  readonly clockFarOff?: boolean;
  readonly offline: boolean;
  readonly chargingState?: ChargingState;
  /** The payload in the words of OCPP 2.1, whatever the station speaks. */
  readonly event: unknown;
  /** Of each signed meter value in it, in order. */
  readonly signatures?: readonly SignaturesView['state'][];
  /** For a 1.6 station: which reading of its message the translation took, and what it could have been. */
  readonly inference?: InferenceView;
}

export interface MeterValueView {
  readonly timestamp: Timestamp;
  readonly context: string;
  readonly measurand: string;
  readonly phase?: string;
  readonly location?: string;
  /** In `unit`, with multiplier and prefixes already applied: Wh, W, A, V, VAh, varh, Hz, Percent, Celsius… */
  readonly value: number;
  readonly unit: string;
}

export interface FrameView {
  /** No frame but news: of the connection, or with a `messageId` of a frame that was stored before. `text` says it. */
  readonly note?: boolean;
  readonly id: number;
  readonly stationId: string;
  readonly at: Timestamp;
  /** Seen from the CSMS: `in` came from the station. */
  readonly direction: 'in' | 'out';
  readonly messageType?: 'CALL' | 'CALLRESULT' | 'CALLERROR' | 'CALLRESULTERROR' | 'SEND';
  readonly messageId?: string;
  /** Of an answer: the action it answers. */
  readonly action?: string;
  /** The frame as it was on the wire, cut after 64 KiB. */
  readonly text: string;
  /** What was wrong with it, or which leniency was used; absent when nothing was. */
  readonly verdict?: string;
}

export interface TokenView {
  readonly idToken: string;
  readonly type: string;
  readonly status: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
  readonly groupIdToken?: string;
  readonly expiresAt?: Timestamp;
  readonly note?: string;
  /** The driver's, RFC 5646. */
  readonly language?: string;
  /** For the driver's eyes, at the station. */
  readonly personalMessage?: string;
  /** The only stations where it is good, and the only EVSEs there; absent for all. */
  readonly allowedAt?: readonly AllowedPlace[];
}

export interface AllowedPlace {
  readonly stationId: string;
  /** Every EVSE there when absent. */
  readonly evseIds?: readonly number[];
}

export type Role = 'viewer' | 'operator' | 'admin';

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Timestamp;
  /** The key is worth nothing from then on; absent when it stays good until it is revoked. */
  readonly expiresAt?: Timestamp;
  /** The stations that it may see and command; with `groups` absent too, all. */
  readonly stations?: readonly string[];
  /** Groups whose stations it may see and command too, whichever they are at that time. */
  readonly groups?: readonly string[];
}

/** Some of the stations. */
export interface StationSet {
  /** The same for sets that are made from the same names. */
  readonly name: string;
  has(stationId: string): boolean;
}

/** What the event stream carries: small, with the whole new view where one exists. */
export type CsmsEvent =
  | {
      readonly type: 'station';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly station: StationView;
    }
  /** Somebody removed it: lists drop it. */
  | { readonly type: 'stationRemoved'; readonly at: Timestamp; readonly stationId: string }
  | {
      readonly type: 'transaction';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly transaction: TransactionView;
    }
  | {
      readonly type: 'meterValues';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly transaction?: number;
      readonly evseId?: number;
      readonly values: readonly MeterValueView[];
    }
  | {
      readonly type: 'frame';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly frame: FrameView;
    }
  | {
      readonly type: 'cdr';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly cdr: CdrView;
    }
  /** About many stations, and so of none: `stationId` is empty. */
  | {
      readonly type: 'campaign';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly campaign: CampaignView;
    }
  | {
      readonly type: 'command';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly command: CommandView;
    }
  /** So many variables of its twin are other ones. */
  | {
      readonly type: 'deviceModel';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly changes: number;
    }
  | {
      readonly type: 'modelReport';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly report: ModelReportView;
    }
  /** So many events of its device model have come. */
  | {
      readonly type: 'deviceEvents';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly count: number;
    }
  | {
      readonly type: 'alert';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly alert: AlertView;
    }
  | {
      readonly type: 'notice';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly notice: NoticeView;
    }
  | {
      readonly type: 'report';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly report: ReportView;
    }
  | {
      readonly type: 'reservation';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly reservation: ReservationView;
    }
  | {
      readonly type: 'firmwareUpdate';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly update: FirmwareUpdateView;
    }
  | {
      readonly type: 'health';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly health: HealthView;
    }
  | {
      readonly type: 'securityEvent';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly securityEvent: SecurityEventView;
    };

/** What came of a command to a station. */
export type CommandOutcome =
  | { readonly outcome: 'answered'; readonly payload: unknown }
  /** The station's CALLERROR. */
  | {
      readonly outcome: 'refused';
      /** What it means, and what to do about it. */
      readonly cause?: string;
      readonly errorCode: string;
      readonly errorDescription: string;
      readonly errorDetails: unknown;
    }
  /** The station answered with what its version does not allow; it may have acted all the same. */
  | {
      readonly outcome: 'invalidAnswer';
      readonly payload: unknown;
      readonly violations: readonly Violation[];
    }
  /** This CSMS itself did not send it, for example because the boot of the station is not accepted yet. */
  | { readonly outcome: 'notAccepted'; readonly reason: string }
  /** Too many commands wait for the station already; this one was not sent. */
  | { readonly outcome: 'tooManyWaiting' }
  | { readonly outcome: 'timedOut'; readonly timeoutS: number }
  | { readonly outcome: 'notConnected' }
  /** The connection closed; whether the station acted is known only when the call was never sent. */
  | { readonly outcome: 'closed'; readonly sent: boolean };

type StationOrder = 'id' | 'model' | 'firmwareVersion' | 'lastMessageAt' | 'lastBootAt';

/** How a list of stations is sorted; with a minus the other way round. */
export type StationSort = StationOrder | `-${StationOrder}`;

export interface StationFilter extends StationCriteria {
  /** `id` when absent. */
  readonly sort?: StationSort;
  readonly cursor?: string;
  readonly limit: number;
}

/** What can be wrong with a transaction: events that never came, numbers that rest on a guess. */
export type TransactionTrouble = 'gaps' | 'doubts' | 'any';

export interface TransactionFilter {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  readonly trouble?: TransactionTrouble;
  /** Those that began then or later. */
  readonly from?: string;
  /** Those that began before. */
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** Everything the API and the console may ask. */
export interface Queries {
  /** @param among only these; all when absent */
  stations(filter: StationFilter, among?: StationSet): Promise<Page<StationView>>;
  station(stationId: string): Promise<StationView | undefined>;
  /** Newest first; `before` is the id of the last frame of the page before. */
  frames(
    stationId: string,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<Page<FrameView>>;
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
  tokens(page: { readonly cursor?: string; readonly limit: number }): Promise<Page<TokenView>>;
  token(idToken: string, type: string): Promise<TokenView | undefined>;
}

/** Everything the API and the console may do to stations and tables. Each rejects with {@link CommandError} where said. */
export interface Commands {
  /** Registers a station, or changes one; a password makes its security profile at least 1. */
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
