import type { KeyValueStore } from './storage.ts';

/** Values by their keys in a {@link KeyValueStore}. */
export type Entries = readonly (readonly [key: string, value: string])[];

/**
 * Sets values that belong together, in the order given: what the power cuts short is their beginning.
 * @returns false when there is no room for all of them, and nothing was changed
 */
export function setAll(values: KeyValueStore, entries: Entries): boolean {
  const before = entries.map(([key]) => [key, values.get(key)] as const);
  if (entries.every(([key, value]) => values.set(key, value))) return true;
  // What was not there makes the room that the others had.
  for (const [key, value] of before) if (value === undefined) values.delete(key);
  for (const [key, value] of before) if (value !== undefined) values.keep(key, value);
  return false;
}
