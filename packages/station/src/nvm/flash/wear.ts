import type { Ring } from './ring.ts';

/** Changes the flash of a ring, and counts what that costs. */
export class Wear {
  readonly #ring: Ring;
  /** Of each sector, in the life of the flash. */
  readonly #erasures: Uint32Array;
  /** Since the start. */
  erasures = 0;
  programmedBytes = 0;

  constructor(ring: Ring) {
    this.#ring = ring;
    this.#erasures = erasuresOf(ring);
  }

  get most(): number {
    return this.#erasures.reduce((most, count) => Math.max(most, count), 0);
  }

  get least(): number {
    return this.#erasures.reduce((least, count) => Math.min(least, count), Infinity);
  }

  /** Of all sectors together, in the life of the flash. */
  get total(): number {
    return this.#erasures.reduce((sum, count) => sum + count, 0);
  }

  get sectors(): number {
    return this.#erasures.length;
  }

  ofSector(sector: number): number {
    return this.#erasures[sector] ?? 0;
  }

  program(address: number, bytes: Uint8Array): void {
    this.#ring.flash.program(address, bytes);
    this.programmedBytes += bytes.length;
  }

  erase(sector: number): void {
    this.#ring.flash.erase(sector);
    this.#erasures[sector] = this.ofSector(sector) + 1;
    this.erasures++;
  }
}

/** How often each sector was erased. One that lost its count with its header was erased about as often as others. */
function erasuresOf(ring: Ring): Uint32Array {
  const headers = ring.headers();
  const most = headers.reduce((count, header) => Math.max(count, header?.erasures ?? 0), 0);
  return Uint32Array.from(headers, (header) => header?.erasures ?? most);
}
