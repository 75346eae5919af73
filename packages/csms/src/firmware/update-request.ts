import type { Request } from '@northbound/protocol';
import { epochMsOf } from '../timestamps.ts';
import type { FirmwareRequestView } from './views.ts';

/** How long a download link is good after the last moment that is planned: stations may put a download off. */
const LINK_VALID_S = 7 * 86_400;

export interface UpdateRequest {
  readonly imageId: number;
  /** At once when absent. */
  readonly retrieveAt?: string;
  /** As soon as it can when absent. */
  readonly installAt?: string;
  readonly retries?: number;
  readonly retryIntervalS?: number;
}

/** From now on. */
export function linkValidForS(nowMs: number, { retrieveAt, installAt }: UpdateRequest): number {
  const planned = [retrieveAt, installAt].filter((at) => at !== undefined).map(epochMsOf);
  return Math.ceil((Math.max(nowMs, ...planned) - nowMs) / 1000) + LINK_VALID_S;
}

/** @param id the `requestId` */
export function updateRequest(
  id: number,
  firmware: FirmwareRequestView['firmware'],
  { installAt, retries, retryIntervalS }: UpdateRequest,
): Request<'2.1', 'UpdateFirmware'> {
  return {
    requestId: id,
    firmware: { ...firmware, ...(installAt === undefined ? {} : { installDateTime: installAt }) },
    ...(retries === undefined ? {} : { retries }),
    ...(retryIntervalS === undefined ? {} : { retryInterval: retryIntervalS }),
  };
}
