import type { Clock } from '@northbound/rpc';
import type { Dice } from '../dice.ts';
import { someVehicle } from '../fleet/garage.ts';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import { Vehicle } from '../vehicle/vehicle.ts';
import { cardsOf, relativeOf, STRANGER } from './cards.ts';
import { Visits } from './visits.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** The people of one EVSE: each comes, begins a session in one of many orders, and leaves in one of many ways. */
export class Drivers {
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #machine: StationMachine;
  readonly #csms: CsmsMachine;
  readonly #evseId: number;
  readonly #cards: readonly [string, ...string[]];
  readonly #happened: (place: string, what: string) => void;
  readonly visits = new Visits();
  #isOver = false;

  constructor(parts: {
    readonly clock: Clock;
    readonly dice: Dice;
    readonly machine: StationMachine;
    readonly csms: CsmsMachine;
    readonly evseId: number;
    /** Told what they do. */
    readonly happened: (place: string, what: string) => void;
  }) {
    this.#clock = parts.clock;
    this.#dice = parts.dice;
    this.#machine = parts.machine;
    this.#csms = parts.csms;
    this.#evseId = parts.evseId;
    this.#happened = parts.happened;
    this.#cards = cardsOf(parts.machine.identity, parts.evseId);
  }

  begin(): void {
    this.#clock.after(this.#dice.between(5 * MIN, 3 * H), () => {
      if (!this.#isOver) this.#visit();
    });
  }

  /** Nobody comes any more; who is here leaves as planned. */
  end(): void {
    this.#isOver = true;
  }

  #visit(): void {
    const dice = this.#dice;
    this.visits.begin(this.#registerWh);
    const card = dice.chance(0.15) ? STRANGER : dice.oneOf(...this.#cards);
    const swipe = () => this.#swipe(card);
    const plug = () => this.#plugIn();
    const remoteStart = () => void this.#remoteStart();
    const steps = dice.oneOf(
      [plug, swipe],
      [swipe, plug],
      [plug, remoteStart],
      [remoteStart, plug],
      [plug, () => undefined],
    );
    let atMs = 0;
    const then = (delayMs: number, run: () => unknown) => {
      atMs += delayMs;
      this.#clock.after(atMs, () => void run());
    };
    for (const step of steps) then(dice.between(0, 50 * S), step);
    if (dice.chance(0.1)) {
      then(dice.between(1 * S, 30 * MIN), () => this.#plugOut());
      then(dice.between(1 * S, 2 * MIN), plug);
    }
    const stop = dice.oneOf(
      swipe,
      swipe,
      () => this.#swipe(relativeOf(card, this.#cards)),
      () => void this.#remoteStop(),
      () => undefined,
    );
    then(dice.oneOf(dice.between(1 * MIN, 30 * MIN), dice.between(30 * MIN, 4 * H)), stop);
    then(dice.between(0, 20 * MIN), () => this.#leave());
    then(0, () => this.begin());
  }

  #leave(): void {
    this.#plugOut();
    this.visits.end(this.#registerWh);
  }

  #swipe(idToken: string): void {
    const { station } = this.#machine;
    if (station === undefined) return;
    this.#tell(`shows ${idToken}`);
    this.visits.shown(idToken);
    station.swipe({ idToken, type: 'ISO14443' }, this.#evseId);
  }

  #plugIn(): void {
    const { hardware, station } = this.#machine;
    if (hardware.vehicleAt(this.#evseId) !== undefined) return;
    this.#tell('plugs in');
    if (station === undefined) this.visits.note({ wasUnseen: true });
    const random = { next: () => this.#dice.between(0, 999_999) / 1_000_000 };
    hardware.plugInVehicle(this.#evseId, new Vehicle(someVehicle(random, 1)));
  }

  #plugOut(): void {
    const { hardware, station } = this.#machine;
    if (hardware.vehicleAt(this.#evseId) === undefined) return;
    this.#tell('plugs out');
    this.visits.note({ wasPluggedOut: true, ...(station === undefined && { wasUnseen: true }) });
    hardware.hands.plugOut(this.#evseId);
  }

  async #remoteStart(): Promise<void> {
    const { identity } = this.#machine;
    const idToken = `${this.#cards[0]}.R`;
    this.#tell(`is started from afar for ${idToken}`);
    this.visits.shown(idToken);
    await this.#csms.csms?.commands
      .remoteStart(identity, { evseId: this.#evseId, idToken, idTokenType: 'Central' })
      // A station that the CSMS has not heard of yet cannot be started by it.
      .catch(() => undefined);
  }

  async #remoteStop(): Promise<void> {
    const { csms } = this.#csms;
    const { visits } = this;
    visits.note({ wasStoppedRemotely: true });
    const open = await csms?.queries.transactions({
      stationId: this.#machine.identity,
      active: true,
      limit: 10,
    });
    const mine = open?.items.find(({ evseId }) => evseId === this.#evseId);
    if (mine === undefined) return;
    this.#tell(`is stopped from afar: ${mine.transactionId}`);
    await csms?.commands.remoteStop(mine.id).catch(() => undefined);
  }

  get #registerWh(): number {
    return this.#machine.hardware.readMeter(this.#evseId).registerWh;
  }

  #tell(what: string): void {
    this.#happened(`${this.#machine.identity} ${this.#evseId}`, what);
  }
}
