/** Names that somebody wrote with commas between, each once. */
export function splitWords(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}
