import { type Csms, type Database, openSqlite, type Statement } from '@northbound/csms';
import { VirtualClock } from '@northbound/rpc/testing';
import type { AskedFor } from '../checkers/command-watch.ts';
import type { Past } from '../checkers/past.ts';
import type { Violation } from '../checkers/violation.ts';
import { CsmsMachine } from '../machines/csms-machine.ts';
import { SimulatedDisk } from '../machines/disk.ts';
import { StationMachine } from '../machines/station-machine.ts';
import { SimulatedNetwork } from '../network/network.ts';
import { FAIR_WEATHER } from '../network/wire.ts';
import { MASTER_CARD, registerCards } from './cards.ts';
import { Drivers } from './drivers.ts';
import { drawFaults, type Fault, type FaultKind } from './faults.ts';
import { askStation } from './last-questions.ts';
import { LetterService } from './letter-service.ts';
import { Operators } from './operators.ts';
import { Planner } from './planner.ts';
import { checkLateWork } from './promises.ts';
import { drawBoard } from './scenario.ts';
import type { Observer } from './story.ts';
import { streamsOf } from './streams.ts';
import { DISK_SPEED, Ongoing, strike } from './strikes.ts';
import { Watches } from './watches.ts';
import { faultText } from './words.ts';

const HOUR_MS = 60 * 60_000;
/** For the last questions to all stations. */
const MOST_MINUTES = 20;
/** Until the drivers' cards are in the books. */
const PREPARATION_MS = 30_000;
/** A Monday. */
const EPOCH_MS = Date.UTC(2026, 0, 5);

/** Which world: everything else of it follows from these. */
export interface WorldOptions {
  readonly seed: number;
  readonly stations: number;
  readonly days: number;
  /** What goes wrong in place of what the seed would draw. */
  readonly faults?: readonly Fault[];
  /** Only faults of these kinds are drawn; all that a world has to withstand when absent. */
  readonly kinds?: readonly FaultKind[];
  /** Only these stations get power and visitors, by identity; all when absent. */
  readonly only?: readonly string[];
  /** It ends early when this rule is seen to be broken. */
  readonly until?: string | undefined;
}

/**
 * Stations, a CSMS, people and a network in one process, on virtual time. The same options live the same life, byte for
 * byte.
 */
export class World {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly csms: CsmsMachine;
  readonly disk: SimulatedDisk<Statement>;
  readonly stations: readonly StationMachine[];
  readonly faults: readonly Fault[];
  readonly #options: WorldOptions;
  readonly #store: Database;
  readonly watches: Watches;
  readonly ongoing: Ongoing;
  readonly #drivers: readonly (readonly Drivers[])[];
  readonly #operators: readonly Operators[];
  readonly #planners: readonly Planner[];
  readonly #letterServices: readonly LetterService[];
  readonly #observer: Observer;

  private constructor(
    options: WorldOptions,
    observer: Observer,
    parts: {
      readonly store: Database;
      readonly disk: SimulatedDisk<Statement>;
      readonly clock: VirtualClock;
    },
  ) {
    const { seed, stations, days } = options;
    this.#options = options;
    this.#observer = observer;
    this.clock = parts.clock;
    this.disk = parts.disk;
    this.ongoing = new Ongoing(parts.clock);
    this.#store = parts.store;
    const { clock } = this;
    const happened = (place: string, what: string) =>
      observer.happened?.(clock.monotonicMs(), place, what);
    const streams = streamsOf(seed);
    const plan = streams.plan();
    const boards = Array.from({ length: stations }, (_, index) =>
      drawBoard(plan, index, streams.security(index), streams.patience(index)),
    );
    const evses = boards.map((board) => board.evses.length);
    this.faults = options.faults ?? drawFaults(plan, streams.groups(), evses, days, options.kinds);
    this.network = new SimulatedNetwork({ clock, randomOf: streams.path });
    const { network } = this;
    this.watches = new Watches(clock, network, observer);
    this.csms = new CsmsMachine({
      clock,
      random: streams.csms(),
      authorityDice: streams.authority(),
      network,
      disk: this.disk,
      happened,
    });
    this.stations = boards.map(
      (board, index) =>
        new StationMachine(board, {
          clock,
          random: streams.station(index),
          network,
          // After what the station does in this moment.
          outputChanged: () => clock.after(1, () => this.#look(index)),
          happened,
          told: (machine, event) => this.watches.told(machine, event, this.#intervalS(machine)),
          isAbsent: options.only?.includes(board.config.identity) === false,
        }),
    );
    const at = (machine: StationMachine) => ({
      ...{ clock, machine, csms: this.csms, happened },
      asked: (what: AskedFor, forMs: number) => this.watches.asked(machine.identity, what, forMs),
    });
    const limitedAt = (index: number) => (fromMs: number) =>
      void clock.after(fromMs - clock.monotonicMs(), () => this.#look(index));
    this.#drivers = this.stations.map((machine, index) =>
      machine.board.evses.map(
        (_, place) =>
          new Drivers({
            ...at(machine),
            dice: streams.drivers(index, place),
            evseId: place + 1,
          }),
      ),
    );
    this.#operators = this.stations.map((machine, index) => {
      const dice = streams.operators(index);
      const own = {
        limits: streams.limits(index),
        lists: streams.lists(index),
        closings: streams.closings(index),
      };
      const kept = this.watches.reservations;
      return new Operators({ ...at(machine), dice, limited: limitedAt(index), own, kept });
    });
    this.#planners = this.stations.map((machine, index) => {
      const limits = this.#operators[index]?.limits.ofEvses ?? [];
      const dice = streams.plans(index);
      return new Planner({ ...at(machine), dice, limits, limited: limitedAt(index) });
    });
    this.#letterServices = this.stations.flatMap((machine, index) => {
      if (machine.isAbsent || !machine.board.givesUp) return [];
      const dice = streams.letters(index);
      return [new LetterService({ ...at(machine), dice })];
    });
  }

  static async create(options: WorldOptions, observer: Observer = {}): Promise<World> {
    // Nothing real is waited for: no socket, no thread, no timer.
    const clock = new VirtualClock(EPOCH_MS, 'promises');
    const store = await openSqlite({ file: ':memory:', worker: false });
    const disk = new SimulatedDisk(store, {
      clock,
      random: streamsOf(options.seed).disk(),
      speed: DISK_SPEED,
    });
    return new World(options, observer, { clock, disk, store });
  }

  /** Lives the days with their faults, then lets everything heal and everybody leave. */
  async live(): Promise<void> {
    const { clock } = this;
    const { days } = this.#options;
    void this.csms.start();
    await clock.advance(1_000);
    if (this.csms.csms !== undefined) registerCards(this.csms.csms, this.stations);
    await clock.advance(PREPARATION_MS);
    for (const [index, machine] of this.stations.entries()) {
      clock.after(index * 1_500, () => machine.powerUp());
    }
    this.watches.begin(this.stations, (machine) => this.#intervalS(machine));
    const isHere = (_: unknown, index: number) => this.stations[index]?.isAbsent === false;
    const people = [
      ...this.#drivers.filter(isHere).flat(),
      ...this.#operators.filter(isHere),
      ...this.#planners.filter(isHere),
      ...this.#letterServices,
    ];
    for (const each of people) each.begin();
    const begunMs = clock.monotonicMs();
    for (const fault of this.faults) {
      clock.after(fault.atMs - begunMs, () => {
        this.#observer.happened?.(clock.monotonicMs(), 'world', faultText(fault));
        if (fault.kind === 'slowDisk' || fault.kind === 'diskFull') {
          this.watches.excuse(fault.forMs);
        }
        if (fault.kind === 'diskFull') this.watches.excuseErrors(fault.forMs);
        strike(this, fault);
      });
    }
    await this.#pass(0, days * 24);
    for (const each of people) each.end();
    await this.#pass(days * 24, 8);
    this.#heal();
    for (const service of this.#letterServices) service.finish();
    await this.#pass(days * 24 + 8, 4);
    for (const operators of this.#operators.filter(isHere)) operators.finish();
    await this.#pass(days * 24 + 12, 4);
  }

  /** What each EVSE went through. */
  pasts(): Past[] {
    return this.#drivers.flatMap((there, index) => {
      const machine = this.stations[index];
      const operators = this.#operators[index];
      if (machine === undefined || machine.isAbsent || operators === undefined) return [];
      const { resets, unlocks } = operators;
      const hadMasterPass = there.some(({ visits }) => visits.wereShown(MASTER_CARD));
      return there.map(({ visits }, place) => ({
        machine,
        evseId: place + 1,
        visits: visits.all,
        resets,
        unlocks,
        faults: machine.faults,
        hadMasterPass,
      }));
    });
  }

  /** What both sides know of each other, and what waits at the CSMS, when everything is quiet. */
  async lastQuestions(csms: Csms): Promise<readonly Violation[]> {
    const found: Violation[] = [];
    const asking = this.stations.map(async (machine, index) => {
      const operators = this.#operators[index];
      // What a flash forgot that lost bits, it cannot keep.
      if (machine.isRotten || machine.isAbsent || operators === undefined) return;
      found.push(...(await askStation(csms, this.#store, machine, operators)));
    });
    let isDone = false;
    void Promise.all(asking).finally(() => {
      isDone = true;
    });
    for (let minutes = 0; minutes < MOST_MINUTES && !isDone; minutes++) {
      await this.clock.advance(60_000);
    }
    if (!isDone) found.push({ rule: 'late', place: 'CSMS', what: 'got no answer at the end' });
    found.push(...(await checkLateWork(csms, this.#store, this.clock.epochMs())));
    found.push(...(await this.watches.wire.told.lost(this.#store)));
    return found;
  }

  async #pass(fromH: number, hours: number): Promise<void> {
    const totalH = this.#options.days * 24 + 16;
    const { until } = this.#options;
    for (let passed = 0; passed < hours; passed++) {
      if (until !== undefined && this.watches.violations.some(({ rule }) => rule === until)) return;
      await this.clock.advance(HOUR_MS);
      // The process around the world has its turn: signals, messages, what is to be seen of progress.
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.#observer.progress?.((fromH + passed + 1) / totalH);
      const uncaught = this.#observer.uncaught?.();
      if (uncaught !== undefined) throw uncaught;
    }
  }

  /** At a station, now: what it gives changes nothing until its next change. */
  #look(index: number): void {
    const machine = this.stations[index];
    const operators = this.#operators[index];
    if (machine === undefined || operators === undefined) return;
    const { ofEvses, ofStation } = operators.limits;
    this.watches.outputs(machine, ofEvses, [machine.gridLimit, ofStation]);
  }

  /** The longest that the TxUpdatedInterval of a station may be. */
  #intervalS(machine: StationMachine): number {
    const { variables } = machine.board.config;
    const interval = this.#operators[this.stations.indexOf(machine)]?.updatedInterval;
    return interval?.most(variables?.['SampledDataCtrlr.TxUpdatedInterval']) ?? 0;
  }

  /** Switches everything off. */
  async end(): Promise<void> {
    for (const machine of this.stations) machine.powerCut();
    this.csms.crash(false);
    await this.#store.close();
  }

  /** Nothing goes wrong any more, everything works, and everybody leaves. */
  #heal(): void {
    this.ongoing.clear();
    this.disk.failure = undefined;
    this.disk.speed = DISK_SPEED;
    for (const machine of this.stations) {
      const { identity, hardware, board } = machine;
      this.network.heal(identity);
      this.network.setWeather(identity, FAIR_WEATHER);
      this.network.setMangle(identity, undefined);
      machine.powerUp();
      for (let evseId = 1; evseId <= board.evses.length; evseId++) {
        hardware.hands.plugOut(evseId);
        if (board.hasBaySensor) hardware.hands.bay(evseId, false);
      }
    }
    if (!this.csms.isUp) void this.csms.start();
  }
}
