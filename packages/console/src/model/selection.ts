/** The ids that are selected beside those that are shown: a filter may hide some. */
interface Selected {
  readonly ids: ReadonlySet<string>;
  readonly shown: readonly string[];
}

/** How many of those shown are selected. */
export function shownSelected({ ids, shown }: Selected): 'none' | 'some' | 'all' {
  const count = shown.filter((id) => ids.has(id)).length;
  if (count === 0) return 'none';
  return count === shown.length ? 'all' : 'some';
}

/** How many are selected that nobody sees. */
export function hiddenSelected({ ids, shown }: Selected): number {
  return ids.size - shown.filter((id) => ids.has(id)).length;
}

/** Selects all that are shown, or none of them; the others stay as they are. */
export function selectShown({ ids, shown }: Selected, isSelected: boolean): ReadonlySet<string> {
  if (isSelected) return new Set([...ids, ...shown]);
  const left = new Set(ids);
  for (const id of shown) left.delete(id);
  return left;
}
