/** A vehicle's battery as its charger sees it. */
export interface BatteryConfig {
  readonly capacityWh: number;
  /** The most it takes, in watts, up to the taper. */
  readonly maxPowerW: number;
  /** Above this state of charge the power falls in a straight line… */
  readonly taperFromPercent: number;
  /** …down to this part of `maxPowerW` at 100 %; more than 0. */
  readonly fullPowerFraction: number;
}

/**
 * Charging in closed form. Up to the taper the power is constant; above it the power is a straight
 * line over the energy, `k · (zero − energy)`, so the energy runs into its asymptote exponentially.
 * Nothing is stepped: any two moments may be compared and no energy is lost between them.
 */
export class Battery {
  readonly capacityWh: number;
  readonly #maxPowerW: number;
  readonly #slopePerHour: number;
  readonly #zeroWh: number;

  constructor({ capacityWh, maxPowerW, taperFromPercent, fullPowerFraction }: BatteryConfig) {
    this.capacityWh = capacityWh;
    this.#maxPowerW = maxPowerW;
    const taperWh = (capacityWh * taperFromPercent) / 100;
    const taperWidthWh = capacityWh - taperWh;
    this.#slopePerHour = (maxPowerW * (1 - fullPowerFraction)) / taperWidthWh;
    this.#zeroWh = taperWh + taperWidthWh / (1 - fullPowerFraction);
  }

  /** What it takes at this energy when that much is offered, in watts. */
  powerW(energyWh: number, offeredW: number): number {
    if (energyWh >= this.capacityWh) return 0;
    const curveW = this.#slopePerHour * (this.#zeroWh - energyWh);
    return Math.min(this.#maxPowerW, curveW, offeredW);
  }

  /** The energy after charging for some hours with a constant offer, in watt-hours. */
  energyAfter(energyWh: number, offeredW: number, hours: number): number {
    const { constantW, kneeWh } = this.#regime(offeredW);
    if (constantW <= 0) return energyWh;
    const hoursToKnee = Math.max(0, (kneeWh - energyWh) / constantW);
    if (hours <= hoursToKnee) return Math.min(this.capacityWh, energyWh + constantW * hours);
    const fromWh = Math.max(energyWh, kneeWh);
    const decay = Math.exp(-this.#slopePerHour * (hours - hoursToKnee));
    return Math.min(this.capacityWh, this.#zeroWh - (this.#zeroWh - fromWh) * decay);
  }

  /** Hours until it holds `targetWh` (it is full when absent) with a constant offer; infinite without one. */
  hoursUntil(energyWh: number, offeredW: number, targetWh: number = this.capacityWh): number {
    if (energyWh >= targetWh) return 0;
    const { constantW, kneeWh } = this.#regime(offeredW);
    if (constantW <= 0) return Number.POSITIVE_INFINITY;
    if (kneeWh >= targetWh) return (targetWh - energyWh) / constantW;
    const hoursToKnee = Math.max(0, (kneeWh - energyWh) / constantW);
    const fromWh = Math.max(energyWh, kneeWh);
    const ratio = (this.#zeroWh - fromWh) / (this.#zeroWh - targetWh);
    return hoursToKnee + Math.log(ratio) / this.#slopePerHour;
  }

  /** Constant power up to the knee, where the curve falls below it. */
  #regime(offeredW: number): { readonly constantW: number; readonly kneeWh: number } {
    const constantW = Math.min(this.#maxPowerW, offeredW);
    return { constantW, kneeWh: this.#zeroWh - constantW / this.#slopePerHour };
  }
}
