/**
 * Views that the event stream brings while a read is under way. The read's answer may be older than they are, and must
 * not take their place.
 */
export interface Overtaking<Key, View> {
  note(views: ReadonlyMap<Key, View>): void;
  /** @param overlay puts the views that overtook the read into its result */
  during<Result>(
    read: () => Promise<Result>,
    overlay: (result: Result, newer: ReadonlyMap<Key, View>) => Result,
  ): Promise<Result>;
}

export function createOvertaking<Key, View>(): Overtaking<Key, View> {
  const underWay = new Set<Map<Key, View>>();
  return {
    note(views) {
      for (const newer of underWay) for (const [key, view] of views) newer.set(key, view);
    },
    async during(read, overlay) {
      const newer = new Map<Key, View>();
      underWay.add(newer);
      try {
        return overlay(await read(), newer);
      } finally {
        underWay.delete(newer);
      }
    },
  };
}
