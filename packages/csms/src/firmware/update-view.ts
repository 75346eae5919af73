import { timestampOf } from '../timestamps.ts';
import type { FirmwareUpdate } from './sql.ts';
import type { FirmwareUpdateView } from './views.ts';

export function updateView(update: FirmwareUpdate): FirmwareUpdateView {
  const { id, stationId, imageId, state, status, detail, versionBefore, versionAfter } = update;
  return {
    id,
    stationId,
    ...(imageId === undefined ? {} : { imageId }),
    state,
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
    ...(versionBefore === undefined ? {} : { versionBefore }),
    ...(versionAfter === undefined ? {} : { versionAfter }),
    createdAt: timestampOf(update.createdAtMs),
    changedAt: timestampOf(update.changedAtMs),
  };
}
