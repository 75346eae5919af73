import type { Clock, Dialer, Random } from '@northbound/rpc';
import type { PilotReading } from './evse/pilot.ts';
import type { MeterReading } from './metering/reading.ts';
import type { Storage } from './nvm/storage.ts';

/** What the charging station gets from outside: everything that is not logic. */
export interface StationPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Opens WebSockets, or what the simulated network has instead. */
  readonly dialer: Dialer;
  readonly hardware: Hardware;
  /** What survives a power cut. A new, empty one in RAM when absent. */
  readonly storage?: Storage;
}

/** What the hardware tells. It never calls from inside one of its own methods. */
export interface HardwareListener {
  /** The control pilot of a connector changed (IEC 61851-1). */
  pilot(evseId: number, connectorId: number, reading: PilotReading): void;
  /** A component fails: the EVSE must not deliver. The code is the vendor's or an MREC. */
  fault(evseId: number, code: string): void;
  faultCleared(evseId: number): void;
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
  /** @returns whether the lock did what it should */
  lock(evseId: number, connectorId: number, locked: boolean): boolean;
  readMeter(evseId: number): MeterReading;
  /** What a person does to simulated hardware. Real hardware has real persons. */
  readonly hands?: Hands;
}

export interface Hands {
  plugIn(evseId: number, connectorId: number): void;
  plugOut(evseId: number): void;
  fault(evseId: number, code: string): void;
  clearFault(evseId: number): void;
}
