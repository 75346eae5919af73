import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import { Vehicle } from '../vehicle/vehicle.ts';
import { cardsOf, MASTER_CARD, relativeOf, UNWELCOME, unrelatedTo } from './cards.ts';
import { drawVehicle } from './guest.ts';
import type { PersonParts } from './person.ts';
import { type Act, Visits } from './visits.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** What somebody does, so long after what he did before. */
interface Step {
  readonly afterMs: number;
  readonly run: () => unknown;
}

/** The people of one EVSE: each comes, begins a session in one of many orders, and leaves in one of many ways. */
export class Drivers {
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #machine: StationMachine;
  readonly #csms: CsmsMachine;
  readonly #evseId: number;
  readonly #cards: readonly [string, ...string[]];
  readonly #happened: PersonParts['happened'];
  readonly #asked: PersonParts['asked'];
  readonly visits = new Visits();
  #isOver = false;

  constructor(parts: PersonParts & { readonly evseId: number }) {
    this.#clock = parts.clock;
    this.#dice = parts.dice;
    this.#machine = parts.machine;
    this.#csms = parts.csms;
    this.#evseId = parts.evseId;
    this.#happened = parts.happened;
    this.#asked = parts.asked;
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
    this.visits.begin(this.#registerWh, this.#clock.epochMs());
    const card = dice.chance(0.15) ? dice.oneOf(...UNWELCOME) : dice.oneOf(...this.#cards);
    const connectorId = dice.between(1, this.#connectors);
    const steps: Step[] = [{ afterMs: 0, run: () => this.#arrive() }];
    for (const run of this.#opening(card, connectorId)) {
      steps.push({ afterMs: dice.between(0, 50 * S), run });
    }
    steps.push(...this.#interludes(card, connectorId));
    const isBrief = dice.chance(0.08);
    if (!isBrief) {
      const stayMs = dice.oneOf(dice.between(1 * MIN, 30 * MIN), dice.between(30 * MIN, 4 * H));
      steps.push({ afterMs: stayMs, run: this.#ending(card) });
    }
    const lingersMs = dice.between(0, isBrief ? 1 * MIN : 20 * MIN);
    steps.push({ afterMs: lingersMs, run: () => this.#leave() });
    steps.push({ afterMs: 0, run: () => this.begin() });
    let atMs = 0;
    for (const { afterMs, run } of steps) {
      atMs += afterMs;
      this.#clock.after(atMs, () => void run());
    }
  }

  /** How a session begins: in any order, from afar, with the second card after the first, or not at all. */
  #opening(card: string, connectorId: number): readonly (() => unknown)[] {
    const plug = () => this.#plugIn(connectorId);
    const swipe = () => this.#swipe(card);
    const remoteStart = () => this.#remoteStart();
    return this.#dice.oneOf<readonly (() => unknown)[]>(
      [plug, swipe],
      [plug, swipe],
      [swipe, plug],
      [swipe, plug],
      [plug, remoteStart],
      [remoteStart, plug],
      [swipe, () => this.#swipe(unrelatedTo(card, this.#cards)), plug],
      // The card is at home.
      [plug],
    );
  }

  /** What may come in between. */
  #interludes(card: string, connectorId: number): readonly Step[] {
    const dice = this.#dice;
    const steps: Step[] = [];
    const then = (mostMs: number, run: () => unknown) =>
      steps.push({ afterMs: dice.between(1 * S, mostMs), run });
    if (dice.chance(0.1)) {
      then(30 * MIN, () => this.#plugOut());
      then(2 * MIN, () => this.#plugIn(connectorId));
    }
    if (dice.chance(0.08)) then(20 * MIN, () => this.#swipe(unrelatedTo(card, this.#cards)));
    if (dice.chance(0.04)) then(40 * MIN, () => this.#swipe(MASTER_CARD));
    if (dice.chance(0.08)) then(10 * MIN, () => this.#limit());
    return steps;
  }

  /** How a session ends: with the card, that of a relative, a wrong one before, from afar, or by leaving. */
  #ending(card: string): () => unknown {
    const swipe = () => this.#swipe(card);
    return this.#dice.oneOf(
      swipe,
      swipe,
      () => this.#swipe(relativeOf(card, this.#cards)),
      () => {
        this.#swipe(unrelatedTo(card, this.#cards));
        this.#clock.after(20 * S, swipe);
      },
      () => this.#remoteStop(),
      () => undefined,
    );
  }

  #arrive(): void {
    this.#bay(true);
  }

  #leave(): void {
    this.#plugOut();
    this.#bay(false);
    this.visits.end(this.#registerWh, this.#clock.epochMs());
  }

  #bay(isTaken: boolean): void {
    const { hardware, board } = this.#machine;
    if (board.hasBaySensor) hardware.hands.bay(this.#evseId, isTaken);
  }

  #swipe(idToken: string): void {
    const { station } = this.#machine;
    if (station === undefined) return;
    this.#tell(`shows ${idToken}`);
    this.#did('shows', idToken);
    station.swipe({ idToken, type: 'ISO14443' }, this.#evseId);
  }

  #limit(): void {
    const limit = this.#dice.oneOf({ maxEnergy: 3_000 }, { maxTime: 900 });
    this.#tell(`wants ${JSON.stringify(limit)}`);
    this.#did('limits');
    this.#machine.station?.limit(this.#evseId, limit);
  }

  #plugIn(connectorId: number): void {
    const { hardware, station } = this.#machine;
    if (hardware.vehicleAt(this.#evseId) !== undefined) return;
    this.#tell('plugs in');
    this.#did('plugsIn');
    if (station === undefined) this.visits.unseen();
    hardware.plugInVehicle(this.#evseId, new Vehicle(drawVehicle(this.#dice)), connectorId);
  }

  #plugOut(): void {
    const { hardware, station } = this.#machine;
    if (hardware.vehicleAt(this.#evseId) === undefined) return;
    this.#tell('plugs out');
    this.#did('plugsOut');
    if (station === undefined) this.visits.unseen();
    hardware.hands.plugOut(this.#evseId);
  }

  async #remoteStart(): Promise<void> {
    const { identity } = this.#machine;
    const idToken = `${this.#cards[0]}.R`;
    this.#tell(`is started from afar for ${idToken}`);
    this.#did('startsFromAfar', idToken);
    this.#asked('start', 0);
    await this.#csms.csms?.commands
      .remoteStart(identity, { evseId: this.#evseId, idToken, idTokenType: 'Central' })
      // A station that the CSMS has not heard of yet cannot be started by it.
      .catch(() => undefined);
  }

  async #remoteStop(): Promise<void> {
    const { csms } = this.#csms;
    this.#did('stopsFromAfar');
    const open = await csms?.queries.transactions({
      stationId: this.#machine.identity,
      active: true,
      limit: 10,
    });
    const mine = open?.items.find(({ evseId }) => evseId === this.#evseId);
    if (mine === undefined) return;
    this.#tell(`is stopped from afar: ${mine.transactionId}`);
    this.#asked('stop', 0);
    await csms?.commands.remoteStop(mine.id).catch(() => undefined);
  }

  get #connectors(): number {
    return this.#machine.board.evses[this.#evseId - 1]?.connectors.length ?? 1;
  }

  get #registerWh(): number {
    return this.#machine.hardware.readMeter(this.#evseId).registerWh;
  }

  #did(what: Act['what'], idToken?: string): void {
    const at = { atWh: this.#registerWh, atMs: this.#clock.epochMs() };
    this.visits.add({ what, ...(idToken !== undefined && { idToken }), ...at });
  }

  #tell(what: string): void {
    this.#happened(`${this.#machine.identity} ${this.#evseId}`, what);
  }
}
