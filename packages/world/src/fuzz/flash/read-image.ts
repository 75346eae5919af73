import type { Storage } from '@northbound/station';
import { type FlashStorage, flashStorage, MemoryFlash } from '@northbound/station/nvm';
import type { Truth } from './truth.ts';
import { GEOMETRY, SIZES } from './used-station.ts';

const KEY = 'fuzz:after';

/** Entries of the black box that are read of one image: they are packed, which takes time. */
const MOST_ENTRIES = 200;

/**
 * Mounts an image and reads all that it tells; where that is wanted, also its black box, and goes on working with it.
 *
 * @returns what was wrong
 */
export function readImage(image: Uint8Array, truth: Truth, isThorough: boolean): readonly string[] {
  const flash = new MemoryFlash(GEOMETRY, image);
  const storage = flashStorage(flash, { sizes: SIZES });
  const lies = [...liesOf(storage, truth)];
  if (isThorough) lies.push(...boxProblems(storage));
  storage.status(0);
  if (!isThorough) return lies;
  if (!storage.values.set(KEY, 'value')) lies.push('has no room for a value of its own');
  drain(storage);
  const again = flashStorage(new MemoryFlash(GEOMETRY, flash.image()), { sizes: SIZES });
  if (again.values.get(KEY) !== 'value') lies.push('forgets what was written after the damage');
  if (again.queue.length > 0) lies.push('still has what was taken out after the damage');
  return lies;
}

function* liesOf({ queue, values, security, other, lastRecord }: FlashStorage, truth: Truth) {
  for (const key of values.keys('')) {
    const value = values.get(key);
    if (!truth.holds('value', [key, value])) yield `tells ${key} = ${value}`;
  }
  for (const running of queue.running()) {
    if (!truth.holds('running', running)) yield `tells a transaction ${JSON.stringify(running)}`;
  }
  for (const lane of [security, other]) yield* messageLies(lane, truth);
  // Nothing of these lives fails slowly enough to write one.
  if (lastRecord.read() !== undefined) yield 'tells a last record';
  const first = queue.first();
  if (first !== undefined && !truth.holdsEvent(first.event)) {
    yield `tells an event ${JSON.stringify(first.event)}`;
  }
}

function* messageLies(lane: Storage['other'], truth: Truth) {
  for (const { message } of lane.entries()) {
    if (!truth.holds('message', message)) yield `tells a message ${JSON.stringify(message)}`;
  }
}

/** Its batches are checked by their records: reading them has to end, and not to throw. */
function boxProblems({ blackBox }: FlashStorage): readonly string[] {
  let read = 0;
  for (const { kind, atMs } of blackBox?.entries() ?? []) {
    if (!Number.isFinite(atMs) || kind < 0 || kind > 255) return ['has entries that cannot be'];
    read += 1;
    if (read > MOST_ENTRIES) break;
  }
  return [];
}

/** Everything is answered, one after the other. */
function drain({ queue }: FlashStorage): void {
  for (let left = queue.length; left > 0; left--) queue.remove();
}
