import type { Dice } from '@northbound/rpc/testing';
import type { FlashGeometry } from '@northbound/station/nvm';
import { CutFlash, holdStuckBits } from '@northbound/station/testing-flash';

/** Cells of a chip that have worn out: bits that stay at 0 whatever is erased. They stay when the power goes. */
export type WornCells = Map<number, number>;

/** What stood where something was changed since the last sync. */
interface Undo {
  readonly address: number;
  readonly before: Uint8Array;
}

/**
 * Flash of one life of a station: its power may go in the middle of any operation, then what was not synced is lost; and
 * its cells wear out.
 */
export class MortalFlash extends CutFlash {
  readonly #worn: WornCells;
  /** From the oldest on. */
  #unsynced: Undo[] = [];
  #isTorn = false;

  constructor(geometry: FlashGeometry, dice: Dice, worn: WornCells, image?: Uint8Array) {
    super(geometry, dice, image);
    this.#worn = worn;
  }

  override read(address: number, target: Uint8Array): void {
    super.read(address, target);
    holdStuckBits(this.#worn, address, target);
  }

  override program(address: number, bytes: Uint8Array): void {
    this.#remember(address, bytes.length);
    super.program(address, bytes);
  }

  override erase(sector: number): void {
    const { sectorBytes } = this.geometry;
    this.#remember(sector * sectorBytes, sectorBytes);
    super.erase(sector);
  }

  override sync(): void {
    super.sync();
    this.#unsynced = [];
  }

  override loseThePowerAfter(operations: number, die: (left: Uint8Array) => void): void {
    super.loseThePowerAfter(operations, (left) => {
      this.#isTorn = true;
      die(left);
    });
  }

  override leave(): Uint8Array {
    const image = super.leave();
    if (this.#isTorn) return image;
    for (const { address, before } of this.#unsynced.toReversed()) image.set(before, address);
    return image;
  }

  #remember(address: number, length: number): void {
    const before = new Uint8Array(length);
    super.read(address, before);
    this.#unsynced.push({ address, before });
  }
}
