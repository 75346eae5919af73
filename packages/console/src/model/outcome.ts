/** The `status` of a station's answer, where it has one. */
export function answeredStatus(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('status' in payload)) return undefined;
  return typeof payload.status === 'string' ? payload.status : undefined;
}
