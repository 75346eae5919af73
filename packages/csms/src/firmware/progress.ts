import type { UpdateState } from './views.ts';

/**
 * What a status of FirmwareStatusNotification means for the update (2.1 part 2, L01, L02; 1.6 edition 2, 4.5 and the
 * whitepaper's SignedFirmwareStatusNotification, whose words are all among these).
 */
export const STATE_AFTER: ReadonlyMap<string, UpdateState> = new Map([
  ['DownloadScheduled', 'Running'],
  ['Downloading', 'Running'],
  ['DownloadPaused', 'Running'],
  ['Downloaded', 'Running'],
  ['SignatureVerified', 'Running'],
  ['InstallScheduled', 'Running'],
  ['Installing', 'Running'],
  ['InstallRebooting', 'Running'],
  ['Installed', 'Installed'],
  ['DownloadFailed', 'Failed'],
  ['InstallationFailed', 'Failed'],
  ['InstallVerificationFailed', 'Failed'],
  ['InvalidSignature', 'Failed'],
]);

/** Something more is expected of an update. */
export const OPEN_STATES: readonly UpdateState[] = ['Requested', 'Running', 'Installed'];

/** Whether nothing more is expected of an update. */
export function hasEnded(state: UpdateState): boolean {
  return !OPEN_STATES.includes(state);
}
