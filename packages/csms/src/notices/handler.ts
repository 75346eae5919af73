import type { StationContext } from '../core.ts';
import type { Notices } from './notices.ts';

/** A handler that keeps what it is told, and has nothing to answer. */
export function noticeHandler(notices: Notices, action: string) {
  return async (payload: object, { station }: StationContext): Promise<Record<string, never>> => {
    await notices.record(station, action, payload);
    return {};
  };
}
