import type { Command } from '@northbound/client';

export type CommandTone = 'available' | 'charging' | 'suspended' | 'faulted' | 'unavailable';

/** Which commands a list shows: each state there is, and all at first. */
export const STATE_CHOICES: readonly (readonly [state: Command['state'] | '', words: string])[] = [
  ['', 'All'],
  ['queued', 'Waiting'],
  ['sent', 'Sent'],
  ['answered', 'Answered'],
  ['answeredLate', 'Answered late'],
  ['refused', 'Refused'],
  ['invalidAnswer', 'Invalid answer'],
  ['timedOut', 'No answer in time'],
  ['notSent', 'Not sent'],
  ['unknown', 'Nobody knows'],
  ['expired', 'Expired'],
  ['cancelled', 'Cancelled'],
];

/** What a command's record shows of its end, in a word or two. */
export function commandState({ state, accepted }: Pick<Command, 'state' | 'accepted'>): {
  readonly words: string;
  readonly tone: CommandTone;
} {
  if (state === 'answered' || state === 'answeredLate') {
    const late = state === 'answeredLate' ? ', late' : '';
    return accepted === false
      ? { words: `declined${late}`, tone: 'suspended' }
      : { words: `accepted${late}`, tone: 'available' };
  }
  return STATES[state];
}

const STATES: Readonly<
  Record<
    Exclude<Command['state'], 'answered' | 'answeredLate'>,
    { readonly words: string; readonly tone: CommandTone }
  >
> = {
  queued: { words: 'waits for its station', tone: 'charging' },
  sent: { words: 'sent', tone: 'charging' },
  refused: { words: 'refused (CALLERROR)', tone: 'faulted' },
  invalidAnswer: { words: 'invalid answer', tone: 'faulted' },
  timedOut: { words: 'no answer in time', tone: 'faulted' },
  expired: { words: 'expired', tone: 'unavailable' },
  cancelled: { words: 'cancelled', tone: 'unavailable' },
  notSent: { words: 'not sent', tone: 'unavailable' },
  unknown: { words: 'nobody knows', tone: 'suspended' },
};
