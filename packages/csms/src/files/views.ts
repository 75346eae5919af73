import type { Timestamp } from '../views.ts';

export type FileKind = 'Firmware' | 'Log';

export type FileState =
  /** Nobody has sent it yet. */
  | 'Expected'
  /** A part of it is here. */
  | 'Partial'
  | 'Ready'
  /** Its time was over. */
  | 'Gone';

/** A file that this CSMS keeps. */
export interface FileView {
  readonly id: number;
  readonly kind: FileKind;
  readonly name: string;
  readonly state: FileState;
  readonly sizeBytes?: number;
  /** Hexadecimal, once it is ready. */
  readonly sha256?: string;
  readonly createdAt: Timestamp;
  readonly readyAt?: Timestamp;
  /** When it is removed; kept until somebody removes it when absent. */
  readonly keepUntil?: Timestamp;
}
