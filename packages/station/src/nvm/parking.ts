import { commitWithRoom } from './commit.ts';
import type { Entry } from './flash/format.ts';
import type { LaneName, Medium } from './medium.ts';
import { maxCommitBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';

/*
 * A dead letter on flash: u8 lane · u8 layout of the message · the message as it stood in its lane.
 */
export const LETTER_LAYOUT = 1;
export const LETTER_HEAD_BYTES = 2;
/** Numbers on flash. */
export const LETTER_LANES: readonly LaneName[] = ['transactions', 'security', 'other'];

/** A message of a lane: where it stands, and the changes that take it out. */
export interface Taken {
  readonly space: number;
  readonly id: number;
  readonly messageId: string;
  readonly changes: readonly Entry[];
}

/**
 * Moves a message from its lane to the dead letters, in one commit. Where there is no room the oldest letters go; they
 * are counted and told.
 */
export function park(medium: Medium, lane: LaneName, taken: Taken): void {
  const { counters, log, sizes, tell } = medium;
  const stored = log.get(taken.space, taken.id);
  if (stored === undefined) return;
  const value = new Uint8Array(LETTER_HEAD_BYTES + stored.value.length);
  value.set([LETTER_LANES.indexOf(lane), stored.version]);
  value.set(stored.value, LETTER_HEAD_BYTES);
  const lost = oldestFor(medium, log.costBytes(value.length));
  const id = 1 + (log.lastId(SPACE.deadLetters) ?? 0);
  commitWithRoom(log, maxCommitBytes(sizes), lost, [
    ...taken.changes,
    { operation: 'put', space: SPACE.deadLetters, id, version: LETTER_LAYOUT, value },
    ...counters.add('parked', 1),
    ...counters.add('deadLettersLost', lost.length),
  ]);
  tell({ type: 'parked', lane, messageId: taken.messageId });
  if (lost.length > 0) tell({ type: 'deadLettersLost', messages: lost.length });
}

/** The changes that take out the oldest letters, as many as have to go for another. */
function oldestFor({ log, sizes }: Medium, bytes: number): Entry[] {
  const lost: Entry[] = [];
  let over = log.liveBytes(SPACE.deadLetters) + bytes - sizes.deadLetterBytes;
  for (const id of log.ids(SPACE.deadLetters)) {
    if (over <= 0) break;
    lost.push({ operation: 'delete', space: SPACE.deadLetters, id });
    over -= log.liveBytesOf(SPACE.deadLetters, id);
  }
  return lost;
}
