import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import { type FileTransfer, firmwareImage } from '@northbound/station';

/** Where the files of the world are; the path says which. */
export const FILE_SERVER = 'http://files.example/';

/** A transfer over a cellular link. */
const LEAST_MS = 3_000;
const MOST_MS = 60_000;
const CODE_BYTES = 600;

type FileParts = {
  readonly clock: Clock;
  readonly dice: Dice;
  /** Whether the network lets the station through. */
  readonly isReachable: () => boolean;
};

/**
 * File transfers of one life of a station: `…/firmware/1.2.0` is an image of that version, `…/damaged/1.2.0` one that
 * has lost bytes; whatever is uploaded is taken. Transfers take their time and break off now and then.
 */
export class SimulatedFiles implements FileTransfer {
  readonly protocols = ['HTTP', 'HTTPS'];
  readonly #parts: FileParts;

  constructor(parts: FileParts) {
    this.#parts = parts;
  }

  async download(url: string, part: Uint8Array) {
    const works = await this.#transfer();
    const file = fileAt(url);
    if (file === undefined) return { bytes: part, complete: false, problem: '404' };
    if (works) return { bytes: file, complete: true };
    const here = Math.max(part.length, Math.floor(file.length / 2));
    return { bytes: file.subarray(0, here), complete: false, problem: 'ECONNRESET' };
  }

  async upload() {
    return (await this.#transfer())
      ? ({ status: 'Uploaded' } as const)
      : ({ status: 'UploadFailure', reasonCode: 'ECONNRESET' } as const);
  }

  /** @returns whether all of it got through */
  async #transfer(): Promise<boolean> {
    const { clock, dice, isReachable } = this.#parts;
    await new Promise<void>((resolve) => clock.after(dice.between(LEAST_MS, MOST_MS), resolve));
    return isReachable() && !dice.chance(0.2);
  }
}

function fileAt(url: string): Uint8Array | undefined {
  const [, kind, version] = /\/(firmware|damaged)\/([\d.]+)$/.exec(url) ?? [];
  if (version === undefined) return undefined;
  const image = goodImage(version);
  return kind === 'damaged' ? image.subarray(0, image.length - 1) : image;
}

/** Firmware as its maker has made it. */
export function goodImage(version: string): Uint8Array {
  const head = { vendor: 'Northbound', model: 'World', version };
  return firmwareImage(head, new Uint8Array(CODE_BYTES).fill(version.length));
}
