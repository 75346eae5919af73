import type { KeyValueStore } from './storage.ts';

/**
 * Caches a value in place of as few others as it takes, in their order.
 * @param isEnough whether it may be these that go and no more: for a limit beside that of the flash
 * @returns those that went; undefined where all together were too few, and nothing was changed
 */
export function cacheInsteadOf(
  values: Pick<KeyValueStore, 'cache'>,
  [key, text]: readonly [key: string, text: string],
  others: Iterable<string>,
  isEnough: (victims: readonly string[]) => boolean = () => true,
): readonly string[] | undefined {
  const victims: string[] = [];
  const isStored = () => isEnough(victims) && values.cache(key, text, victims);
  if (isStored()) return victims;
  for (const victim of others) {
    victims.push(victim);
    if (isStored()) return victims;
  }
  return undefined;
}
