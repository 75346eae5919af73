import { MAX_SPACE } from './flash/format.ts';

/**
 * The spaces of the flash log that the station's storage uses. The numbers stand on flash; a space that is no longer
 * used keeps its number for ever.
 */
export const SPACE = {
  counters: 1,
  running: 2,
  values: 3,
  /** Transaction events that are never dropped: Started, Ended, what a limit says. */
  keptEvents: 8,
  /** Ended events whose intermediate samples may be thinned. */
  thinnableEvents: 9,
  /** Intermediate Updated events. */
  updatedEvents: 10,
  /** Intermediate Updated events that only carry the meter. */
  sampledEvents: 11,
  eventAttempts: 12,
  securityEvents: 16,
  securityAttempts: 17,
  otherMessages: 18,
  otherAttempts: 19,
  deadLetters: 24,
  blackBox: 32,
  lastRecord: 40,
  /** The log's own. */
  log: MAX_SPACE,
} as const;
