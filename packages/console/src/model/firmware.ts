import type { FirmwareUpdate } from '@northbound/client';

export type UpdateTone = 'running' | 'good' | 'bad' | 'over';

/** What a station says on the way, in the order of FirmwareStatusEnumType (2.1 part 2, L01). */
const STEPS: readonly (string | undefined)[] = [
  'DownloadScheduled',
  'Downloading',
  'DownloadPaused',
  'Downloaded',
  'SignatureVerified',
  'InstallScheduled',
  'Installing',
  'InstallRebooting',
  'Installed',
];

const TONES: Readonly<Record<FirmwareUpdate['state'], UpdateTone>> = {
  Requested: 'running',
  Running: 'running',
  Installed: 'running',
  Confirmed: 'good',
  Refused: 'bad',
  Failed: 'bad',
  Superseded: 'over',
};

/** How far an update is: `step` of `steps`. */
export function updateProgress({ state, status }: Pick<FirmwareUpdate, 'state' | 'status'>): {
  readonly tone: UpdateTone;
  /** What the station said last; once it has booted with the image, that it has. */
  readonly words: string;
  readonly step: number;
  readonly steps: number;
} {
  const step = STEPS.indexOf(status) + 1;
  const words = state === 'Confirmed' ? state : (status ?? state);
  return { tone: TONES[state], words, step, steps: STEPS.length };
}
