import { crc32 } from 'node:zlib';
import type { FirmwareBank, Installation } from './bank.ts';

/** What the head of an image says about it. */
export interface ImageHead {
  readonly vendor: string;
  readonly model: string;
  readonly version: string;
}

const MAGIC = 'NBFW1 ';
const END_OF_HEAD = 0x0a;

/** A firmware image in this project's own format: a line with its head and checksum, then the code. */
export function firmwareImage(head: ImageHead, code: Uint8Array): Uint8Array {
  const line = `${MAGIC}${JSON.stringify({ ...head, crc32: crc32(code) })}\n`;
  return Buffer.concat([Buffer.from(line), code]);
}

/** A bank in RAM for simulated stations: it takes images of {@link firmwareImage} for its own model. */
export function memoryFirmwareBank(own: Pick<ImageHead, 'vendor' | 'model'>): FirmwareBank {
  let image: Uint8Array | undefined;
  return {
    store: (bytes) => {
      image = bytes;
    },
    stored: () => image,
    discard: () => {
      image = undefined;
    },
    install: () => Promise.resolve(install(own, image)),
  };
}

function install(
  own: Pick<ImageHead, 'vendor' | 'model'>,
  image: Uint8Array | undefined,
): Installation {
  const head = image && readHead(image);
  if (head === undefined) return { result: 'notVerified' };
  if (head.vendor !== own.vendor || head.model !== own.model) return { result: 'failed' };
  return { result: 'installed', version: head.version, needsReboot: true };
}

/** @returns undefined for what is no image, or a damaged one */
function readHead(image: Uint8Array): ImageHead | undefined {
  const end = image.indexOf(END_OF_HEAD);
  const line = Buffer.from(image.subarray(0, Math.max(0, end))).toString();
  if (!line.startsWith(MAGIC)) return undefined;
  const head = parse(line.slice(MAGIC.length));
  if (head === undefined || head.crc32 !== crc32(image.subarray(end + 1))) return undefined;
  return head;
}

function parse(text: string): (ImageHead & { readonly crc32: number }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('vendor' in value && 'model' in value && 'version' in value && 'crc32' in value)) {
      return undefined;
    }
    const { vendor, model, version, crc32: checksum } = value;
    return typeof vendor === 'string' &&
      typeof model === 'string' &&
      typeof version === 'string' &&
      typeof checksum === 'number'
      ? { vendor, model, version, crc32: checksum }
      : undefined;
  } catch {
    return undefined;
  }
}
