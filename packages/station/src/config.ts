import type { Ocpp21, Version } from '@northbound/protocol';
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
  /** The output of a DC EVSE; current, phases and voltage above are those of its supply. Absent for AC. */
  readonly dc?: {
    readonly maxPowerW: number;
    /** For limits that come in A. */
    readonly nominalVoltageV: number;
  };
}

/** The most that an EVSE can deliver, W. */
export function maxPowerW({ dc, maxCurrentA, phases, voltageV }: EvseConfig): number {
  return dc?.maxPowerW ?? maxCurrentA * phases * voltageV;
}

/** A physical component beyond those that every station has, as its hardware declares it. */
export interface ComponentConfig {
  /** A component of the standard: `TemperatureSensor`, `AirCoolingSystem`, … */
  readonly name: string;
  /** Absent for one of the station. */
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variables: readonly {
    /** A variable that the standard knows of the component. */
    readonly name: string;
    readonly initial: string;
    /** What it is regulated to; the CSMS may set it (attribute Target). */
    readonly target?: string;
    readonly minLimit?: number;
    readonly maxLimit?: number;
  }[];
}

/** A monitor that the station has without a CSMS (2.1 part 2, N04). */
export interface MonitorConfig {
  readonly component: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly instance?: string;
  readonly type: Ocpp21.MonitorEnumType;
  /** A limit, a distance, or seconds. */
  readonly value: number;
  /** 0 danger to 9 debug. */
  readonly severity: number;
  /** Nobody can change or clear it. */
  readonly hardWired?: boolean;
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
  /** ManufacturerRootCertificates, PEM: who may sign firmware. With none any valid certificate may. */
  readonly manufacturerRoots?: readonly string[];
  readonly evses: readonly EvseConfig[];
  /** Whether the meters sign what they measure; follows from the port `meterSigner`. */
  readonly signedMeterValues?: boolean;
  /** Whether the storage is on flash; follows from the port `storage`. */
  readonly flash?: boolean;
  /** Whether certificates can be renewed and installed; follows from the port `certificates`. */
  readonly managedCertificates?: boolean;
  readonly components?: readonly ComponentConfig[];
  readonly monitors?: readonly MonitorConfig[];
  /**
   * What the device model holds before anybody changes it, beside the defaults:
   * `{ 'TxCtrlr.EVConnectionTimeOut': '30', 'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '5' }`.
   */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Whether it speaks no version but 1.6, whose words are fewer and shorter. */
export function speaksOnly16({ versions }: Pick<StationConfig, 'versions'>): boolean {
  return versions.every((version) => version === '1.6');
}
