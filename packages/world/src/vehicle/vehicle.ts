import { Battery, type BatteryConfig } from './battery.ts';

export interface VehicleConfig {
  readonly battery: BatteryConfig;
  readonly socPercent: number;
  /** Phases of its on-board charger. */
  readonly phases: 1 | 3;
  readonly maxCurrentA: number;
  /** Below this offer it waits; 6 A in IEC 61851-1. */
  readonly minCurrentA: number;
  /** From an offer to the request for energy, in milliseconds. */
  readonly reactionMs: number;
}

/** A middling car: 60 kWh, three phases of 16 A, tapering from 80 %. */
export const MIDDLING_CAR: VehicleConfig = {
  battery: { capacityWh: 60_000, maxPowerW: 11_040, taperFromPercent: 80, fullPowerFraction: 0.1 },
  socPercent: 30,
  phases: 3,
  maxCurrentA: 16,
  minCurrentA: 6,
  reactionMs: 1_500,
};

/** A vehicle: what it wants, and what is in its battery. It knows no time of its own. */
export class Vehicle {
  readonly config: VehicleConfig;
  readonly #battery: Battery;
  #energyWh: number;

  constructor(config: VehicleConfig) {
    this.config = config;
    this.#battery = new Battery(config.battery);
    this.#energyWh = (config.battery.capacityWh * config.socPercent) / 100;
  }

  get socPercent(): number {
    return (100 * this.#energyWh) / this.#battery.capacityWh;
  }

  /** Whether it takes energy from such an offer. */
  wants(offeredA: number): boolean {
    return offeredA >= this.config.minCurrentA && this.#energyWh < this.#battery.capacityWh;
  }

  powerW(offer: Offer): number {
    return this.#battery.powerW(this.#energyWh, this.#usableW(offer));
  }

  /** Takes energy for that long. @returns how much, in watt-hours */
  charge(offer: Offer, durationMs: number): number {
    const beforeWh = this.#energyWh;
    const hours = durationMs / 3_600_000;
    this.#energyWh = this.#battery.energyAfter(beforeWh, this.#usableW(offer), hours);
    return this.#energyWh - beforeWh;
  }

  msUntilFull(offer: Offer): number {
    return this.#battery.hoursUntilFull(this.#energyWh, this.#usableW(offer)) * 3_600_000;
  }

  /** How many of the EVSE's phases it uses. */
  phasesUsed(offer: Offer): number {
    return Math.min(this.config.phases, offer.phases);
  }

  #usableW(offer: Offer): number {
    const currentA = Math.min(offer.currentA, this.config.maxCurrentA);
    return currentA * offer.voltageV * this.phasesUsed(offer);
  }
}

/** What an EVSE offers. */
export interface Offer {
  /** Per phase. */
  readonly currentA: number;
  /** Between a phase and neutral. */
  readonly voltageV: number;
  readonly phases: number;
}
