import { isObject } from '../validation/checks.ts';
import type { Segment } from './paths.ts';

type Edit = { readonly value: unknown } | 'remove';

interface Place {
  edit: Edit | undefined;
  readonly below: Map<Segment, Place>;
}

const newPlace = (): Place => ({ edit: undefined, below: new Map() });

/**
 * Edits of a payload, made all at once: what they lie in is copied one time however many they are, so that a message
 * with thousands of faults costs no more than one of its size. What lies beside them is shared with the original.
 */
export class Edits {
  readonly #root = newPlace();

  /** Whether the place, or what it lies in, is edited already. */
  covers(path: readonly Segment[]): boolean {
    let place: Place | undefined = this.#root;
    for (const segment of path) {
      place = place.below.get(segment);
      if (place === undefined) return false;
      if (place.edit !== undefined) return true;
    }
    return false;
  }

  replace(path: readonly Segment[], value: unknown): void {
    this.#at(path).edit = { value };
  }

  /** A field goes, or the item of a list. */
  remove(path: readonly Segment[]): void {
    this.#at(path).edit = 'remove';
  }

  made(payload: unknown): unknown {
    return copied(payload, this.#root);
  }

  #at(path: readonly Segment[]): Place {
    let place = this.#root;
    for (const segment of path) {
      const next = place.below.get(segment) ?? newPlace();
      place.below.set(segment, next);
      place = next;
    }
    return place;
  }
}

function copied(value: unknown, { below }: Place): unknown {
  if (below.size === 0) return value;
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => edited(item, below.get(index)));
  }
  if (!isObject(value)) return value;
  const copy = { ...value };
  for (const [name, place] of below) {
    if (typeof name === 'number' || !Object.hasOwn(copy, name)) continue;
    const left = edited(copy[name], place);
    // An assignment to `__proto__` would be none.
    if (left.length > 0) Object.defineProperty(copy, name, { value: left[0] });
    else delete copy[name];
  }
  return copy;
}

/** What is left of a field or item: itself, something in its place, or nothing. */
function edited(item: unknown, place: Place | undefined): readonly unknown[] {
  if (place === undefined) return [item];
  if (place.edit === undefined) return [copied(item, place)];
  return place.edit === 'remove' ? [] : [place.edit.value];
}
