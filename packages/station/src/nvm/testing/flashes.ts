import type { FlashGeometry } from '../flash/flash.ts';
import type { StorageSizes } from '../sizes.ts';

/** As small as the storage goes, so that it is full and goes around soon. */
export const TINY: FlashGeometry = { sectorBytes: 512, sectorCount: 60, programBytes: 8 };

export const TINY_SIZES: StorageSizes = {
  maxRecordBytes: 1024,
  endedBytes: 512,
  runningBytes: 256,
  valuesBytes: 1024,
  securityBytes: 768,
  otherBytes: 768,
  deadLetterBytes: 1536,
  blackBoxBytes: 1280,
  lastRecordBytes: 128,
};
