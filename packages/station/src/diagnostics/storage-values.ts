import type { Core } from '../core.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import type { LaneStatus, StorageStatus } from '../nvm/status.ts';
import { STORAGE_COMPONENT } from './storage-rows.ts';

type Instance = string | undefined;
type Reader = (status: StorageStatus, instance: Instance) => number | undefined;

/** Of a lane, or of the dead letters, whose losses count as dropped. */
function shareOf(
  status: StorageStatus,
  instance: Instance,
): Pick<LaneStatus, 'messages' | 'usedBytes' | 'quotaBytes' | 'oldestAgeMs' | 'dropped'> {
  switch (instance) {
    case 'Security':
      return status.security;
    case 'Other':
      return status.other;
    case 'DeadLetters':
      return { ...status.deadLetters, dropped: status.deadLetters.lost };
    case 'RAM': {
      const { ramBytes, ramBudgetBytes } = status;
      return { messages: 0, dropped: 0, usedBytes: ramBytes, quotaBytes: ramBudgetBytes };
    }
    default:
      return status.transactions;
  }
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Entries', (status, lane) => shareOf(status, lane).messages],
  ['OldestAge', (status, lane) => Math.floor((shareOf(status, lane).oldestAgeMs ?? 0) / 1000)],
  ['Dropped', (status, lane) => shareOf(status, lane).dropped],
  ['Parked', ({ deadLetters }) => deadLetters.parked],
  ['Storage', (status, share) => shareOf(status, share).usedBytes],
  ['StorageLimit', (status, share) => shareOf(status, share).quotaBytes],
  ['ThinnedSamples', ({ thinnedSamples }) => thinnedSamples],
  ['Damaged', ({ flash }) => flash?.lostValues],
  [
    'Erasures',
    ({ flash }, which) => (which === 'Most' ? flash?.mostErasures : flash?.leastErasures),
  ],
  ['ProjectedLife', ({ projectedLifeYears = 0 }) => Math.round(projectedLifeYears * 10) / 10],
]);

/** What the storage says of itself, as the value of a variable of its component. */
export function storageValue(
  { clock, storage, storageWatch }: Core,
  { component, variable, instance }: VariableSpec,
): string | undefined {
  if (component !== STORAGE_COMPONENT) return undefined;
  if (variable === 'Problem') return String(storageWatch.hasProblem);
  const value = READERS.get(variable)?.(storage.status(clock.epochMs()), instance);
  return value === undefined ? undefined : String(value);
}
