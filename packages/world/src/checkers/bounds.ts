import type { StorageStatus } from '@northbound/station/nvm';
import type { Violation } from './violation.ts';

/** What is looked at of a station's storage. */
type Bounded = Pick<
  StorageStatus,
  'transactions' | 'security' | 'other' | 'deadLetters' | 'ramBytes' | 'ramBudgetBytes'
>;

/** Each lane of a station's storage keeps within its share, and all of it within its memory. */
export function checkBounds(identity: string, status: Bounded): Violation[] {
  const found: Violation[] = [];
  const check = (name: string, used: number, most: number) => {
    if (used <= most) return;
    const what = `holds ${used} bytes of ${name}, its share is ${most}`;
    found.push({ rule: 'bound', place: identity, what });
  };
  check('transaction events', status.transactions.usedBytes, status.transactions.quotaBytes);
  check('security events', status.security.usedBytes, status.security.quotaBytes);
  check('other messages', status.other.usedBytes, status.other.quotaBytes);
  check('dead letters', status.deadLetters.usedBytes, status.deadLetters.quotaBytes);
  check('RAM', status.ramBytes, status.ramBudgetBytes);
  return found;
}

/** What may wait in one end of a connection: more is a peer that does not read, and then nothing is to be sent. */
const MOST_BUFFERED_BYTES = 2 * 1024 * 1024;

export function checkBuffered(identity: string, bytes: number): Violation[] {
  if (bytes <= MOST_BUFFERED_BYTES) return [];
  const what = `has ${bytes} bytes that wait for the network`;
  return [{ rule: 'bound', place: identity, what }];
}
