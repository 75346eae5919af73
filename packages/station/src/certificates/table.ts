import type { StateTable } from '../machine.ts';

/** How far the station is on the way to a new certificate of its own (2.1 part 2, A02 and A03). */
export type RenewalState =
  | 'Idle'
  /** A key is made, and SignCertificate is under way. */
  | 'Requesting'
  /** For CertificateSigned. */
  | 'Awaiting'
  /** The station connects anew; the old certificate is kept until the new one has worked. */
  | 'Trying';

export type RenewalEvent =
  /** By the CSMS, or because the present one expires soon. */
  | 'wanted'
  /** SignCertificateResponse. */
  | 'accepted'
  | 'refused'
  | 'unanswered'
  /** CertSigningWaitMinimum, doubled each time, is over; the last time is `exhausted`. */
  | 'due'
  | 'exhausted'
  /** CertificateSigned: good, and of use for the connections that the station makes, or only later. */
  | 'signedInUse'
  | 'signed'
  | 'signedBadly'
  /** A connection came about with the new certificate, or only with the old one. */
  | 'newWorked'
  | 'oldWorked';

export type RenewalAction =
  | 'request'
  | 'repeat'
  | 'wait'
  | 'forget'
  | 'reportInvalid'
  | 'tryNew'
  | 'keepNew'
  | 'discardNew';

export const RENEWAL: StateTable<RenewalState, RenewalEvent, RenewalAction> = {
  Idle: {
    wanted: ['Requesting', 'request'],
    accepted: ['Idle'],
    refused: ['Idle'],
    unanswered: ['Idle'],
    due: ['Idle'],
    exhausted: ['Idle'],
    signedInUse: ['Idle'],
    signed: ['Idle'],
    signedBadly: ['Idle'],
    newWorked: ['Idle'],
    oldWorked: ['Idle'],
  },
  Requesting: {
    wanted: ['Requesting', 'request'],
    accepted: ['Awaiting', 'wait'],
    refused: ['Idle', 'forget'],
    // As if the CSMS had accepted it: A02.FR.17 asks again.
    unanswered: ['Awaiting', 'wait'],
    due: ['Requesting'],
    exhausted: ['Requesting'],
    signedInUse: ['Trying', 'tryNew'],
    signed: ['Idle', 'keepNew'],
    signedBadly: ['Idle', 'forget', 'reportInvalid'],
    newWorked: ['Requesting'],
    oldWorked: ['Requesting'],
  },
  Awaiting: {
    wanted: ['Requesting', 'request'],
    accepted: ['Awaiting'],
    refused: ['Awaiting'],
    unanswered: ['Awaiting'],
    due: ['Requesting', 'repeat'],
    // A02.FR.19: not before the CSMS asks for it.
    exhausted: ['Idle', 'forget'],
    signedInUse: ['Trying', 'tryNew'],
    signed: ['Idle', 'keepNew'],
    // A02.FR.20: no new attempt by itself.
    signedBadly: ['Idle', 'forget', 'reportInvalid'],
    newWorked: ['Awaiting'],
    oldWorked: ['Awaiting'],
  },
  Trying: {
    // Connected by a slot that needs no certificate: whoever asks again does not wait for this one.
    wanted: ['Requesting', 'discardNew', 'request'],
    accepted: ['Trying'],
    refused: ['Trying'],
    unanswered: ['Trying'],
    due: ['Trying'],
    exhausted: ['Trying'],
    signedInUse: ['Trying'],
    signed: ['Trying'],
    signedBadly: ['Trying'],
    newWorked: ['Idle', 'keepNew'],
    oldWorked: ['Idle', 'discardNew'],
  },
};
