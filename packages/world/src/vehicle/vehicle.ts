import { Battery, type BatteryConfig } from './battery.ts';

/** What a vehicle can take, and how it behaves: A per phase, W, Wh, percent. */
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
  /** The most that its battery takes from a DC EVSE, W; what it takes from AC when absent. */
  readonly dcMaxPowerW?: number;
  /** It takes no more than that, as one does that keeps room for what its house gives to it (V2X); 100 when absent. */
  readonly targetPercent?: number;
  /** What it gives away, or uses, while it does not charge, W: it asks again when it has lost some percent. */
  readonly standbyW?: number;
  /** Its electronics fall asleep when nothing is offered for long, and are slow to notice a new offer. */
  readonly sleep?: { readonly afterMs: number; readonly wakesInMs: number };
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

/** Below this offer of a DC EVSE it waits. */
const MIN_DC_W = 1_000;
/** What it has to lose before it asks again. */
const ASKS_AGAIN_PERCENT = 2;
const ROUNDING_WH = 1e-6;
const MS_PER_HOUR = 3_600_000;

/** What an EVSE offers: the pilot of AC, or the power of DC. */
export type Offer =
  | {
      /** Per phase. */
      readonly currentA: number;
      /** Between a phase and neutral. */
      readonly voltageV: number;
      readonly phases: number;
    }
  | { readonly dcW: number };

/** A vehicle: what it wants, and what is in its battery. It knows no time of its own. */
export class Vehicle {
  readonly config: VehicleConfig;
  readonly #battery: Battery;
  readonly #dcBattery: Battery;
  readonly #targetWh: number;
  #energyWh: number;
  #isContent = false;

  constructor(config: VehicleConfig) {
    this.config = config;
    const { battery, dcMaxPowerW = battery.maxPowerW, targetPercent = 100, socPercent } = config;
    this.#battery = new Battery(battery);
    this.#dcBattery = new Battery({ ...battery, maxPowerW: dcMaxPowerW });
    this.#targetWh = (battery.capacityWh * targetPercent) / 100;
    this.#energyWh = (battery.capacityWh * socPercent) / 100;
  }

  get socPercent(): number {
    return (100 * this.#energyWh) / this.#battery.capacityWh;
  }

  /** Whether it takes energy from such an offer. */
  wants(offer: Offer): boolean {
    const isEnough =
      'dcW' in offer ? offer.dcW >= MIN_DC_W : offer.currentA >= this.config.minCurrentA;
    if (this.#energyWh >= this.#targetWh - ROUNDING_WH) this.#isContent = true;
    else if (this.#energyWh <= this.#asksAgainWh) this.#isContent = false;
    return isEnough && !this.#isContent;
  }

  powerW(offer: Offer): number {
    if (this.#energyWh >= this.#targetWh) return 0;
    return this.#batteryAt(offer).powerW(this.#energyWh, this.#usableW(offer));
  }

  /** Takes energy for that long. @returns how much, in watt-hours */
  charge(offer: Offer, durationMs: number): number {
    const beforeWh = this.#energyWh;
    const hours = durationMs / MS_PER_HOUR;
    const afterWh = this.#batteryAt(offer).energyAfter(beforeWh, this.#usableW(offer), hours);
    this.#energyWh = Math.max(beforeWh, Math.min(this.#targetWh, afterWh));
    return this.#energyWh - beforeWh;
  }

  /** Stands for that long without charging. */
  rest(durationMs: number): void {
    const { standbyW = 0 } = this.config;
    this.#energyWh = Math.max(0, this.#energyWh - (standbyW * durationMs) / MS_PER_HOUR);
  }

  /** Until it has what it wants, while it charges. */
  msUntilContent(offer: Offer): number {
    const battery = this.#batteryAt(offer);
    return battery.hoursUntil(this.#energyWh, this.#usableW(offer), this.#targetWh) * MS_PER_HOUR;
  }

  /** Until it asks again, while it stands and is content; infinite when it never does. */
  msUntilItAsksAgain(): number {
    const { standbyW = 0 } = this.config;
    if (!this.#isContent || standbyW === 0) return Number.POSITIVE_INFINITY;
    return (Math.max(0, this.#energyWh - this.#asksAgainWh) / standbyW) * MS_PER_HOUR;
  }

  /** How many of the EVSE's phases it uses; DC has none. */
  phasesUsed(offer: Offer): number {
    return 'dcW' in offer ? 0 : Math.min(this.config.phases, offer.phases);
  }

  get #asksAgainWh(): number {
    return this.#targetWh - (this.#battery.capacityWh * ASKS_AGAIN_PERCENT) / 100;
  }

  #batteryAt(offer: Offer): Battery {
    return 'dcW' in offer ? this.#dcBattery : this.#battery;
  }

  #usableW(offer: Offer): number {
    if ('dcW' in offer) return offer.dcW;
    const currentA = Math.min(offer.currentA, this.config.maxCurrentA);
    return currentA * offer.voltageV * this.phasesUsed(offer);
  }
}
