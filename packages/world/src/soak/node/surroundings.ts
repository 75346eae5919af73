import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenView } from '@northbound/csms';
import { VERSIONS, type Version } from '@northbound/protocol';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import type { CheckedStation } from '../../checkers/checked-station.ts';
import type { Past } from '../../checkers/past.ts';
import { cardsOf, tokensOf } from '../../simulation/cards.ts';
import { Orders, type ToldOrders } from '../orders.ts';
import { Witness } from '../witness.ts';
import { FleetProcess } from './fleet-process.ts';
import { Journal, JournalReader } from './journal-file.ts';
import { Operator } from './operator.ts';
import { FAST_EVSE, SOAK_VARIABLES, type SoakStationState } from './soak-station.ts';
import { StubbornStation } from './stubborn-station.ts';
import type { Undertaker } from './undertaker.ts';

export const FLEETS = 2;
const EVSES = 2;
const LOOK_MS = 200;
/** Between two orders of the operator, at most. */
const ORDER_MS = 900;

/** Everything around the CSMS: stations of both kinds, their people, the operator, and what all of them write down. */
export class Surroundings {
  readonly orders = new Orders();
  readonly operator = new Operator(this.orders);
  readonly witness = new Witness((order, stationId) => this.orders.arrived(order, stationId));
  readonly fleets: readonly FleetProcess[];
  /** Messages of transactions that were answered. */
  answers = 0;
  readonly journals: readonly string[];
  readonly #readers: readonly JournalReader[];
  readonly #stubborn: readonly StubbornStation[];
  readonly #dice: Dice;
  #isOpen = false;
  #operating: Promise<void> = Promise.resolve();

  constructor(parts: {
    readonly folder: string;
    readonly proxyPort: number;
    readonly seed: number;
    readonly size: number;
    readonly undertaker: Undertaker;
  }) {
    const { folder, proxyPort, seed, size, undertaker } = parts;
    const url = `ws://127.0.0.1:${proxyPort}/ocpp`;
    this.#dice = new Dice(seededRandom(seed + 1));
    const flashes = join(folder, 'flash');
    mkdirSync(flashes);
    const answered = (count: number) => {
      this.answers += count;
    };
    this.fleets = Array.from({ length: FLEETS }, (_, fleet) => {
      const stations = VERSIONS.flatMap((version) =>
        Array.from({ length: size }, (__, index) => ({
          identity: identityOf(`F${fleet + 1}`, version, index),
          version,
        })),
      );
      const journal = join(folder, `fleet-${fleet + 1}.journal`);
      const setup = { url, folder: flashes, journal, stations, seed: seed * 100 + fleet * 10 };
      return new FleetProcess(setup, undertaker, answered);
    });
    const ownJournal = join(folder, 'stubborn.journal');
    const journal = new Journal(ownJournal, () => Date.now());
    this.#stubborn = VERSIONS.flatMap((version) =>
      Array.from({ length: Math.ceil(size / 2) }, (_, index) => {
        const identity = identityOf('S', version, index);
        const [idToken] = cardsOf(identity, 1);
        return new StubbornStation({
          identity,
          version,
          url,
          idToken,
          dice: new Dice(seededRandom(seed * 50 + index)),
          tap: (from, text) => journal.note({ type: 'frame', id: identity, from, text }),
          answered: () => answered(1),
        });
      }),
    );
    this.journals = [...this.fleets.map(({ setup }) => setup.journal), ownJournal];
    this.#readers = this.journals.map((file) => new JournalReader(file));
  }

  /** Those who may charge. */
  tokens(): TokenView[] {
    const evses = this.#fleetStations.flatMap((identity) =>
      Array.from({ length: EVSES }, (_, index) => cardsOf(identity, index + 1)),
    );
    const alone = this.#stubborn.map(({ identity }) => cardsOf(identity, 1));
    return [...evses, ...alone].flatMap((cards) => tokensOf(cards));
  }

  /** Settles when the CSMS knows everybody: a campaign is for stations that it knows. */
  async start(): Promise<void> {
    await Promise.all(this.fleets.map((fleet) => fleet.start()));
    while (!(await this.#states()).every(isQuiet)) await sleep(LOOK_MS);
  }

  /** People come, and the operator has a lot to do. */
  begin(): void {
    this.#isOpen = true;
    for (const each of this.fleets) each.tell('begin');
    for (const each of this.#stubborn) each.begin();
    this.#operating = this.#operate();
  }

  /**
   * Nobody comes any more. Settles when everything is told and nothing waits.
   *
   * @param patienceMs how long nothing may be answered while something still waits
   * @returns how all fleet stations are
   */
  async end(patienceMs: number): Promise<Quiet> {
    this.#isOpen = false;
    for (const each of this.fleets) each.tell('end');
    await this.#operating;
    const ends = Promise.all(this.#stubborn.map((each) => each.end()));
    let isTold = false;
    void ends.then(() => {
      isTold = true;
    });
    let untilMs = performance.now() + patienceMs;
    let { answers } = this;
    for (;;) {
      // A machine that is slow only needs longer.
      if (this.answers > answers) untilMs = performance.now() + patienceMs;
      answers = this.answers;
      const states = await this.#states();
      const isDone = isTold && states.every(isQuiet) && (await this.operator.isDone());
      if (isDone) return { states, isQuiet: true };
      if (performance.now() > untilMs) {
        for (const each of this.#stubborn) each.giveUp();
        await ends;
        return { states, isQuiet: false };
      }
      await sleep(LOOK_MS);
    }
  }

  /** Reads what was written down since the last time. */
  read(): void {
    for (const reader of this.#readers) {
      for (const entry of reader.next()) this.witness.take(entry);
    }
    this.witness.endRound();
  }

  told(): Promise<ToldOrders> {
    return this.operator.told();
  }

  /** Everybody, as the checkers see them, and what each EVSE went through. */
  checked(states: readonly SoakStationState[]): {
    readonly stations: readonly CheckedStation[];
    readonly pasts: readonly Past[];
  } {
    const stations: CheckedStation[] = [];
    const pasts: Past[] = [];
    for (const state of states) {
      const { cuts, shedEvents, visits } = this.witness.station(state.identity);
      const machine = checkedOf(state, cuts, shedEvents);
      stations.push(machine);
      for (const [evseId, { all }] of visits) {
        pasts.push({ machine, evseId, visits: all, resets: 0, unlocks: 0 });
      }
    }
    for (const { identity, registerWh, visits } of this.#stubborn) {
      const quiet = {
        connected: true,
        registration: 'Accepted',
        queuedEvents: 0,
        evses: [],
      } as const;
      const machine = checkedOf({ identity, registersWh: [registerWh], ...quiet }, 0, 0);
      stations.push(machine);
      pasts.push({ machine, evseId: 1, visits, resets: 0, unlocks: 0 });
    }
    return { stations, pasts };
  }

  /** What all meters have counted. */
  energyWh(states: readonly SoakStationState[]): number {
    const fleets = states.flatMap(({ registersWh }) => registersWh);
    const alone = this.#stubborn.map(({ registerWh }) => registerWh);
    return [...fleets, ...alone].reduce((sum, wh) => sum + wh, 0);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    for (const each of this.#stubborn) each.giveUp();
    await Promise.all(this.fleets.map((fleet) => fleet.kill()));
  }

  async #states(): Promise<readonly SoakStationState[]> {
    return (await Promise.all(this.fleets.map((fleet) => fleet.states()))).flat();
  }

  get #fleetStations(): string[] {
    return this.fleets.flatMap(({ setup }) => setup.stations.map(({ identity }) => identity));
  }

  async #operate(): Promise<void> {
    const [first = '', ...rest] = this.#fleetStations;
    this.operator.campaign([first, ...rest]);
    while (this.#isOpen) {
      await sleep(this.#dice.between(0, ORDER_MS));
      this.operator.order(this.#dice.oneOf(first, ...rest));
    }
  }
}

/** How everybody was when it was quiet, or should have been. */
export interface Quiet {
  readonly states: readonly SoakStationState[];
  readonly isQuiet: boolean;
}

function isQuiet({ connected, registration, queuedEvents, evses }: SoakStationState): boolean {
  const isEmpty = evses.every(
    ({ transactionId, connectors }) =>
      transactionId === undefined &&
      connectors.every(({ availabilityState }) => availabilityState === 'Available'),
  );
  return connected && registration === 'Accepted' && queuedEvents === 0 && isEmpty;
}

function identityOf(prefix: string, version: Version, index: number): string {
  return `${prefix}-${version.replaceAll('.', '')}-${index + 1}`;
}

function checkedOf(state: SoakStationState, cuts: number, shedEvents: number): CheckedStation {
  const { identity, registersWh } = state;
  return {
    identity,
    station: { state: () => state },
    hardware: { readMeter: (evseId) => ({ registerWh: registersWh[evseId - 1] ?? 0 }) },
    board: {
      evses: registersWh.map(() => FAST_EVSE),
      config: { variables: SOAK_VARIABLES },
    },
    cuts,
    shedEvents,
    isRotten: false,
  };
}
