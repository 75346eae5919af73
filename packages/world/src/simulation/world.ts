import { type Database, DatabaseError, openSqlite, type Statement } from '@northbound/csms';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { OutputWatch } from '../checkers/output-watch.ts';
import type { Past } from '../checkers/sessions.ts';
import { Dice } from '../dice.ts';
import { CsmsMachine } from '../machines/csms-machine.ts';
import { SimulatedDisk } from '../machines/disk.ts';
import { StationMachine } from '../machines/station-machine.ts';
import { SimulatedNetwork } from '../network/network.ts';
import { FAIR_WEATHER } from '../network/wire.ts';
import { cardsOf, tokensOf } from './cards.ts';
import { Drivers } from './drivers.ts';
import { drawFaults, type Fault, type FaultKind } from './faults.ts';
import { Operators } from './operators.ts';
import { drawBoard } from './scenario.ts';
import { faultText, type Observer } from './story.ts';

const HOUR_MS = 60 * 60_000;
/** Between two looks at contactors and offers. */
const LOOK_MS = 300_000;
/** Until the drivers' cards are in the books. */
const PREPARATION_MS = 30_000;
/** A Monday. */
const EPOCH_MS = Date.UTC(2026, 0, 5);

export interface WorldOptions {
  readonly seed: number;
  readonly stations: number;
  readonly days: number;
  /** What goes wrong in place of what the seed would draw. */
  readonly faults?: readonly Fault[];
  /** Only faults of these kinds are drawn; all when absent. */
  readonly kinds?: readonly FaultKind[];
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
  readonly outputs = new OutputWatch();
  readonly #drivers: readonly (readonly Drivers[])[];
  readonly #operators: readonly Operators[];
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
    this.#store = parts.store;
    const { clock } = this;
    // One stream for what is planned, another for what happens: a shorter list of faults leaves the rest as it was.
    const plan = new Dice(seededRandom(seed));
    const boards = Array.from({ length: stations }, (_, index) => drawBoard(plan, index));
    const drawn = drawFaults(plan, stations, days);
    const { kinds } = options;
    this.faults =
      options.faults ?? drawn.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
    this.network = new SimulatedNetwork({ clock, random: seededRandom(seed + 1) });
    const { network } = this;
    this.csms = new CsmsMachine({
      clock,
      random: seededRandom(seed + 2),
      network,
      disk: this.disk,
    });
    this.stations = boards.map(
      (board, index) =>
        new StationMachine(board, { clock, random: seededRandom(seed + 1_000 + index), network }),
    );
    const happened = (place: string, what: string) =>
      observer.happened?.(clock.monotonicMs(), place, what);
    this.#drivers = this.stations.map((machine, index) =>
      machine.board.evses.map(
        (_, place) =>
          new Drivers({
            clock,
            dice: new Dice(seededRandom(seed * 31 + index * 7 + place)),
            machine,
            csms: this.csms,
            evseId: place + 1,
            happened,
          }),
      ),
    );
    this.#operators = this.stations.map((machine, index) => {
      const dice = new Dice(seededRandom(seed * 37 + index));
      return new Operators({ clock, dice, machine, csms: this.csms, happened });
    });
  }

  static async create(options: WorldOptions, observer: Observer = {}): Promise<World> {
    const clock = new VirtualClock(EPOCH_MS);
    const store = await openSqlite({ file: ':memory:', worker: false });
    const disk = new SimulatedDisk(store, {
      clock,
      random: seededRandom(options.seed + 3),
      speed: { leastMs: 1, mostMs: 15 },
    });
    return new World(options, observer, { clock, disk, store });
  }

  /** Lives the days with their faults, then lets everything heal and everybody leave. */
  async live(): Promise<void> {
    const { clock } = this;
    const { days } = this.#options;
    void this.csms.start();
    await clock.advance(1_000);
    this.#registerCards();
    await clock.advance(PREPARATION_MS);
    for (const [index, machine] of this.stations.entries()) {
      clock.after(index * 1_500, () => machine.powerUp());
    }
    const people = [...this.#drivers.flat(), ...this.#operators];
    for (const each of people) each.begin();
    const begunMs = clock.monotonicMs();
    for (const fault of this.faults) {
      clock.after(fault.atMs - begunMs, () => this.#strike(fault));
    }
    this.#look();
    await this.#pass(0, days * 24);
    for (const each of people) each.end();
    await this.#pass(days * 24, 8);
    this.#heal();
    await this.#pass(days * 24 + 8, 8);
  }

  /** What each EVSE went through. */
  pasts(): Past[] {
    return this.#drivers.flatMap((there, index) => {
      const machine = this.stations[index];
      const operators = this.#operators[index];
      if (machine === undefined || operators === undefined) return [];
      const { resets, unlocks } = operators;
      return there.map(({ visits }, place) => ({
        machine,
        evseId: place + 1,
        visits: visits.all,
        resets,
        unlocks,
      }));
    });
  }

  async #pass(fromH: number, hours: number): Promise<void> {
    const totalH = this.#options.days * 24 + 16;
    for (let passed = 0; passed < hours; passed++) {
      await this.clock.advance(HOUR_MS);
      this.#observer.progress?.((fromH + passed + 1) / totalH);
    }
  }

  #registerCards(): void {
    const commands = this.csms.csms?.commands;
    for (const { identity, board } of this.stations) {
      for (const [index] of board.evses.entries()) {
        for (const token of tokensOf(cardsOf(identity, index + 1))) void commands?.putToken(token);
      }
    }
  }

  #look(): void {
    for (const [index, machine] of this.stations.entries()) {
      const limits = this.#operators[index]?.limits ?? [];
      this.outputs.look(machine, limits, this.clock.monotonicMs());
    }
    this.clock.after(LOOK_MS, () => this.#look());
  }

  /** Switches everything off. */
  async end(): Promise<void> {
    for (const machine of this.stations) machine.powerCut();
    this.csms.crash(false);
    await this.#store.close();
  }

  #heal(): void {
    this.disk.failure = undefined;
    for (const machine of this.stations) {
      this.network.heal(machine.identity);
      this.network.setWeather(machine.identity, FAIR_WEATHER);
      machine.powerUp();
      for (let evseId = 1; evseId <= machine.board.evses.length; evseId++) {
        machine.hardware.hands.plugOut(evseId);
      }
    }
    if (!this.csms.isUp) void this.csms.start();
  }

  #strike(fault: Fault): void {
    this.#observer.happened?.(this.clock.monotonicMs(), 'world', faultText(fault));
    switch (fault.kind) {
      case 'outage':
        this.#fail(fault.station, fault.forMs, { reason: 'network', code: 'ENETUNREACH' });
        return;
      case 'halfOpen':
        this.#fail(fault.station, fault.forMs, 'silence');
        return;
      case 'refused':
        this.#fail(
          fault.station,
          fault.forMs,
          fault.code === 'dns'
            ? { reason: 'network', code: 'ENOTFOUND' }
            : { reason: 'tls', code: 'CERT_HAS_EXPIRED' },
        );
        return;
      case 'reset':
        this.network.reset(this.#identity(fault.station));
        return;
      case 'slow': {
        const identity = this.#identity(fault.station);
        this.network.setWeather(identity, { ...FAIR_WEATHER, latencyMs: fault.latencyMs });
        this.clock.after(fault.forMs, () => this.network.setWeather(identity, FAIR_WEATHER));
        return;
      }
      case 'partition':
        for (const [index] of this.stations.entries()) this.#fail(index, fault.forMs, 'silence');
        return;
      case 'powerCut':
        this.#powerCut(fault.station, fault.forMs);
        return;
      case 'street':
        for (const [index] of this.stations.entries()) this.#powerCut(index, fault.forMs);
        return;
      case 'tornWrite': {
        const machine = this.stations[fault.station];
        machine?.powerCutAfter(fault.operations, () => {
          this.clock.after(fault.forMs, () => machine.powerUp());
        });
        return;
      }
      case 'bitRot': {
        const machine = this.stations[fault.station];
        machine?.rot(fault.bits);
        this.clock.after(fault.forMs, () => machine?.powerUp());
        return;
      }
      case 'clockJump':
        this.stations[fault.station]?.jumpClock(fault.byMs);
        return;
      case 'csmsKilled':
        this.#killCsms(fault.forMs, fault.tells);
        return;
      case 'csmsKilledAtCommit':
        this.disk.atCommit(fault.commits, fault.afterIt, () => this.#killCsms(fault.forMs, true));
        return;
      case 'diskFull':
        this.disk.failure = () => new DatabaseError('full', 'simulated');
        this.clock.after(fault.forMs, () => {
          this.disk.failure = undefined;
        });
    }
  }

  #fail(station: number, forMs: number, outage: Parameters<SimulatedNetwork['fail']>[1]): void {
    const identity = this.#identity(station);
    this.network.fail(identity, outage);
    this.clock.after(forMs, () => this.network.heal(identity));
  }

  #powerCut(station: number, forMs: number): void {
    const machine = this.stations[station];
    machine?.powerCut();
    this.clock.after(forMs, () => machine?.powerUp());
  }

  #killCsms(forMs: number, tells: boolean): void {
    this.csms.crash(tells);
    this.clock.after(forMs, () => {
      if (!this.csms.isUp) void this.csms.start();
    });
  }

  #identity(station: number): string {
    return this.stations[station]?.identity ?? '';
  }
}
