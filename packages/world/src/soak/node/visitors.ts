import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import type { Station } from '@northbound/station';
import { cardsOf, relativeOf, STRANGER } from '../../simulation/cards.ts';
import type { SimulatedHardware } from '../../vehicle/hardware.ts';
import { Vehicle, type VehicleConfig } from '../../vehicle/vehicle.ts';
import type { Journal } from './journal-file.ts';

/** A lorry: it takes all that the charger has, and is never full within a visit. */
const LORRY: VehicleConfig = {
  battery: {
    capacityWh: 600_000,
    maxPowerW: 340_000,
    taperFromPercent: 95,
    fullPowerFraction: 0.1,
  },
  socPercent: 10,
  phases: 3,
  maxCurrentA: 500,
  minCurrentA: 6,
  reactionMs: 50,
};

/** The people of one EVSE, in a hurry; the journal knows who was there and what the meter showed. */
export class Visitors {
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #station: Station;
  readonly #hardware: SimulatedHardware;
  readonly #evseId: number;
  readonly #cards: readonly [string, ...string[]];
  readonly #journal: Journal;
  #isOpen = false;

  constructor(parts: {
    readonly clock: Clock;
    readonly dice: Dice;
    readonly station: Station;
    readonly hardware: SimulatedHardware;
    readonly evseId: number;
    readonly journal: Journal;
  }) {
    this.#clock = parts.clock;
    this.#dice = parts.dice;
    this.#station = parts.station;
    this.#hardware = parts.hardware;
    this.#evseId = parts.evseId;
    this.#journal = parts.journal;
    this.#cards = cardsOf(parts.station.identity, parts.evseId);
  }

  begin(): void {
    this.#isOpen = true;
    this.#comeAgain();
  }

  /** Nobody comes any more; who is here leaves as planned. */
  end(): void {
    this.#isOpen = false;
  }

  #comeAgain(): void {
    this.#clock.after(this.#dice.between(50, 1_500), () => {
      if (this.#isOpen) this.#visit();
    });
  }

  #visit(): void {
    const dice = this.#dice;
    this.#note('arrived');
    const card = dice.chance(0.04) ? STRANGER : dice.oneOf(...this.#cards);
    const plug = () => this.#plugIn();
    const swipe = () => this.#swipe(card);
    const stop = dice.oneOf(
      swipe,
      () => this.#swipe(relativeOf(card, this.#cards)),
      () => undefined,
    );
    const [first, second] = dice.oneOf([plug, swipe], [swipe, plug]);
    const steps = [
      [0, first],
      [dice.between(20, 400), second],
      [dice.oneOf(dice.between(500, 3_000), dice.between(2_000, 9_000)), stop],
      [dice.between(20, 800), () => this.#leave()],
    ] as const;
    let atMs = 0;
    for (const [delayMs, step] of steps) {
      atMs += delayMs;
      this.#clock.after(atMs, step);
    }
  }

  #plugIn(): void {
    const { identity } = this.#station;
    this.#journal.note({ type: 'pluggedIn', id: identity, evseId: this.#evseId });
    this.#hardware.plugInVehicle(this.#evseId, new Vehicle(LORRY));
  }

  #swipe(idToken: string): void {
    const { identity } = this.#station;
    this.#journal.note({ type: 'shown', id: identity, evseId: this.#evseId, idToken });
    this.#station.swipe({ idToken, type: 'ISO14443' }, this.#evseId);
  }

  #leave(): void {
    this.#station.plugOut(this.#evseId);
    this.#note('left');
    this.#comeAgain();
  }

  #note(type: 'arrived' | 'left'): void {
    const { registerWh } = this.#hardware.readMeter(this.#evseId);
    this.#journal.note({ type, id: this.#station.identity, evseId: this.#evseId, registerWh });
  }
}
