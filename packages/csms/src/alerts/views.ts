import type { Timestamp } from '../views.ts';

export type Actor = 'driver' | 'operator' | 'technician' | 'manufacturer' | 'vehicleManufacturer';

/** Where the code of an alert comes from. */
export type AlertScheme = 'MREC' | 'OCPP16' | 'Vendor' | 'DeviceModel' | 'Monitor' | 'Availability';

/** Something is wrong at a station, or was. */
export interface AlertView {
  readonly id: number;
  readonly stationId: string;
  readonly scheme: AlertScheme;
  /** `CX002`, `GroundFailure`, the code of a maker, `RCD.Tripped`, `Faulted`… */
  readonly code: string;
  readonly name: string;
  /** 0 (danger) to 9 (debug). */
  readonly severity: number;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly component: string;
  readonly variable: string;
  /** The value that came with it last. */
  readonly value?: string;
  /** In the words of the station. */
  readonly info?: string;
  readonly transactionId?: string;
  readonly openedAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** How often the station has said so. */
  readonly occurrences: number;
  readonly clearedAt?: Timestamp;
  readonly clearedBy?: 'station' | 'recovery' | 'operator';
  readonly acknowledgedAt?: Timestamp;
  readonly acknowledgedBy?: string;
  readonly note?: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  /** What happened, in plain words. */
  readonly happened: string;
  /** Who must act, the first of them first. */
  readonly actors: readonly Actor[];
  /** What usually helps, in the order to try it. */
  readonly helps: readonly string[];
}

/** How often an alert was opened at stations of one model and firmware. */
export interface AlertFrequencyView {
  readonly code: string;
  readonly name: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly alerts: number;
  /** Stations of that model and firmware that are known now. */
  readonly stations: number;
}
