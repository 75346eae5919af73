import { capacityBytes, ERASED, type Flash, type FlashGeometry, PowerCut } from './flash.ts';

/**
 * What a cut leaves behind of one operation.
 * @param before the bytes that the operation was to change
 * @param after what they were to become
 */
export type Tear = (before: Uint8Array, after: Uint8Array) => Uint8Array;

/** Flash in RAM that holds its users to the rules of the real thing, counts, and can lose power at any operation. */
export class MemoryFlash implements Flash {
  readonly geometry: FlashGeometry;
  /** Erasures of each sector. */
  readonly erasures: Uint32Array;
  /** Program and erase operations so far. */
  operations = 0;
  programmedBytes = 0;
  syncs = 0;

  readonly #bytes: Uint8Array;
  readonly #programmed: Uint8Array;
  #cut: { readonly atOperation: number; readonly tear: Tear } | undefined;
  #powered = true;

  constructor(geometry: FlashGeometry, image?: Uint8Array) {
    this.geometry = geometry;
    this.erasures = new Uint32Array(geometry.sectorCount);
    this.#bytes = new Uint8Array(capacityBytes(geometry)).fill(ERASED);
    this.#programmed = new Uint8Array(capacityBytes(geometry) / geometry.programBytes);
    if (image !== undefined) this.#load(image);
  }

  /** The power goes in the middle of the operation after `operations` more; 0 tears the very next one. */
  cutAfter(operations: number, tear: Tear): void {
    this.#cut = { atOperation: this.operations + operations, tear };
  }

  /** The power is back. */
  powerUp(): void {
    this.#powered = true;
    this.#cut = undefined;
  }

  /** A copy of what is in it. */
  image(): Uint8Array {
    return this.#bytes.slice();
  }

  read(address: number, target: Uint8Array): void {
    this.#mustBePowered();
    target.set(this.#bytes.subarray(address, address + target.length));
  }

  program(address: number, bytes: Uint8Array): void {
    const { programBytes } = this.geometry;
    if (address % programBytes !== 0 || bytes.length % programBytes !== 0) {
      throw new RangeError(`Program of ${bytes.length} bytes at ${address} is not in whole units`);
    }
    if (address + bytes.length > this.#bytes.length) throw new RangeError('Program past the end');
    const first = address / programBytes;
    const end = (address + bytes.length) / programBytes;
    for (let unit = first; unit < end; unit++) {
      if (this.#programmed[unit] !== 0) throw new RangeError(`Unit ${unit} is programmed already`);
    }
    this.#change(address, bytes);
    this.#programmed.fill(1, first, end);
    this.programmedBytes += bytes.length;
  }

  erase(sector: number): void {
    const { sectorBytes, programBytes, sectorCount } = this.geometry;
    if (sector < 0 || sector >= sectorCount) throw new RangeError(`There is no sector ${sector}`);
    const address = sector * sectorBytes;
    this.#change(address, new Uint8Array(sectorBytes).fill(ERASED));
    this.#programmed.fill(0, address / programBytes, (address + sectorBytes) / programBytes);
    this.erasures[sector] = (this.erasures[sector] ?? 0) + 1;
  }

  sync(): void {
    this.#mustBePowered();
    this.syncs++;
  }

  #change(address: number, after: Uint8Array): void {
    this.#mustBePowered();
    const cut = this.#cut;
    if (cut !== undefined && this.operations >= cut.atOperation) {
      const before = this.#bytes.slice(address, address + after.length);
      this.#write(address, cut.tear(before, after));
      this.#powered = false;
      throw new PowerCut(`Power cut at operation ${this.operations}`);
    }
    this.operations++;
    this.#bytes.set(after, address);
  }

  /** Torn bytes: a unit that is no longer erased cannot be programmed again, whatever it holds. */
  #write(address: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, address);
    const { programBytes } = this.geometry;
    for (let at = address; at < address + bytes.length; at += programBytes) {
      this.#programmed[at / programBytes] = this.#isErased(at, at + programBytes) ? 0 : 1;
    }
  }

  /** Without a view of the bytes: images are loaded by the thousand. */
  #isErased(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#bytes[at] !== ERASED) return false;
    return true;
  }

  #load(image: Uint8Array): void {
    if (image.length !== this.#bytes.length) {
      throw new RangeError(`The image has ${image.length} bytes, not ${this.#bytes.length}`);
    }
    this.#write(0, image);
  }

  #mustBePowered(): void {
    if (!this.#powered) throw new PowerCut('There is no power');
  }
}
