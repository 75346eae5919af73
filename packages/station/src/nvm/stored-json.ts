import type { KeyValueStore } from './storage.ts';

/** The value that was stored under a name as JSON; undefined also for what is none: a value that is lost, and not more. */
export function readJson(values: KeyValueStore, key: string): unknown {
  const text = values.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
