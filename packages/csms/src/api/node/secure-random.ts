import { randomBytes } from 'node:crypto';
import type { SecureRandom } from '../ports.ts';

/** The operating system's. */
export const systemSecureRandom: SecureRandom = {
  bytes: (count) => randomBytes(count),
};
