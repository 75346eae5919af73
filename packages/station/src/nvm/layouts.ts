import type { PutEntry } from './flash/format.ts';

/** One way a value has been written to flash. */
export interface Layout<T> {
  readonly version: number;
  pack(value: T): Uint8Array;
  /** @returns undefined, or throws RangeError, when these bytes are something else */
  unpack(bytes: Uint8Array): T | undefined;
}

/** All layouts of a kind of value that this firmware reads; the first is the one it writes. */
export type Layouts<T> = readonly [Layout<T>, ...Layout<T>[]];

/** A value in the layout of today, as a change of a commit. */
export function putPacked<T>(layouts: Layouts<T>, space: number, id: number, value: T): PutEntry {
  const [{ version, pack }] = layouts;
  return { operation: 'put', space, id, version, value: pack(value) };
}

/**
 * Reads a value of any layout this firmware knows.
 * @returns undefined for one of another firmware's, which then stays where it is, untouched
 */
export function readPacked<T>(
  layouts: Layouts<T>,
  stored: { readonly version: number; readonly value: Uint8Array } | undefined,
): T | undefined {
  if (stored === undefined) return undefined;
  const layout = layouts.find(({ version }) => version === stored.version);
  try {
    return layout?.unpack(stored.value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
