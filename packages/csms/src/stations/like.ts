/**
 * Whether a text is as a filter says: capitals or not, and `*` stands for any text.
 *
 * @param pattern everything fits when absent
 * @param text nothing fits what a station has not told, once there is a pattern
 */
export function isLike(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined) return true;
  if (text === undefined) return false;
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (rest.length === 0) return lower === first;
  if (!lower.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const part of rest) {
    const found = lower.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return lower.length - last.length >= from && lower.endsWith(last);
}
