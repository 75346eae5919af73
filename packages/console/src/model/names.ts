/** Names that somebody wrote with commas between, each once. */
export function splitNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Names as they are now, with what somebody added to those that were shown before, and without what was taken out. */
export function applyNames(
  now: readonly string[],
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  const kept = now.filter((name) => after.includes(name) || !before.includes(name));
  const added = after.filter((name) => !before.includes(name) && !now.includes(name));
  return [...kept, ...added];
}
