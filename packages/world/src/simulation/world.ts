import { type Database, openSqlite, type Statement } from '@northbound/csms';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { Dice } from '../dice.ts';
import { CsmsMachine } from '../machines/csms-machine.ts';
import { SimulatedDisk } from '../machines/disk.ts';
import { StationMachine } from '../machines/station-machine.ts';
import { SimulatedNetwork } from '../network/network.ts';
import { FAIR_WEATHER } from '../network/wire.ts';
import { Drivers } from './drivers.ts';
import { drawFaults, type Fault } from './faults.ts';
import { drawBoard } from './scenario.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A Monday. */
const EPOCH_MS = Date.UTC(2026, 0, 5);

export interface WorldOptions {
  readonly seed: number;
  readonly stations: number;
  readonly days: number;
  /** What goes wrong in place of what the seed would draw. */
  readonly faults?: readonly Fault[];
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
  readonly #drivers: readonly Drivers[];

  private constructor(
    options: WorldOptions,
    parts: {
      readonly store: Database;
      readonly disk: SimulatedDisk<Statement>;
      readonly clock: VirtualClock;
    },
  ) {
    const { seed, stations, days } = options;
    this.#options = options;
    this.clock = parts.clock;
    this.disk = parts.disk;
    this.#store = parts.store;
    const { clock } = this;
    // One stream for what is planned, another for what happens: a shorter list of faults leaves the rest as it was.
    const plan = new Dice(seededRandom(seed));
    const boards = Array.from({ length: stations }, (_, index) => drawBoard(plan, index));
    this.faults = options.faults ?? drawFaults(plan, stations, days);
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
    this.#drivers = this.stations.flatMap((machine, index) =>
      machine.board.evses.map(
        (_, place) =>
          new Drivers({
            clock,
            dice: new Dice(seededRandom(seed * 31 + index * 7 + place)),
            machine,
            csms: this.csms,
            evseId: place + 1,
          }),
      ),
    );
  }

  static async create(options: WorldOptions): Promise<World> {
    const clock = new VirtualClock(EPOCH_MS);
    const store = await openSqlite({ file: ':memory:', worker: false });
    const disk = new SimulatedDisk(store, {
      clock,
      random: seededRandom(options.seed + 3),
      speed: { leastMs: 1, mostMs: 15 },
    });
    return new World(options, { clock, disk, store });
  }

  /** Lives the days with their faults, then lets everything heal and everybody leave. */
  async live(): Promise<void> {
    const { clock } = this;
    void this.csms.start();
    await clock.advance(1_000);
    for (const [index, machine] of this.stations.entries()) {
      clock.after(index * 1_500, () => machine.powerUp());
    }
    for (const drivers of this.#drivers) drivers.begin();
    const begunMs = clock.monotonicMs();
    for (const fault of this.faults) {
      clock.after(fault.atMs - begunMs, () => this.#strike(fault));
    }
    await clock.advance(this.#options.days * DAY_MS);
    for (const drivers of this.#drivers) drivers.end();
    await clock.advance(DAY_MS / 3);
    this.#heal();
    await clock.advance(DAY_MS / 3);
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
        this.disk.failure = new Error('the disk is full');
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
