import type { Clock, Random } from '@northbound/rpc';
import {
  createStation,
  type EvseConfig,
  type Station,
  type StationConfig,
} from '@northbound/station';
import { type FlashGeometry, flashStorage, type StorageSizes } from '@northbound/station/nvm';
import { Dice } from '../dice.ts';
import type { SimulatedNetwork } from '../network/network.ts';
import { type SimulatedHardware, simulatedHardware } from '../vehicle/hardware.ts';
import { MortalClock } from './mortal-clock.ts';
import { MortalFlash } from './mortal-flash.ts';

/** The board of a station: what stays when the power goes. */
export interface StationBoard {
  readonly config: StationConfig;
  readonly evses: readonly EvseConfig[];
  readonly geometry: FlashGeometry;
  readonly sizes: StorageSizes;
  /** Whether the wall clock goes on without power; else it begins at 1970. */
  readonly hasBattery: boolean;
  readonly driftPpm: number;
}

/** A station's machine: power that goes and comes, flash and vehicles that stay. */
export class StationMachine {
  readonly board: StationBoard;
  readonly hardware: SimulatedHardware;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #network: SimulatedNetwork;
  readonly #dice: Dice;
  #flash: MortalFlash;
  #life: { readonly clock: MortalClock; readonly station: Station } | undefined;
  /** How often the power went. */
  cuts = 0;
  /** Events of transactions that the station says it has thinned out, or given up. */
  shedEvents = 0;
  /** Whether its flash has lost bits. */
  isRotten = false;

  constructor(
    board: StationBoard,
    parts: { readonly clock: Clock; readonly random: Random; readonly network: SimulatedNetwork },
  ) {
    this.board = board;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#network = parts.network;
    this.hardware = simulatedHardware({ clock: parts.clock, evses: board.evses });
    this.#dice = new Dice(parts.random);
    this.#flash = new MortalFlash(board.geometry, this.#dice);
  }

  get identity(): string {
    return this.board.config.identity;
  }

  /** The station, while its power is on. */
  get station(): Station | undefined {
    return this.#life?.station;
  }

  /** The power comes. A cut that is due strikes also during the boot. */
  powerUp(): void {
    if (this.#life !== undefined) return;
    const { config, hasBattery, driftPpm } = this.board;
    const offsetMs = hasBattery ? 0 : -this.#clock.epochMs();
    const clock = new MortalClock(this.#clock, { offsetMs, driftPpm });
    const station = createStation(config, {
      clock,
      random: this.#random,
      dialer: this.#network.dialer(this.identity),
      hardware: this.hardware,
      storage: flashStorage(this.#flash, { sizes: this.board.sizes }),
    });
    this.#life = { clock, station };
    station.subscribe((event) => {
      if (event.type === 'untold' || event.type === 'givenUp') this.shedEvents += 1;
      if (event.type !== 'storage') return;
      const { news } = event;
      if (news.type === 'dropped' && news.lane === 'transactions') this.shedEvents += news.messages;
    });
    void station.start();
  }

  /** The power goes at once. */
  powerCut(): void {
    const life = this.#life;
    if (life === undefined) return;
    this.#life = undefined;
    this.cuts += 1;
    this.#network.stationVanished(this.identity);
    life.clock.die();
    life.station.powerCut();
    this.#flash = new MortalFlash(this.board.geometry, this.#dice, this.#flash.leave());
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
    this.#flash = new MortalFlash(this.board.geometry, this.#dice, image);
  }

  /** The wall clock of the station jumps. */
  jumpClock(byMs: number): void {
    this.#life?.clock.jump(byMs);
  }
}
