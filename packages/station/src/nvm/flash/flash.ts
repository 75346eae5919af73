/** The shape of a flash memory. */
export interface FlashGeometry {
  /** An erase block; a multiple of `programBytes`. */
  readonly sectorBytes: number;
  readonly sectorCount: number;
  /**
   * What is programmed at once, at a multiple of itself: 1 for plain NOR, 8 or 16 for microcontrollers whose flash
   * checks itself (ECC), 256 for paged parts.
   */
  readonly programBytes: number;
}

/**
 * Flash as it is: erasing sets a whole sector to ones, programming turns ones into zeros, and a unit is programmed once
 * between two erasures. A power cut in the middle of an operation leaves anything in the bytes it was to change.
 */
export interface Flash {
  readonly geometry: FlashGeometry;
  /** What was wrong with what was there before, for a person: it was set aside. */
  readonly problem?: string;
  /** Fills the target from the address on. */
  read(address: number, target: Uint8Array): void;
  /** Address and length are multiples of `programBytes`. */
  program(address: number, bytes: Uint8Array): void;
  erase(sector: number): void;
  /** Returns when all operations before it would survive a power cut. A no-op where each does so by itself. */
  sync(): void;
}

/** The power went: what was under way is torn, and nothing works before the next boot. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** Nothing was stored: the live data would leave no room to move it around. */
export class FlashFull extends Error {
  override readonly name = 'FlashFull';
}

/** What an erased byte holds. */
export const ERASED = 0xff;

export function capacityBytes({ sectorBytes, sectorCount }: FlashGeometry): number {
  return sectorBytes * sectorCount;
}

/** The next multiple of `unit`. */
export function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
