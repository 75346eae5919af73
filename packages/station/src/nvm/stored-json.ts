import { StorageFull } from './medium.ts';
import type { KeyValueStore } from './storage.ts';

/** The value that was stored under a name as JSON, or undefined. */
export function readJson(values: KeyValueStore, key: string): unknown {
  const text = values.get(key);
  return text === undefined ? undefined : JSON.parse(text);
}

/** @returns false when there is no room for it, and nothing was changed */
export function storeText(values: KeyValueStore, key: string, text: string): boolean {
  try {
    values.set(key, text);
    return true;
  } catch (error) {
    if (error instanceof StorageFull) return false;
    throw error;
  }
}
