/**
 * A map that is mostly empty: as long as it is, it has no table. An empty Map takes 180 bytes, and a station would have a
 * dozen of them.
 */
export class SparseMap<Key, Value> {
  #map: Map<Key, Value> | undefined;

  get size(): number {
    return this.#map?.size ?? 0;
  }

  get(key: Key): Value | undefined {
    return this.#map?.get(key);
  }

  has(key: Key): boolean {
    return this.#map?.has(key) ?? false;
  }

  set(key: Key, value: Value): void {
    this.#map ??= new Map();
    this.#map.set(key, value);
  }

  delete(key: Key): boolean {
    const wasThere = this.#map?.delete(key) ?? false;
    if (this.#map?.size === 0) this.#map = undefined;
    return wasThere;
  }

  keys(): Iterable<Key> {
    return this.#map?.keys() ?? [];
  }

  values(): Iterable<Value> {
    return this.#map?.values() ?? [];
  }

  [Symbol.iterator](): Iterator<[Key, Value]> {
    return this.#map?.[Symbol.iterator]() ?? NOTHING[Symbol.iterator]();
  }
}

const NOTHING: readonly never[] = [];
