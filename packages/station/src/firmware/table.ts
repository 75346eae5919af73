import type { Ocpp21 } from '@northbound/protocol';
import type { StateTable, Step } from '../machine.ts';

/** The standard's own words for where an update stands (2.1 part 2, `FirmwareStatusEnumType`). */
export type FirmwareState = Ocpp21.FirmwareStatusEnumType;

export type FirmwareEvent =
  /** An update is to begin: now, or at retrieveDateTime. */
  | 'retrieveNow'
  | 'retrieveLater'
  /** The file broke off in the middle, and there is another attempt. */
  | 'interrupted'
  | 'downloaded'
  /** After all attempts. */
  | 'downloadFailed'
  | 'signatureGood'
  | 'signatureBad'
  /** Nothing is in the way, a transaction is, or installDateTime is to come. */
  | 'installNow'
  | 'installWhenIdle'
  | 'installLater'
  | 'installed'
  /** Installed, and the new firmware runs after a reboot. */
  | 'rebootNeeded'
  | 'notVerified'
  | 'installFailed'
  /** A newer request took its place. */
  | 'cancelled'
  /** The station boots; what it was about to do is lost. */
  | 'poweredUp';

export type FirmwareAction =
  /** Tell the CSMS the new state. */
  | 'report'
  | 'awaitRetrieval'
  | 'download'
  /** Stop what is under way and forget the file. */
  | 'abandon'
  | 'checkSignature'
  | 'reportBadSignature'
  /** Find out whether to install now or later. */
  | 'plan'
  | 'awaitIdle'
  | 'awaitInstallation'
  | 'install'
  | 'reboot'
  | 'activate';

type Steps = Readonly<Record<FirmwareEvent, Step<FirmwareState, FirmwareAction>>>;

/** What is not named means nothing in this state. */
function row(
  state: FirmwareState,
  steps: Partial<Record<FirmwareEvent, Step<FirmwareState, FirmwareAction>>>,
): Steps {
  const stay: Step<FirmwareState, FirmwareAction> = [state];
  return {
    retrieveNow: stay,
    retrieveLater: stay,
    interrupted: stay,
    downloaded: stay,
    downloadFailed: stay,
    signatureGood: stay,
    signatureBad: stay,
    installNow: stay,
    installWhenIdle: stay,
    installLater: stay,
    installed: stay,
    rebootNeeded: stay,
    notVerified: stay,
    installFailed: stay,
    cancelled: stay,
    poweredUp: stay,
    ...steps,
  };
}

const BEGIN = {
  retrieveNow: ['Downloading', 'report', 'download'],
  retrieveLater: ['DownloadScheduled', 'report', 'awaitRetrieval'],
} as const;

const CANCEL = { cancelled: ['Idle', 'abandon'] } as const;

const INSTALL = {
  installNow: ['Installing', 'report', 'install'],
  installWhenIdle: ['InstallScheduled', 'report', 'awaitIdle'],
  installLater: ['InstallScheduled', 'report', 'awaitInstallation'],
} as const;

/** Secure and plain updates of firmware (2.1 part 2, L01 and L02). */
export const FIRMWARE: StateTable<FirmwareState, FirmwareEvent, FirmwareAction> = {
  Idle: row('Idle', BEGIN),
  DownloadScheduled: row('DownloadScheduled', {
    ...CANCEL,
    retrieveNow: ['Downloading', 'report', 'download'],
    poweredUp: ['DownloadScheduled', 'awaitRetrieval'],
  }),
  Downloading: row('Downloading', {
    ...CANCEL,
    interrupted: ['DownloadPaused', 'report'],
    downloaded: ['Downloaded', 'report', 'checkSignature'],
    downloadFailed: ['DownloadFailed', 'report', 'abandon'],
    // The part that was here was in RAM.
    poweredUp: ['Downloading', 'download'],
  }),
  DownloadPaused: row('DownloadPaused', {
    ...CANCEL,
    retrieveNow: ['Downloading', 'report'],
    poweredUp: ['Downloading', 'report', 'download'],
  }),
  DownloadFailed: row('DownloadFailed', BEGIN),
  // An update without a signature goes on from here.
  Downloaded: row('Downloaded', {
    ...CANCEL,
    ...INSTALL,
    signatureGood: ['SignatureVerified', 'report', 'plan'],
    signatureBad: ['InvalidSignature', 'report', 'reportBadSignature', 'abandon'],
    poweredUp: ['Downloaded', 'checkSignature'],
  }),
  SignatureVerified: row('SignatureVerified', {
    ...CANCEL,
    ...INSTALL,
    poweredUp: ['SignatureVerified', 'plan'],
  }),
  InvalidSignature: row('InvalidSignature', BEGIN),
  InstallScheduled: row('InstallScheduled', {
    ...CANCEL,
    installNow: INSTALL.installNow,
    installWhenIdle: ['InstallScheduled', 'awaitIdle'],
    installLater: ['InstallScheduled', 'awaitInstallation'],
    poweredUp: ['InstallScheduled', 'plan'],
  }),
  // From here on there is no way back: a newer request is rejected (L01.FR.27).
  Installing: row('Installing', {
    installed: ['Installed', 'report', 'activate'],
    rebootNeeded: ['InstallRebooting', 'report', 'reboot'],
    notVerified: ['InstallVerificationFailed', 'report', 'abandon'],
    installFailed: ['InstallationFailed', 'report', 'abandon'],
    poweredUp: ['Installing', 'install'],
  }),
  InstallRebooting: row('InstallRebooting', { poweredUp: ['Installed', 'report', 'activate'] }),
  Installed: row('Installed', BEGIN),
  InstallationFailed: row('InstallationFailed', BEGIN),
  InstallVerificationFailed: row('InstallVerificationFailed', BEGIN),
};

/** Whether an update is under way, and whether a newer request may take its place. */
export function isUnderWay(state: FirmwareState): boolean {
  return FIRMWARE[state].poweredUp.length > 1;
}

export function isCancellable(state: FirmwareState): boolean {
  return FIRMWARE[state].cancelled.length > 1;
}
