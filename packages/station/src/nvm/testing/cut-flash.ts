import type { Dice } from '@northbound/rpc/testing';
import { ERASED, type FlashGeometry } from '../flash/flash.ts';
import { MemoryFlash, type Tear } from '../flash/memory-flash.ts';
import type { StorageSizes } from '../sizes.ts';

/** What a cut may leave of an operation. */
export const TEARS: readonly [Tear, ...Tear[]] = [
  (before) => before,
  (_before, after) => after,
  (before, after) => before.map((old, i) => (i < before.length / 2 ? (after[i] ?? old) : old)),
  (before) => before.map((_, i) => (i * 197 + 31) & 0xff),
];

/** Shares of a flash so small that a night without a network fills it. */
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
 * What is read where cells have worn out: bits that stay at 0, whatever was written there.
 * @param stuck the bits by the address of their byte
 * @param target what would be read from `address` on if they had not
 */
export function holdStuckBits(
  stuck: ReadonlyMap<number, number>,
  address: number,
  target: Uint8Array,
): void {
  for (const [at, bits] of stuck) {
    const index = at - address;
    if (index >= 0 && index < target.length) target[index] = (target[index] ?? 0) & ~bits;
  }
}

/**
 * Flash that the power leaves in the middle of any operation. What the processor would still do in that instant goes to
 * a copy that nobody sees again.
 */
export class CutFlash extends MemoryFlash {
  readonly #dice: Dice;
  #operationsLeft = Number.POSITIVE_INFINITY;
  #die: (left: Uint8Array) => void = () => undefined;
  #left: Uint8Array | undefined;

  constructor(geometry: FlashGeometry, dice: Dice, image?: Uint8Array) {
    super(geometry, image);
    this.#dice = dice;
  }

  /**
   * The power goes in the middle of the operation after `operations` more.
   * @param die called in that moment, with what is on the chip
   */
  loseThePowerAfter(operations: number, die: (left: Uint8Array) => void): void {
    this.#operationsLeft = operations;
    this.#die = die;
  }

  /** What is on the chip when the power is gone. */
  leave(): Uint8Array {
    return this.#left ?? this.image();
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
    image.set(this.#dice.oneOf(...TEARS)(before, after), address);
    this.#left = image;
    this.#die(image);
  }
}
