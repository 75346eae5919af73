import { type FlashGeometry, MemoryFlash, type Tear } from '@northbound/station/nvm';
import type { Dice } from '../dice.ts';

const ERASED = 0xff;

/** What a cut may leave of an operation. */
const TEARS: readonly [Tear, ...Tear[]] = [
  (before) => before,
  (_before, after) => after,
  (before, after) => before.map((old, i) => (i < before.length / 2 ? (after[i] ?? old) : old)),
  (before) => before.map((_, i) => (i * 151 + 17) & 0xff),
];

/** Cells of a chip that have worn out: bits that stay at 0 whatever is erased. They stay when the power goes. */
export type WornCells = Map<number, number>;

/** Flash of one life of a station. Its power may go in the middle of any operation; then the image of that moment stays. */
export class MortalFlash extends MemoryFlash {
  readonly #dice: Dice;
  readonly #worn: WornCells;
  #operationsLeft = Number.POSITIVE_INFINITY;
  #die: () => void = () => undefined;
  #left: Uint8Array | undefined;

  constructor(geometry: FlashGeometry, dice: Dice, worn: WornCells, image?: Uint8Array) {
    super(geometry, image);
    this.#dice = dice;
    this.#worn = worn;
  }

  override read(address: number, target: Uint8Array): void {
    super.read(address, target);
    for (const [at, stuck] of this.#worn) {
      const index = at - address;
      if (index >= 0 && index < target.length) target[index] = (target[index] ?? 0) & ~stuck;
    }
  }

  /**
   * The power goes in the middle of the operation after `operations` more.
   * @param die called in that moment; what the processor still does afterwards reaches no flash
   */
  loseThePowerAfter(operations: number, die: () => void): void {
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
    this.#die();
  }
}
