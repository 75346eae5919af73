import type { FileView } from '../files/views.ts';
import type { Timestamp } from '../views.ts';

/** Firmware that stations can be given. */
export interface FirmwareImageView {
  readonly id: number;
  /** As stations report it when they boot with it. */
  readonly version: string;
  readonly vendor?: string;
  readonly model?: string;
  /** Where it lies, when that is not here. */
  readonly url?: string;
  readonly file?: FileView;
  /** Base64 (2.1 part 2, L01.FR.04); with the certificate it makes the update a signed one. */
  readonly signature?: string;
  /** PEM. */
  readonly signingCertificate?: string;
  readonly note?: string;
  readonly createdAt: Timestamp;
}

/** With where its bytes are to be sent, once. */
export interface NewFirmwareImageView extends FirmwareImageView {
  readonly uploadUrl?: string;
}

export type UpdateState =
  /** The station has not answered. */
  | 'Requested'
  | 'Refused'
  /** Under way: `status` says how far. */
  | 'Running'
  /** The station says so; it has not booted with it yet. */
  | 'Installed'
  /** It booted with the version of the image. */
  | 'Confirmed'
  | 'Failed'
  /** Another update took its place. */
  | 'Superseded';

export const UPDATE_STATES: readonly UpdateState[] = [
  'Requested',
  'Refused',
  'Running',
  'Installed',
  'Confirmed',
  'Failed',
  'Superseded',
];

/** One update of one station (2.1 part 2, L01 and L02). */
export interface FirmwareUpdateView {
  /** The `requestId` on the wire. */
  readonly id: number;
  readonly stationId: string;
  readonly imageId?: number;
  readonly state: UpdateState;
  /** FirmwareStatusEnumType, as the station said it last. */
  readonly status?: string;
  readonly detail?: string;
  readonly versionBefore?: string;
  readonly versionAfter?: string;
  readonly createdAt: Timestamp;
  readonly changedAt: Timestamp;
}

/** A request that any station may be sent, as by a campaign. */
export interface FirmwareRequestView {
  readonly firmware: {
    readonly location: string;
    readonly retrieveDateTime: Timestamp;
    readonly signature?: string;
    readonly signingCertificate?: string;
  };
}
