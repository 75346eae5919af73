import type { KeyValueStore } from './storage.ts';

/** The value that was stored under a name as JSON, or undefined. */
export function readJson(values: KeyValueStore, key: string): unknown {
  const text = values.get(key);
  return text === undefined ? undefined : JSON.parse(text);
}
