/** For tests: arbitrary payloads of every message, and ways to damage them. Needs `fast-check`. */
export { anyCharacter } from './testing/any-character.ts';
export type { Change } from './testing/changes.ts';
export { damage } from './testing/damage.ts';
export { mutations } from './testing/mutations.ts';
export { payloads } from './testing/payloads.ts';
export { runs } from './testing/runs.ts';
