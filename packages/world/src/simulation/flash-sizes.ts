import type { StorageSizes } from '@northbound/station/nvm';

/** Shares of a flash so small that a night without a network fills it. */
export const SMALL_SIZES: StorageSizes = {
  maxRecordBytes: 2048,
  endedBytes: 1024,
  runningBytes: 768,
  valuesBytes: 10_240,
  securityBytes: 1024,
  otherBytes: 1024,
  deadLetterBytes: 2560,
  blackBoxBytes: 2048,
  lastRecordBytes: 128,
};
