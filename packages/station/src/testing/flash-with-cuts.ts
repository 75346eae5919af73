import type { Random } from '@northbound/rpc';
import { ERASED } from '../nvm/flash/flash.ts';
import { MemoryFlash, type StorageSizes } from '../nvm/index.ts';
import { TEARS } from '../nvm/testing/flashes.ts';

/** How many sectors of a kilobyte: few, so that a night without a network fills them. */
export type SectorCount = 48 | 64;

export const SMALL_SIZES: StorageSizes = {
  maxRecordBytes: 2048,
  endedBytes: 1024,
  runningBytes: 768,
  valuesBytes: 10_240,
  securityBytes: 1024,
  otherBytes: 1024,
  deadLetterBytes: 2560,
  blackBoxBytes: 2048,
  lastRecordBytes: 128,
};

/**
 * Flash that the power leaves in the middle of any operation. What the processor would still do in
 * that instant goes to a copy that nobody sees again.
 */
export class FlashWithCuts extends MemoryFlash {
  readonly #random: Random;
  #operationsLeft = Number.POSITIVE_INFINITY;
  #onCut: (image: Uint8Array) => void = () => undefined;

  constructor(random: Random, sectorCount: SectorCount, image?: Uint8Array) {
    super({ sectorBytes: 1024, sectorCount, programBytes: 8 }, image);
    this.#random = random;
  }

  /** @param operations how many more the flash does; the next one is torn */
  loseThePowerAfter(operations: number, onCut: (image: Uint8Array) => void): void {
    this.#operationsLeft = operations;
    this.#onCut = onCut;
  }

  override program(address: number, bytes: Uint8Array): void {
    this.#tick(address, bytes);
    super.program(address, bytes);
  }

  override erase(sector: number): void {
    const { sectorBytes } = this.geometry;
    this.#tick(sector * sectorBytes, new Uint8Array(sectorBytes).fill(ERASED));
    super.erase(sector);
  }

  #tick(address: number, after: Uint8Array): void {
    if (this.#operationsLeft-- !== 0) return;
    const image = this.image();
    const before = image.slice(address, address + after.length);
    const tear = TEARS[Math.floor(this.#random.next() * TEARS.length)];
    if (tear !== undefined) image.set(tear(before, after), address);
    this.#onCut(image);
  }
}
