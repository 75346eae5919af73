/** Names that somebody wrote with commas between, each once. */
export function splitWords(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Names as they are now, with what somebody added to those that were shown before, and without what was taken out. */
export function applyWords(
  now: readonly string[],
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  const kept = now.filter((word) => after.includes(word) || !before.includes(word));
  const added = after.filter((word) => !before.includes(word) && !now.includes(word));
  return [...kept, ...added];
}
