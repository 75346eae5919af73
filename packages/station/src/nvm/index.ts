export type { Flash, FlashGeometry } from './flash/flash.ts';
export { FlashFull, PowerCut } from './flash/flash.ts';
export type { FlashLogStatus } from './flash/flash-log.ts';
export { MemoryFlash, type Tear } from './flash/memory-flash.ts';
export { FlashStorage, type FlashStorageOptions, flashStorage } from './flash-storage.ts';
export type { DeadLetter, LaneName, StorageNews } from './medium.ts';
export { FileFlash, FlashFileError, type FoundFile } from './node/file-flash.ts';
export { DEFAULT_GEOMETRY, defaultSizes, type StorageSizes } from './sizes.ts';
export {
  type FlashStorageStatus,
  type LaneStatus,
  projectedLifeYears,
  type StorageStatus,
} from './status.ts';
export type { BlackBoxEntry, LaneEntry, QueuedMessage, Recorder } from './storage.ts';
