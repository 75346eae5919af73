import type { Clock, Random, Timer } from '@northbound/rpc';
import type { EvseState, Station, StationEvent } from '@northbound/station';
import type { SimulatedHardware } from '../vehicle/hardware.ts';
import { Vehicle } from '../vehicle/vehicle.ts';
import { someVehicle } from './garage.ts';

/** A card, with the type its reader names. */
export interface Card {
  readonly idToken: string;
  readonly type: string;
}

/** How long people take, in seconds: at least, and at most. */
export interface Habits {
  /** From one vehicle's departure to the next one's arrival. */
  readonly pauseS: readonly [number, number];
  /** From the card to the plug, or the other way round. */
  readonly handlingS: readonly [number, number];
  /** From the start of the charge to the driver's return; a full vehicle is fetched earlier. */
  readonly stayS: readonly [number, number];
}

/** The people of one EVSE, one after another: each arrives, shows a card, plugs, charges, leaves. */
export class Drivers {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #station: Station;
  readonly #hardware: SimulatedHardware;
  readonly #evseId: number;
  readonly #cards: readonly Card[];
  readonly #habits: Habits;
  readonly #speed: number;
  #timer: Timer | undefined;
  #card: Card | undefined;

  constructor(parts: {
    readonly clock: Clock;
    readonly random: Random;
    readonly station: Station;
    readonly hardware: SimulatedHardware;
    readonly evseId: number;
    readonly cards: readonly Card[];
    readonly habits: Habits;
    readonly speed: number;
  }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#station = parts.station;
    this.#hardware = parts.hardware;
    this.#evseId = parts.evseId;
    this.#cards = parts.cards;
    this.#habits = parts.habits;
    this.#speed = parts.speed;
  }

  /** The first one comes within a pause, so that a fleet does not begin all at once. */
  begin(): void {
    this.#wait([0, this.#habits.pauseS[1]], () => this.#arrive());
  }

  /** Whoever is here leaves at once, and nobody comes any more. */
  end(): void {
    this.#timer?.cancel();
    this.#station.plugOut(this.#evseId);
  }

  /** What the station says about this EVSE: a driver whose vehicle is full comes back sooner. */
  heard(event: StationEvent): void {
    if (event.type !== 'transaction' || event.evseId !== this.#evseId) return;
    const { chargingState } = event.event.transactionInfo;
    if (chargingState === 'SuspendedEV' && this.#isFull()) this.#wait([5, 20], () => this.#stop());
  }

  #arrive(): void {
    const { registration, connected } = this.#station.state();
    const free = this.#hardware.vehicleAt(this.#evseId) === undefined;
    // Nobody waits at a station that is dead: they drive on, and others come.
    if (registration !== 'Accepted' || !connected || !free || !this.#isAvailable()) {
      this.#wait(this.#habits.pauseS, () => this.#arrive());
      return;
    }
    this.#card = this.#cards[Math.floor(this.#random.next() * this.#cards.length)];
    const steps = [() => this.#plugIn(), () => this.#swipe()];
    if (this.#random.next() < 0.3) steps.reverse();
    steps[0]?.();
    this.#wait(this.#habits.handlingS, () => {
      steps[1]?.();
      this.#wait(this.#habits.stayS, () => this.#stop());
    });
  }

  #stop(): void {
    // Whoever was refused, or stopped by the operator, just leaves.
    if (this.#evse()?.transactionId !== undefined) this.#swipe();
    this.#wait(this.#habits.handlingS, () => this.#leave());
  }

  #leave(): void {
    this.#station.plugOut(this.#evseId);
    this.#wait(this.#habits.pauseS, () => this.#arrive());
  }

  #plugIn(): void {
    const vehicle = new Vehicle(someVehicle(this.#random, this.#speed));
    this.#hardware.plugInVehicle(this.#evseId, vehicle);
  }

  #swipe(): void {
    if (this.#card !== undefined) this.#station.swipe(this.#card, this.#evseId);
  }

  #isFull(): boolean {
    return (this.#hardware.vehicleAt(this.#evseId)?.socPercent ?? 0) > 99.9;
  }

  #isAvailable(): boolean {
    return this.#evse()?.connectors[0]?.availabilityState === 'Available';
  }

  #evse(): EvseState | undefined {
    return this.#station.state().evses[this.#evseId - 1];
  }

  #wait([leastS, mostS]: readonly [number, number], then: () => void): void {
    this.#timer?.cancel();
    const delayS = leastS + this.#random.next() * (mostS - leastS);
    this.#timer = this.#clock.after(delayS * 1000, then);
  }
}
