import type { Version } from '@northbound/protocol';
import type { Clock, Random } from '@northbound/rpc';
import { Dice } from '@northbound/rpc/testing';
import {
  createStation,
  type EvseConfig,
  type Station,
  type StationConfig,
  type StationEvent,
  type WatchdogTimer,
} from '@northbound/station';
import {
  type FlashGeometry,
  type FlashStorage,
  flashStorage,
  type StorageSizes,
  type StorageStatus,
} from '@northbound/station/nvm';
import { KnownLimit } from '../checkers/known-limit.ts';
import type { ListEntry } from '../checkers/listed.ts';
import type { SimulatedNetwork } from '../network/network.ts';
import { type SimulatedHardware, simulatedHardware } from '../vehicle/hardware.ts';
import { Losses } from './losses.ts';
import { MortalClock, WallClock } from './mortal-clock.ts';
import { MortalFlash, type WornCells } from './mortal-flash.ts';
import { SimulatedBank } from './simulated-bank.ts';
import { type KeyCount, SimulatedCertificates } from './simulated-certificates.ts';
import { SimulatedFiles } from './simulated-files.ts';
import { HEARD, placeOf, stateText } from './station-news.ts';

/** The board of a station: what stays when the power goes. */
export interface StationBoard {
  readonly config: StationConfig;
  readonly evses: readonly EvseConfig[];
  readonly geometry: FlashGeometry;
  readonly sizes: StorageSizes;
  /** Whether the wall clock goes on without power; else it begins at 1970. */
  readonly hasBattery: boolean;
  readonly driftPpm: number;
  /** Whether a meter at the grid connection counts all EVSEs. */
  readonly hasMainMeter: boolean;
  /** Whether a sensor in each parking bay sees who stands there. */
  readonly hasBaySensor: boolean;
  /** Whether it gives up after three attempts, as stations do by default. */
  readonly givesUp: boolean;
}

/** A station's machine: power that goes and comes, flash and vehicles that stay. */
export class StationMachine {
  readonly board: StationBoard;
  /** Whether it never gets power, because the world is lived without it. */
  readonly isAbsent: boolean;
  readonly hardware: SimulatedHardware;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #network: SimulatedNetwork;
  readonly #dice: Dice;
  readonly #told: (machine: StationMachine, event: StationEvent) => void;
  readonly #outputChanged: (machine: StationMachine, evseId: number) => void;
  readonly #happened: (place: string, what: string) => void;
  #flash: MortalFlash;
  /** With a battery it goes on without power. */
  #wall: WallClock | undefined;
  #life:
    | { readonly clock: MortalClock; readonly station: Station; readonly storage: FlashStorage }
    | undefined;
  /** How often the power went. */
  cuts = 0;
  readonly #losses = new Losses();
  /** Whether its wall clock shows the time, as far as the CSMS could tell it. */
  clockIsRight: boolean;
  /** Whether its flash has lost bits. */
  isRotten = false;
  /** What the operator of the grid lets the whole station take, in W, as far as that is known. */
  readonly gridLimit = new KnownLimit();
  /** Limits that hold as long as its wall clock does not jump. */
  readonly limitsByClock = new Set([this.gridLimit]);
  /** How often something in it failed. */
  faults = 0;
  /** Pieces of work that the station found to be under way for too long. */
  readonly lateTasks: string[] = [];
  /** What its handlers threw. */
  readonly failures: unknown[] = [];
  readonly #worn: WornCells = new Map();
  readonly #keys: KeyCount = { made: 0 };
  readonly firmware = new SimulatedBank({ vendor: 'Northbound', model: 'World' });

  /** @param parts.outputChanged told after each change of a contactor and of an offer */
  constructor(
    board: StationBoard,
    parts: {
      readonly clock: Clock;
      readonly random: Random;
      readonly network: SimulatedNetwork;
      readonly outputChanged: (machine: StationMachine, evseId: number) => void;
      /** Told all that the station tells of itself. */
      readonly told: (machine: StationMachine, event: StationEvent) => void;
      /** Told in a line what the station tells of itself. */
      readonly happened: (place: string, what: string) => void;
      readonly isAbsent: boolean;
    },
  ) {
    this.board = board;
    this.isAbsent = parts.isAbsent;
    this.clockIsRight = board.hasBattery;
    this.#happened = parts.happened;
    this.#told = parts.told;
    this.#outputChanged = parts.outputChanged;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#network = parts.network;
    this.hardware = simulatedHardware({
      clock: parts.clock,
      evses: board.evses,
      hasMainMeter: board.hasMainMeter,
      outputChanged: (evseId) => parts.outputChanged(this, evseId),
    });
    this.#dice = new Dice(parts.random);
    this.#flash = new MortalFlash(board.geometry, this.#dice, this.#worn);
    if (board.hasBattery) this.#wall = this.#newWall(0);
  }

  get identity(): string {
    return this.board.config.identity;
  }

  get version(): Version | undefined {
    return this.board.config.versions[0];
  }

  /** What it was delivered with to show to the CSMS; absent where it connects without. */
  get factoryCertificate(): string | undefined {
    return this.board.config.tls?.cert;
  }

  /** What it showed when it connected last. */
  get certificateInUse(): string | undefined {
    return this.#network.certificateOf(this.identity);
  }

  /** Events of transactions that it gave up after all attempts, and keeps until somebody has them sent again. */
  get lettersOfTransactions(): number {
    const letters = this.station?.deadLetters() ?? [];
    return letters.filter(({ lane }) => lane === 'transactions').length;
  }

  /** Events of transactions that the station says the CSMS will not get. */
  get shedEvents(): number {
    return this.#losses.events + this.lettersOfTransactions;
  }

  get hasLostBills(): boolean {
    return this.#losses.bills > 0;
  }

  /** The station, while its power is on. */
  get station(): Station | undefined {
    return this.#life?.station;
  }

  /** What its local list says of tokens, while its power is on. */
  listEntries(): readonly ListEntry[] {
    const values = this.#life?.storage.values;
    const texts = values?.keys('local-list:').map((key) => values.get(key) ?? '{}') ?? [];
    return texts.map((text): ListEntry => JSON.parse(text));
  }

  /** What its storage holds, while its power is on. */
  storageStatus(): StorageStatus | undefined {
    // At no moment: who asks how long the flash will live sets a mark on it, and a look must change nothing.
    return this.#life?.storage.status(0);
  }

  /** The power comes. A cut that is due strikes also during the boot. */
  powerUp(): void {
    if (this.#life !== undefined || this.isAbsent) return;
    const { config } = this.board;
    this.#wall ??= this.#newWall(-this.#clock.epochMs());
    const clock = new MortalClock(this.#clock, this.#wall);
    const storage = flashStorage(this.#flash, { sizes: this.board.sizes });
    const station = createStation(config, {
      clock,
      random: this.#random,
      dialer: this.#network.dialer(this.identity),
      hardware: this.hardware,
      storage,
      watchdog: neverHangs,
      certificates: new SimulatedCertificates(clock, this.#keys),
      firmware: this.firmware,
      files: new SimulatedFiles({
        clock,
        dice: this.#dice,
        isReachable: () => this.#network.isReachable(this.identity),
      }),
    });
    this.#life = { clock, station, storage };
    station.subscribe((event) => {
      this.#told(this, event);
      const state = stateText(event);
      if (state !== undefined) this.#happened(placeOf(this.identity, event), state);
      if (event.type === 'watchdog') this.lateTasks.push(event.task);
      if (event.type === 'report' && event.report.kind === 'handlerFailed') {
        this.failures.push(event.report.error);
      }
      this.#losses.hear(event);
    }, HEARD);
    void station.start();
  }

  /** The power goes at once. */
  powerCut(): void {
    const life = this.#life;
    if (life === undefined) return;
    this.#life = undefined;
    if (!this.board.hasBattery) this.#wall = undefined;
    this.cuts += 1;
    this.#network.stationVanished(this.identity);
    life.clock.die();
    life.station.powerCut();
    this.#flash = this.#chip(this.#flash.leave());
  }

  /**
   * The power goes in the middle of an operation on flash.
   * @param gone told when it is gone
   */
  powerCutAfter(operations: number, gone: () => void): void {
    const flash = this.#flash;
    flash.loseThePowerAfter(operations, () => {
      if (flash !== this.#flash) return;
      // Nothing of this moment leaves the machine any more; its state falls when the stack is empty.
      this.#network.stationVanished(this.identity);
      this.#life?.clock.die();
      queueMicrotask(() => {
        if (flash !== this.#flash) return;
        this.powerCut();
        gone();
      });
    });
  }

  /** Bits of the flash flip while nobody looks; the station finds them when it boots. */
  rot(bits: number): void {
    this.powerCut();
    const image = this.#flash.leave();
    for (let left = bits; left > 0; left--) {
      const address = this.#dice.between(0, image.length - 1);
      image[address] = (image[address] ?? 0) ^ (1 << this.#dice.between(0, 7));
    }
    this.isRotten = true;
    this.#flash = this.#chip(image);
  }

  /** Cells of the flash wear out: from now on these bits are 0, whatever is written there. */
  wear(cells: number): void {
    const { sectorBytes, sectorCount } = this.board.geometry;
    for (let left = cells; left > 0; left--) {
      const address = this.#dice.between(0, sectorBytes * sectorCount - 1);
      this.#worn.set(address, 1 << this.#dice.between(0, 7));
    }
    this.isRotten = true;
  }

  /** A component of an EVSE fails. */
  fail(evseId: number, code: string): void {
    this.faults += 1;
    this.hardware.hands.fault(evseId, code);
  }

  mend(evseId: number, code: string): void {
    this.hardware.hands.clearFault(evseId, code);
  }

  /** Who operates the grid limits the whole station for a while: what was told before is over. */
  limit(limitW: number, forMs: number): void {
    const limit = { source: 'SO', limit: limitW, unit: 'W', durationS: forMs / 1000 } as const;
    const life = this.#life;
    if (life?.station.setExternalLimit(limit) !== true) return;
    const nowMs = this.#clock.monotonicMs();
    const steps = [
      { fromMs: nowMs, limit: limitW },
      // By the station's clock, which drifts, it is over some moments earlier or later.
      { fromMs: nowMs + Math.max(0, forMs - DRIFT_MS), limit: Number.POSITIVE_INFINITY },
    ];
    // The power may go while it is written down: then nobody knows whether it is, or the one before.
    if (life.clock.isDead) {
      this.gridLimit.asked(steps);
      return;
    }
    for (const fromMs of this.gridLimit.accepted(steps, nowMs)) {
      this.#clock.after(fromMs - nowMs, () => this.#outputChanged(this, 1));
    }
  }

  #chip(image: Uint8Array): MortalFlash {
    return new MortalFlash(this.board.geometry, this.#dice, this.#worn, image);
  }

  #newWall(offsetMs: number): WallClock {
    return new WallClock(this.#clock, { offsetMs, driftPpm: this.board.driftPpm });
  }

  /** The wall clock of the station jumps; one that stands still without power does not. */
  jumpClock(byMs: number): void {
    // By its new time they may not have begun, or be over.
    for (const limit of this.limitsByClock) limit.lift();
    this.clockIsRight = false;
    this.#wall?.jump(byMs);
  }
}

/** More than a clock is wrong that nobody has made jump: a narrow path tells it the time late. */
export const CLOCK_SLACK_MS = 300_000;

/** More than a clock drifts within a limit. */
const DRIFT_MS = 5_000;

/**
 * A loop in virtual time cannot hang; that its work has deadlines is what is watched here. So it waits long: a feed
 * every ten seconds was half of all timers of a world.
 */
const neverHangs: WatchdogTimer = {
  deadlineMs: 3_600_000,
  start: () => undefined,
  feed: () => undefined,
  stop: () => undefined,
  hasBitten: () => false,
  acknowledge: () => undefined,
};
