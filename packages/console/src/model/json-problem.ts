/** Why a text is not a JSON object; `undefined` when it is one. */
export function jsonProblem(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? undefined : 'A payload is a JSON object.';
  } catch (error) {
    return error instanceof Error ? error.message : 'This is not JSON.';
  }
}
