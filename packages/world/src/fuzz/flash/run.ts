import { VERSIONS } from '@northbound/protocol';
import { seededRandom } from '@northbound/rpc/testing';
import { Draw, seedOf } from '../draw.ts';
import { type HeapFindings, HeapWatch } from '../heap.ts';
import { described, type FuzzObserver } from '../observer.ts';
import { bootImage } from './boot-image.ts';
import { damagedImage } from './damage-image.ts';
import { readImage } from './read-image.ts';
import { type UsedImage, usedImages } from './used-station.ts';

/** Damaged images of the same three lives; then others are lived. */
const IMAGES_OF_LIVES = 25_000;
const MOMENTS = 40;
/** Of so many images one boots a station, and of so many one has its black box read. */
const BOOTED = 250;
const THOROUGH = 10;
const LOOK = 2_500;

/** How many damaged images, and from which one on. */
export interface FlashFuzzOptions {
  readonly seed: number;
  readonly count: number;
  /** The first image; 0 when absent. */
  readonly from?: number;
}

interface FlashFailure {
  readonly number: number;
  readonly complaints: readonly string[];
  /** What differs from the image before the damage, where that much is enough to go wrong. */
  readonly changes: readonly { readonly address: number; readonly hex: string }[];
}

/** What came of it; what was damaged where something went wrong. */
export interface FlashReport extends HeapFindings {
  readonly images: number;
  readonly failure?: FlashFailure;
}

/** Damages images of used stations until the count is reached or something is wrong. */
export async function fuzzFlash(
  { seed, count, from = 0 }: FlashFuzzOptions,
  observer: FuzzObserver = {},
): Promise<FlashReport> {
  const heap = new HeapWatch(observer);
  let lives: readonly (readonly UsedImage[])[] = [];
  let livesNumber = -1;
  for (let number = from; number < from + count; number++) {
    const wanted = Math.floor(number / IMAGES_OF_LIVES);
    if (wanted !== livesNumber) {
      livesNumber = wanted;
      lives = await live(seedOf(seed, wanted));
    }
    if (number % LOOK === 0) {
      observer.begun?.(number);
      heap.look();
    }
    const draw = new Draw(seededRandom(seedOf(seed, number)));
    const life = draw.from(lives);
    const used = draw.from(life);
    const images = life.map(({ image }) => image);
    const damaged = damagedImage(used.image, images, draw);
    const problems = (image: Uint8Array) => problemsOf(image, used, number, observer);
    const complaints = await problems(damaged);
    if (complaints.length > 0) {
      const changes = await leastChanges(used.image, damaged, problems);
      return {
        images: number - from,
        failure: { number, complaints, changes },
        heapBytes: heap.span,
      };
    }
    observer.progress?.(number - from + 1);
  }
  return { images: count, ...heap.findings() };
}

async function live(seed: number): Promise<readonly (readonly UsedImage[])[]> {
  const lives: (readonly UsedImage[])[] = [];
  for (const version of VERSIONS) lives.push(await usedImages(version, MOMENTS, seed));
  return lives;
}

async function problemsOf(
  image: Uint8Array,
  used: UsedImage,
  number: number,
  observer: FuzzObserver,
): Promise<readonly string[]> {
  try {
    return [
      ...readImage(image, used.truth, number % THOROUGH === 0),
      ...(number % BOOTED === 0 ? await bootImage(image, used) : []),
      ...(observer.takeStray?.() ?? []),
    ];
  } catch (error) {
    return [described(error)];
  }
}

/** Takes the damage back, piece by piece of half the size, as long as it still goes wrong. */
async function leastChanges(
  before: Uint8Array,
  damaged: Uint8Array,
  problems: (image: Uint8Array) => Promise<readonly string[]>,
): Promise<FlashFailure['changes']> {
  const best = damaged.slice();
  for (let size = best.length / 2; size >= 8; size /= 2) {
    for (let at = 0; at < best.length; at += size) {
      const kept = best.slice(at, at + size);
      const original = before.subarray(at, at + size);
      if (Buffer.compare(kept, original) === 0) continue;
      best.set(original, at);
      if ((await problems(best)).length === 0) best.set(kept, at);
    }
  }
  return differences(before, best);
}

function differences(before: Uint8Array, after: Uint8Array): FlashFailure['changes'] {
  const changes: { address: number; hex: string }[] = [];
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    const address = at;
    while (at < after.length && before[at] !== after[at]) at++;
    changes.push({ address, hex: Buffer.from(after.subarray(address, at)).toString('hex') });
  }
  return changes;
}
