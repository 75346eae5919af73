import type { Version } from '@northbound/protocol';
import type { TlsIdentity } from '@northbound/rpc';

/** A socket or a cable of an EVSE. */
export interface ConnectorConfig {
  /** `ConnectorEnumStringType` of the standard: `cType2`, `sType2`, `cCCS2`, … */
  readonly type: string;
}

/** One EVSE; its id is its place in the list, from 1. */
export interface EvseConfig {
  /** At least one; the id of each is its place in the list, from 1. */
  readonly connectors: readonly ConnectorConfig[];
  readonly maxCurrentA: number;
  readonly phases: 1 | 3;
  /** Between a phase and neutral. */
  readonly voltageV: number;
}

/** What a charging station is made of and whom it calls. */
export interface StationConfig {
  /** ≤ 48 characters, no colon; the last part of the URL and the name of HTTP Basic authentication. */
  readonly identity: string;
  /** The CSMS's endpoint without the identity: `ws://host:port/ocpp`. */
  readonly url: string;
  /** For HTTP Basic authentication, security profile 1 and 2. */
  readonly password?: string;
  /** The roots that it trusts, and its own certificate with its key: security profile 2 and 3. */
  readonly tls?: TlsIdentity;
  /** The versions it speaks, the preferred one first. */
  readonly versions: readonly Version[];
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  readonly evses: readonly EvseConfig[];
  /**
   * What the device model holds before anybody changes it, beside the defaults:
   * `{ 'TxCtrlr.EVConnectionTimeOut': '30', 'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '5' }`.
   */
  readonly variables?: Readonly<Record<string, string>>;
}
