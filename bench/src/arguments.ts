/** What the command line asks for. */
export type Request =
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly json: boolean; readonly ids: readonly string[] }
  | { readonly kind: 'mistake'; readonly message: string };

/**
 * `[--json] [ID…]` or `--list`. No id means all of them.
 * @param known the ids there are
 */
export function readArguments(args: readonly string[], known: readonly string[]): Request {
  if (args.includes('--list')) return { kind: 'list' };
  const options = args.filter((argument) => argument.startsWith('-'));
  const strange = options.find((option) => option !== '--json');
  if (strange !== undefined) {
    return { kind: 'mistake', message: `unknown option ${strange}; there are --json and --list` };
  }
  const ids = args.filter((argument) => !argument.startsWith('-'));
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    const message = `unknown figure ${unknown.join(', ')}; there are ${known.join(', ')}`;
    return { kind: 'mistake', message };
  }
  return { kind: 'run', json: options.length > 0, ids: ids.length > 0 ? ids : known };
}
