/** What a meter shows at one moment. */
export interface MeterReading {
  /** The register of imported energy (to the vehicle), in watt-hours; it never goes back. */
  readonly registerWh: number;
  /** The same for each phase, where the meter counts them. */
  readonly registerPerPhaseWh?: readonly number[];
  readonly powerW: number;
  /** DC has no phases: one current and one voltage, to the vehicle. */
  readonly isDc?: true;
  /** One value for each phase. */
  readonly currentA: readonly number[];
  /** One value for each phase, to neutral. */
  readonly voltageV: readonly number[];
  /** The vehicle's state of charge, where it tells. */
  readonly socPercent?: number;
}
