import type { Clock, Dialer, Random } from '@northbound/rpc';
import type { MasterPassMenu } from './authorization/master-pass.ts';
import type { CertificateTools } from './certificates/tools.ts';
import type { Vendors } from './data-transfer/data-transfer.ts';
import type { PilotReading } from './evse/pilot.ts';
import type { FaultPlace, FaultReport } from './faults/fault.ts';
import type { FirmwareBank } from './firmware/bank.ts';
import type { FileTransfer } from './firmware/file-transfer.ts';
import type { FirmwarePublisher } from './firmware/publisher.ts';
import type { FirmwareVerifier } from './firmware/verifier.ts';
import type { MeterReading } from './metering/reading.ts';
import type { MeterSigner } from './metering/signing.ts';
import type { Storage } from './nvm/storage.ts';
import type { WatchdogTimer } from './watchdog/watchdog-timer.ts';

/** What the charging station gets from outside: everything that is not logic. */
export interface StationPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Opens WebSockets, or what the simulated network has instead. */
  readonly dialer: Dialer;
  readonly hardware: Hardware;
  /** Resets the station when its application hangs; without one nobody watches it. */
  readonly watchdog?: WatchdogTimer;
  /** What survives a power cut. A new, empty one in RAM when absent. */
  readonly storage?: Storage;
  /** Signs meter values; without it there are no signed ones. */
  readonly meterSigner?: MeterSigner;
  /** Makes keys and checks certificates; without it commands about certificates are NotSupported. */
  readonly certificates?: CertificateTools;
  /** Moves log files and firmware; without it commands that want a file are NotSupported. */
  readonly files?: FileTransfer;
  /** Where new firmware goes; without it an update is NotSupported. */
  readonly firmware?: FirmwareBank;
  /** Checks the signatures of firmware. RSA-PSS and ECDSA in software when absent. */
  readonly verifier?: FirmwareVerifier;
  /** Makes the station a Local Controller that offers firmware to others. */
  readonly publisher?: FirmwarePublisher;
  /** Where a master pass can be used on some transactions; without it one stops all. */
  readonly masterPassMenu?: MasterPassMenu;
  /** Messages of vendors that it understands (DataTransfer). */
  readonly vendors?: Vendors;
}

/** What the hardware tells. It never calls from inside one of its own methods. */
export interface HardwareListener {
  /** The control pilot of a connector changed (IEC 61851-1). */
  pilot(evseId: number, connectorId: number, reading: PilotReading): void;
  /** Whether something stands in the parking bay, where there is a sensor. */
  bay(evseId: number, occupied: boolean): void;
  /** A component fails. @param evseId 0 for the station as a whole */
  fault(evseId: number, fault: string | FaultReport): void;
  /** @param code absent for everything that fails there @param measured the value that is back in range */
  faultCleared(evseId: number, code?: string, measured?: string): void;
  /** A variable of a component that the configuration declares has this value now. */
  measured(place: FaultPlace & { readonly evseId?: number }, value: string): void;
}

/** The power electronics, sensors and locks of a charging station. */
export interface Hardware {
  /**
   * Begins to report to the listener, the present state of every pilot first; there is one listener
   * at a time, and none after `undefined`: then contactors open and nothing is offered.
   */
  listen(listener: HardwareListener | undefined): void;
  setContactor(evseId: number, closed: boolean): void;
  /** What the control pilot offers to the vehicle, per phase; 0 offers nothing. */
  offer(evseId: number, currentA: number): void;
  /** What a DC EVSE may deliver to the vehicle, W; 0 delivers nothing. Only DC EVSEs need it, in place of `offer`. */
  offerPower?(evseId: number, powerW: number): void;
  /** After a boot all that nobody uses is unlocked. @returns whether the lock did what it should */
  lock(evseId: number, connectorId: number, locked: boolean): boolean;
  readMeter(evseId: number): MeterReading;
  /** The meter of the whole station, at the grid connection; absent where there is none. */
  readMainMeter?(): MeterReading;
  /**
   * Resets the power electronics of one EVSE, or with 0 of the station, before its software starts
   * anew. Nothing is offered meanwhile. Absent where single EVSEs cannot be reset.
   * @returns whether it worked; a rejection says that it did not
   */
  reset?(evseId: number): Promise<boolean>;
  /** What a person does to simulated hardware. Real hardware has real persons. */
  readonly hands?: Hands;
}

/** The hands of a person, and what breaks: for simulated hardware only. */
export interface Hands {
  /** Absent where no bay has a sensor. */
  bay?(evseId: number, occupied: boolean): void;
  plugIn(evseId: number, connectorId: number): void;
  plugOut(evseId: number): void;
  /** An MREC, an error code of 1.6 or one of the vendor; or all that is known of it. */
  fault(evseId: number, fault: string | FaultReport): void;
  /** Without a code all that stand there. */
  clearFault(evseId: number, code?: string): void;
}
