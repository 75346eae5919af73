import type { Core, StationContext } from '../core.ts';
import { appendStatusReport } from './sql.ts';

/** The part that progress messages share, whatever the work is. */
interface Progress {
  readonly status: string;
  readonly requestId?: number;
}

/** A handler that stores how some work at the station gets on, and has nothing to answer. */
export function statusReportHandler(core: Core, action: string) {
  return async (payload: Progress, { station }: StationContext): Promise<Record<string, never>> => {
    await core.database.write([
      appendStatusReport({
        id: core.ids.next('status_reports'),
        stationId: station.id,
        action,
        requestId: payload.requestId,
        status: payload.status,
        receivedAtMs: core.clock.epochMs(),
        payload,
      }),
    ]);
    return {};
  };
}
