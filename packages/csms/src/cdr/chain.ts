import { hash } from 'node:crypto';

/** What stands before the first record. */
export const FIRST_HASH = '0'.repeat(64);

/** Each record holds the hash of the one before it: none can be changed or taken out without all after it. */
export function linkHash(previousHash: string, text: string): string {
  return hash('sha256', `${previousHash}\n${text}`, 'hex');
}
