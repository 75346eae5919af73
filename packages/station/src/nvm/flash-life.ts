import type { FlashLogStatus } from './flash/flash-log.ts';
import { projectedLifeYears } from './status.ts';
import type { KeyValueStore } from './storage.ts';
import { readJson } from './stored-json.ts';

const MARKS = 'storage:lifeMarks';
/** How often a mark is set: the rate is that of the last one to two such spans. */
const MARK_MS = 30 * 86_400_000;
/** Before so much time has passed nobody knows a rate. */
const LEAST_MS = 86_400_000;
/** Beyond it a figure says nothing. */
const MOST_YEARS = 1000;
/** Without a clock there is no rate. */
const EARLIEST_MS = Date.UTC(2020);

/** A moment, and how often all sectors together had been erased by then. */
interface Mark {
  readonly atMs: number;
  readonly erasures: number;
}

/** How long the flash lasts when it goes on to be erased as often as of late; over reboots. */
export class FlashLife {
  readonly #values: KeyValueStore;
  readonly #endurance: number;

  /** @param endurance erasures that a sector stands */
  constructor(values: KeyValueStore, endurance: number) {
    this.#values = values;
    this.#endurance = endurance;
  }

  years(flash: FlashLogStatus, nowMs: number): number {
    if (nowMs < EARLIEST_MS) return MOST_YEARS;
    const [before] = this.#marks({ atMs: nowMs, erasures: flash.totalErasures });
    if (before === undefined) return MOST_YEARS;
    const elapsedMs = nowMs - before.atMs;
    const erasures = flash.totalErasures - before.erasures;
    if (elapsedMs < LEAST_MS || erasures <= 0) return MOST_YEARS;
    const { mostErasures, sectors } = flash;
    const used = { erasures, mostErasures };
    return Math.min(MOST_YEARS, projectedLifeYears(used, sectors, this.#endurance, elapsedMs));
  }

  /** The last two marks, the older one first. */
  #marks(now: Mark): readonly Mark[] {
    const stored = readJson(this.#values, MARKS);
    const marks = Array.isArray(stored) ? stored.filter(isMark) : [];
    const last = marks.at(-1);
    // A clock that was set back, or a flash that was copied, begins anew.
    const isOdd = last !== undefined && (last.atMs > now.atMs || last.erasures > now.erasures);
    if (last !== undefined && !isOdd && now.atMs - last.atMs < MARK_MS) return marks;
    const next = isOdd ? [now] : [...marks.slice(-1), now];
    this.#values.set(MARKS, JSON.stringify(next));
    return next;
  }
}

function isMark(value: unknown): value is Mark {
  return (
    typeof value === 'object' &&
    value !== null &&
    'atMs' in value &&
    typeof value.atMs === 'number' &&
    'erasures' in value &&
    typeof value.erasures === 'number'
  );
}
