import type { StateTable } from '../machine.ts';

/** Whether a log is on its way to the CSMS. */
export type UploadState = 'Idle' | 'Uploading' | 'Waiting';

export type UploadEvent =
  | 'requested'
  | 'uploaded'
  /** An attempt failed, and there is another. */
  | 'failed'
  | 'due'
  /** The last attempt failed. */
  | 'gaveUp'
  /** A newer request took its place. */
  | 'cancelled';

export type UploadAction =
  | 'upload'
  | 'wait'
  | 'stop'
  | 'reportUploading'
  | 'reportUploaded'
  | 'reportFailure'
  | 'reportCancelled';

/** GetLog and GetDiagnostics (2.1 part 2, N01). */
export const UPLOAD: StateTable<UploadState, UploadEvent, UploadAction> = {
  Idle: {
    requested: ['Uploading', 'reportUploading', 'upload'],
    uploaded: ['Idle'],
    failed: ['Idle'],
    due: ['Idle'],
    gaveUp: ['Idle'],
    cancelled: ['Idle'],
  },
  Uploading: {
    requested: ['Uploading'],
    uploaded: ['Idle', 'reportUploaded'],
    failed: ['Waiting', 'wait'],
    due: ['Uploading'],
    gaveUp: ['Idle', 'reportFailure'],
    cancelled: ['Idle', 'stop', 'reportCancelled'],
  },
  Waiting: {
    requested: ['Waiting'],
    uploaded: ['Waiting'],
    failed: ['Waiting'],
    due: ['Uploading', 'upload'],
    gaveUp: ['Waiting'],
    cancelled: ['Idle', 'stop', 'reportCancelled'],
  },
};
