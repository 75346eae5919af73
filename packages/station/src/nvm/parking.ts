import { commitWithRoom } from './commit.ts';
import type { Entry } from './flash/format.ts';
import { readPacked } from './layouts.ts';
import type { DeadLetter, LaneName, Medium } from './medium.ts';
import { spaceOf } from './shedding.ts';
import { maxCommitBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';

/*
 * A dead letter on flash: u8 lane · u8 layout of the message · the message as its lane writes it, with what is remembered
 * of its transaction.
 */
const LETTER_LAYOUT = 1;
const LETTER_HEAD_BYTES = 2;
/** Numbers on flash. */
const LETTER_LANES: readonly LaneName[] = ['transactions', 'security', 'other'];

/** A message of a lane: where it stands, as it is written, and the changes that take it out. */
export interface Taken {
  readonly space: number;
  readonly messageId: string;
  readonly version: number;
  readonly value: Uint8Array;
  readonly changes: readonly Entry[];
}

/** What goes first where letters need room; whatever is not named here, what a bill rests on, goes last. */
const FIRST_TO_GO: readonly number[] = [
  SPACE.sampledEvents,
  SPACE.otherMessages,
  SPACE.updatedEvents,
  SPACE.securityEvents,
];

/** What a letter is worth that a bill rests on. */
export const DEAREST = FIRST_TO_GO.length;

/** How dear a letter is that comes from a space. */
export function worthOf(space: number): number {
  const place = FIRST_TO_GO.indexOf(space);
  return place < 0 ? DEAREST : place;
}

/** The space that a letter would stand in, were it queued. */
export function spaceOfLetter(letter: DeadLetter): number {
  if (letter.lane === 'transactions') return spaceOf(letter.message.event);
  return letter.lane === 'security' ? SPACE.securityEvents : SPACE.otherMessages;
}

/**
 * Moves a message from its lane to the dead letters, in one commit. Where there is no room the letters go that are worth
 * least, of these the oldest; the new one may be among them. They are counted and told.
 */
export function park(medium: Medium, lane: LaneName, taken: Taken): void {
  const { counters, log, sizes, tell } = medium;
  const value = new Uint8Array(LETTER_HEAD_BYTES + taken.value.length);
  value.set([LETTER_LANES.indexOf(lane), taken.version]);
  value.set(taken.value, LETTER_HEAD_BYTES);
  const id = 1 + (log.lastId(SPACE.deadLetters) ?? 0);
  const newest = { id, bytes: log.costBytes(value.length), worth: worthOf(taken.space) };
  const lost = lettersToLose(medium, newest);
  const isKept = !lost.includes(newest);
  commitWithRoom(
    log,
    maxCommitBytes(sizes),
    lost.filter((letter) => letter !== newest).map(deletion),
    [
      ...taken.changes,
      ...(isKept ? [{ ...PUT, id, version: LETTER_LAYOUT, value }] : []),
      ...counters.add('parked', 1),
      ...counters.add('deadLettersLost', lost.length),
    ],
  );
  tell({ type: 'parked', lane, messageId: taken.messageId });
  if (lost.length === 0) return;
  const bills = lost.filter(({ worth }) => worth === DEAREST).length;
  tell({ type: 'deadLettersLost', messages: lost.length, bills });
}

const PUT = { operation: 'put', space: SPACE.deadLetters } as const;

interface Weighed {
  readonly id: number;
  readonly bytes: number;
  readonly worth: number;
}

function deletion({ id }: Weighed): Entry {
  return { operation: 'delete', space: SPACE.deadLetters, id };
}

/** As many as have to go for a new one. */
function lettersToLose(medium: Medium, newest: Weighed): Weighed[] {
  const { log, sizes } = medium;
  let over = log.liveBytes(SPACE.deadLetters) + newest.bytes - sizes.deadLetterBytes;
  if (over <= 0) return [];
  const letters = log.ids(SPACE.deadLetters).map((id): Weighed => {
    const letter = readLetter(medium, id);
    // One of other firmware may be anything.
    const worth = letter === undefined ? DEAREST : worthOf(spaceOfLetter(letter));
    return { id, bytes: log.liveBytesOf(SPACE.deadLetters, id), worth };
  });
  const lost: Weighed[] = [];
  for (const letter of [...letters, newest].toSorted((a, b) => a.worth - b.worth || a.id - b.id)) {
    if (over <= 0) break;
    lost.push(letter);
    over -= letter.bytes;
  }
  return lost;
}

/** @returns undefined for one that this firmware cannot read, or that flash has lost */
export function readLetter({ layouts, log }: Medium, id: number): DeadLetter | undefined {
  const letter = log.get(SPACE.deadLetters, id);
  if (letter === undefined || letter.version !== LETTER_LAYOUT) return undefined;
  const [number = 0, version = 0] = letter.value;
  const stored = { version, value: letter.value.subarray(LETTER_HEAD_BYTES) };
  const lane = LETTER_LANES[number];
  if (lane === undefined) return undefined;
  if (lane === 'transactions') {
    const message = readPacked(layouts.event, stored);
    return message === undefined ? undefined : { id, lane, message };
  }
  const message = readPacked(layouts.message, stored);
  return message === undefined ? undefined : { id, lane, message };
}
