import { MemoryFlash } from '../flash/memory-flash.ts';
import { holdStuckBits } from './cut-flash.ts';

/** Flash whose cells wear out: a bit that is stuck at 0 stays so, whatever is written there. */
export class WornFlash extends MemoryFlash {
  readonly #stuck = new Map<number, number>();

  wear(address: number, bit: number): void {
    this.#stuck.set(address, (this.#stuck.get(address) ?? 0) | (1 << bit));
  }

  override read(address: number, target: Uint8Array): void {
    super.read(address, target);
    holdStuckBits(this.#stuck, address, target);
  }
}
