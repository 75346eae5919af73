import type { Ocpp21 } from '@northbound/protocol';
import type { StateTable, Step } from '../machine.ts';

/** 2.1 part 2, `PublishFirmwareStatusEnumType`; DownloadScheduled does not happen: there is no date. */
export type PublishState = Exclude<Ocpp21.PublishFirmwareStatusEnumType, 'DownloadScheduled'>;

export type PublishEvent =
  | 'requested'
  | 'interrupted'
  | 'resumed'
  | 'downloaded'
  | 'downloadFailed'
  | 'checksumGood'
  | 'checksumBad'
  | 'published'
  | 'publishFailed';

export type PublishAction = 'report' | 'download' | 'checkChecksum' | 'publish';

type Steps = Readonly<Record<PublishEvent, Step<PublishState, PublishAction>>>;

/** What is not named means nothing in this state. */
function row(state: PublishState, steps: Partial<Steps>): Steps {
  const stay: Step<PublishState, PublishAction> = [state];
  return {
    requested: stay,
    interrupted: stay,
    resumed: stay,
    downloaded: stay,
    downloadFailed: stay,
    checksumGood: stay,
    checksumBad: stay,
    published: stay,
    publishFailed: stay,
    ...steps,
  };
}

const BEGIN = { requested: ['Downloading', 'report', 'download'] } as const;

/** PublishFirmware (2.1 part 2, L03). */
export const PUBLISH: StateTable<PublishState, PublishEvent, PublishAction> = {
  Idle: row('Idle', BEGIN),
  Downloading: row('Downloading', {
    interrupted: ['DownloadPaused', 'report'],
    downloaded: ['Downloaded', 'report', 'checkChecksum'],
    downloadFailed: ['DownloadFailed', 'report'],
  }),
  DownloadPaused: row('DownloadPaused', { resumed: ['Downloading', 'report'] }),
  Downloaded: row('Downloaded', {
    checksumGood: ['ChecksumVerified', 'report', 'publish'],
    checksumBad: ['InvalidChecksum', 'report'],
  }),
  ChecksumVerified: row('ChecksumVerified', {
    published: ['Published', 'report'],
    publishFailed: ['PublishFailed', 'report'],
  }),
  Published: row('Published', BEGIN),
  DownloadFailed: row('DownloadFailed', BEGIN),
  InvalidChecksum: row('InvalidChecksum', BEGIN),
  PublishFailed: row('PublishFailed', BEGIN),
};
