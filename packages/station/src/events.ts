import type { Ocpp21, Version } from '@northbound/protocol';
import type { FrameKind, SessionReport } from '@northbound/rpc';
import type { DisplayState } from './display/shown.ts';
import type { StorageNews } from './nvm/medium.ts';
import type { RegistrationState } from './provisioning/registration-table.ts';

/** What a station tells those who watch it. `at` is RFC 3339 by the station's own clock. */
export type StationEvent = { readonly at: string } & StationNews;

/** One thing that happened, told apart by `type`; the states are in the words of 2.1 in all versions. */
export type StationNews =
  | { readonly type: 'power'; readonly on: boolean }
  /** The supply says that the power is gone in so many milliseconds. */
  | { readonly type: 'powerFailing'; readonly inMs: number }
  | { readonly type: 'link'; readonly connected: boolean; readonly version?: Version }
  | { readonly type: 'linkFailed'; readonly reason: string }
  | { readonly type: 'firmware'; readonly status: Ocpp21.FirmwareStatusEnumType }
  | { readonly type: 'registration'; readonly state: RegistrationState }
  | {
      readonly type: 'connector';
      readonly evseId: number;
      readonly connectorId: number;
      readonly availabilityState: Ocpp21.ConnectorStatusEnumType;
    }
  | {
      readonly type: 'fault';
      /** 0 for the station. */
      readonly evseId: number;
      readonly code: string;
      readonly active: boolean;
    }
  /** A task missed its deadline: the station reboots. */
  | { readonly type: 'watchdog'; readonly task: string }
  | {
      readonly type: 'authorization';
      readonly evseId: number;
      readonly result: 'checking' | 'authorized' | 'refused' | 'ended';
      readonly idToken: Ocpp21.IdTokenType;
      /** Why it was refused: the CSMS's status, or `Unavailable`, `NotAccepted`, `Offline`. */
      readonly reason?: string;
    }
  | {
      readonly type: 'transaction';
      readonly evseId: number;
      readonly event: Ocpp21.TransactionEventRequest;
    }
  /** Something was dropped, parked or found no room. */
  | { readonly type: 'storage'; readonly news: StorageNews }
  /** A transaction event found no room; what it had to tell once, the next one tells. */
  | { readonly type: 'untold'; readonly event: Ocpp21.TransactionEventRequest }
  /** The CSMS failed to process a transaction event as often as MessageAttempts allows. */
  | { readonly type: 'givenUp'; readonly event: Ocpp21.TransactionEventRequest }
  | {
      readonly type: 'frame';
      readonly direction: 'in' | 'out';
      readonly kind: FrameKind;
      readonly action?: string;
      readonly text: string;
    }
  | { readonly type: 'report'; readonly report: SessionReport };

/** A station at a moment. */
export interface StationState {
  readonly identity: string;
  readonly on: boolean;
  readonly connected: boolean;
  readonly version?: Version;
  readonly registration: RegistrationState;
  readonly queuedEvents: number;
  readonly display: DisplayState;
  readonly evses: readonly EvseState[];
}

/**
 * An EVSE as somebody who stands before it sees it: energy as its meter's register (Wh), power in W, state of charge
 * in %.
 */
export interface EvseState {
  readonly evseId: number;
  readonly chargingState: Ocpp21.ChargingStateEnumType;
  readonly idToken?: Ocpp21.IdTokenType;
  readonly transactionId?: string;
  readonly registerWh: number;
  readonly powerW: number;
  readonly socPercent?: number;
  readonly connectors: readonly {
    readonly connectorId: number;
    readonly availabilityState: Ocpp21.ConnectorStatusEnumType;
  }[];
}
