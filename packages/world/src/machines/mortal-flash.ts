import type { Dice } from '@northbound/rpc/testing';
import type { FlashGeometry } from '@northbound/station/nvm';
import { CutFlash } from '@northbound/station/testing-flash';

/** Cells of a chip that have worn out: bits that stay at 0 whatever is erased. They stay when the power goes. */
export type WornCells = Map<number, number>;

/** Flash of one life of a station: its power may go in the middle of any operation, and its cells wear out. */
export class MortalFlash extends CutFlash {
  readonly #worn: WornCells;

  constructor(geometry: FlashGeometry, dice: Dice, worn: WornCells, image?: Uint8Array) {
    super(geometry, dice, image);
    this.#worn = worn;
  }

  override read(address: number, target: Uint8Array): void {
    super.read(address, target);
    for (const [at, stuck] of this.#worn) {
      const index = at - address;
      if (index >= 0 && index < target.length) target[index] = (target[index] ?? 0) & ~stuck;
    }
  }
}
