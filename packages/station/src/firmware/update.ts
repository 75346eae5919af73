import type { Ocpp21 } from '@northbound/protocol';
import { RpcError, type Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { WallTimer } from '../wall-timer.ts';
import type { FirmwareBank, Installation } from './bank.ts';
import { FileDownload } from './download.ts';
import type { FileTransfer } from './file-transfer.ts';
import { FirmwareRecord, jobOf } from './job.ts';
import {
  FIRMWARE,
  type FirmwareAction,
  type FirmwareEvent,
  type FirmwareState,
  isCancellable,
  isUnderWay,
} from './table.ts';
import type { FirmwareVerifier } from './verifier.ts';

/** What an update works with; all of it is outside the logic. */
export interface FirmwareParts {
  readonly files: FileTransfer;
  readonly bank: FirmwareBank;
  readonly verifier: FirmwareVerifier;
}

/** What an update does to the rest of the station. */
export interface FirmwareEffects {
  /** ManufacturerRootCertificates that are installed, PEM. */
  manufacturerRoots(): readonly string[];
  /** No new session may begin, at any EVSE. */
  withhold(withheld: boolean): void;
  reboot(): void;
}

/** Firmware updates (2.1 part 2, L01 and L02; 1.6 FirmwareManagement and its security extension). */
export class FirmwareUpdates {
  readonly #core: Core;
  readonly #parts: FirmwareParts | undefined;
  readonly #effects: FirmwareEffects;
  readonly #record: FirmwareRecord;
  /** Whether this boot is the first one of a new firmware. */
  readonly isFirstBoot: boolean;
  #state: FirmwareState;
  #download: FileDownload | undefined;
  #timer: Timer | undefined;
  #waitsForIdle = false;

  /** Takes over what the last power cut left; acts from {@link begin} on. */
  constructor(core: Core, parts: FirmwareParts | undefined, effects: FirmwareEffects) {
    this.#core = core;
    this.#parts = parts;
    this.#effects = effects;
    this.#record = new FirmwareRecord(core.storage.values);
    // What is not known any more, or has nothing to go on with, cannot go on.
    const goesOn = parts !== undefined && this.#record.job !== undefined;
    this.#state = goesOn ? this.#record.state : 'Idle';
    this.isFirstBoot = this.#state === 'InstallRebooting';
  }

  /** What runs; the CSMS reads it in BootNotification. */
  get version(): string | undefined {
    const next = this.isFirstBoot ? this.#record.job?.version : undefined;
    return next ?? this.#record.version ?? this.#core.config.firmwareVersion;
  }

  /** From here on until the reboot no transaction may begin. */
  get installing(): boolean {
    return this.#state === 'Installing' || this.#state === 'InstallRebooting';
  }

  begin(): void {
    if (this.#parts !== undefined) this.#step('poweredUp');
  }

  /**
   * @param extended whether it came by the security extension of 1.6; true in 2.x
   * @throws RpcError NotSupported without files or a bank, and for 1.6's plain update where it must be signed
   */
  update(request: Ocpp21.UpdateFirmwareRequest, extended = true): Ocpp21.UpdateFirmwareResponse {
    const parts = this.#parts;
    if (parts === undefined) throw new RpcError('NotSupported', 'There is no firmware to update.');
    // 1.6 whitepaper, L01.FR.20
    if (!extended && this.#isSecured)
      throw new RpcError('NotSupported', 'Use SignedUpdateFirmware.');
    const { signingCertificate, signature } = request.firmware;
    const isSigned = signingCertificate !== undefined && signature !== undefined;
    if (!isSigned && this.#isSecured) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'MissingParam' } };
    }
    const proof = isSigned ? this.#check(parts.verifier, signingCertificate) : undefined;
    if (proof !== undefined && proof.result !== 'valid') {
      this.#core.security.record(
        'InvalidFirmwareSigningCertificate',
        proof.result === 'invalid' ? `The certificate ${proof.problem}` : 'revoked',
      );
      return { status: proof.result === 'revoked' ? 'RevokedCertificate' : 'InvalidCertificate' };
    }
    const replaces = isUnderWay(this.#state);
    if (replaces && !isCancellable(this.#state)) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'FwUpdateInProgress' } };
    }
    const key = proof && signature !== undefined && { publicKey: proof.publicKey, signature };
    this.#step('cancelled');
    if (!this.#record.keep(jobOf(request, extended, key || undefined))) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'OutOfStorage' } };
    }
    // The answer leaves before the first status.
    this.#timer = this.#core.after(0, () => this.#plan('retrieveNow', 'retrieveLater'));
    return { status: replaces ? 'AcceptedCanceled' : 'Accepted' };
  }

  /**
   * TriggerMessage(FirmwareStatusNotification) (L01.FR.25, .26, F06.FR.16).
   * @param word what the version says of a state
   * @returns undefined where firmware cannot be updated
   */
  trigger(
    extended = true,
    word: (state: FirmwareState) => FirmwareState = (state) => state,
  ): (() => void) | undefined {
    if (this.#parts === undefined) return undefined;
    const isOver = this.#state === 'Installed' || this.#state === 'Idle';
    const status = isOver ? 'Idle' : word(this.#state);
    const job = this.#record.job;
    const requestId = isOver || job?.requestId === undefined ? {} : { requestId: job.requestId };
    return () => void this.#core.link?.firmwareStatus({ status, ...requestId }, extended);
  }

  transactionEnded(): void {
    if (!this.#waitsForIdle || this.#isBusy()) return;
    this.#waitsForIdle = false;
    // What ends with the transaction is told first.
    this.#timer = this.#core.after(0, () => this.#planInstallation());
  }

  /** AllowNewSessionsPendingFirmwareUpdate may have another value. */
  variableChanged(): void {
    this.#withhold();
  }

  /** Security profile 0 is a laboratory: only there firmware may come without a signature (TC_L_18_CS). */
  get #isSecured(): boolean {
    return this.#core.variables.integer(VARIABLE.securityProfile) > 0;
  }

  #check(verifier: FirmwareVerifier, certificate: string) {
    const roots = this.#effects.manufacturerRoots();
    return verifier.checkCertificate(certificate, roots, this.#core.clock.epochMs());
  }

  #isBusy(): boolean {
    return this.#core.evses.some(({ transaction }) => transaction.running !== undefined);
  }

  #step(event: FirmwareEvent): void {
    const before = this.#state;
    const [next, ...actions] = FIRMWARE[before][event];
    this.#state = next;
    // A state that is on flash says that all of this is; after a power cut in between it is done once more.
    for (const action of actions) if (KEPT.has(action)) this.#act(action);
    if (next !== before) {
      this.#record.state = next;
      this.#core.tell({ type: 'firmware', status: next });
    }
    for (const action of actions) if (!KEPT.has(action)) this.#act(action);
    this.#withhold();
  }

  #withhold(): void {
    const isBlocked = this.installing || (this.#waitsForIdle && !this.#allowsNewSessions);
    this.#effects.withhold(isBlocked);
  }

  #act(action: FirmwareAction): void {
    switch (action) {
      case 'report':
        this.#report();
        break;
      case 'awaitRetrieval':
        this.#timer = new WallTimer(this.#core, this.#record.job?.retrieveAtMs ?? 0, () =>
          this.#plan('retrieveNow', 'retrieveLater'),
        );
        break;
      case 'download':
        this.#startDownload();
        break;
      case 'abandon':
        this.#abandon();
        break;
      case 'checkSignature':
        this.#checkSignature();
        break;
      case 'reportBadSignature':
        this.#core.security.record('InvalidFirmwareSignature', this.#record.job?.location);
        break;
      case 'plan':
        this.#planInstallation();
        break;
      case 'awaitIdle':
        this.#waitsForIdle = true;
        break;
      case 'awaitInstallation':
        this.#timer = new WallTimer(this.#core, this.#record.job?.installAtMs ?? 0, () =>
          this.#planInstallation(),
        );
        break;
      case 'install':
        void this.#install();
        break;
      case 'reboot':
        this.#timer = this.#core.after(REBOOT_GRACE_MS, () => this.#effects.reboot());
        break;
      case 'activate':
        this.#activate();
        break;
    }
  }

  #report(): void {
    const { job } = this.#record;
    if (job === undefined) return;
    const { extended, requestId } = job;
    const request = { status: this.#state, ...(requestId !== undefined && { requestId }) };
    // Told once more after the reboot, that it reboots would be worthless.
    const replaces = AROUND_REBOOT.has(this.#state) ? { replaces: 'firmware reboot' } : {};
    this.#core.notices.add('FirmwareStatusNotification', request, { extended, ...replaces });
  }

  #plan(now: 'retrieveNow', later: 'retrieveLater'): void {
    const atMs = this.#record.job?.retrieveAtMs ?? 0;
    this.#step(atMs > this.#core.clock.epochMs() ? later : now);
  }

  /** L01.FR.05, .06 and .16: when its time has come, and nobody charges. */
  #planInstallation(): void {
    const { installAtMs = 0 } = this.#record.job ?? {};
    if (installAtMs > this.#core.clock.epochMs()) this.#step('installLater');
    else this.#step(this.#isBusy() ? 'installWhenIdle' : 'installNow');
  }

  #startDownload(): void {
    const job = this.#record.job;
    const parts = this.#parts;
    if (job === undefined || parts === undefined) return;
    this.#download = new FileDownload(this.#core, parts.files, {
      url: job.location,
      retries: job.retries,
      listener: {
        complete: (image) =>
          this.#step(isStored(parts.bank, image) ? 'downloaded' : 'downloadFailed'),
        failed: () => this.#step('downloadFailed'),
        paused: () => this.#step('interrupted'),
        resumed: () => this.#step('retrieveNow'),
      },
    });
  }

  #abandon(): void {
    this.#download?.cancel();
    this.#download = undefined;
    this.#timer?.cancel();
    this.#waitsForIdle = false;
    this.#parts?.bank.discard();
  }

  #checkSignature(): void {
    const { proof } = this.#record.job ?? {};
    const image = this.#parts?.bank.stored();
    this.#download = undefined;
    if (proof === undefined) {
      this.#planInstallation();
      return;
    }
    const isGood =
      image !== undefined &&
      this.#parts?.verifier.isSignedBy(proof.publicKey, image, proof.signature) === true;
    this.#step(isGood ? 'signatureGood' : 'signatureBad');
  }

  async #install(): Promise<void> {
    const failed: Installation = { result: 'failed' };
    const installation = await this.#parts?.bank.install().catch(() => failed);
    if (!this.#core.on || installation === undefined) return;
    const job = this.#record.job;
    if (installation.result !== 'installed' || job === undefined) {
      this.#step(installation.result === 'notVerified' ? 'notVerified' : 'installFailed');
      return;
    }
    this.#record.keep({ ...job, version: installation.version });
    this.#step(installation.needsReboot ? 'rebootNeeded' : 'installed');
  }

  #activate(): void {
    const { version } = this.#record.job ?? {};
    if (version !== undefined) this.#record.version = version;
    this.#parts?.bank.discard();
    this.#core.security.record('FirmwareUpdated', version);
  }

  /** AllowNewSessionsPendingFirmwareUpdate (L01.FR.07). */
  get #allowsNewSessions(): boolean {
    return this.#core.variables.boolean(VARIABLE.allowNewSessionsPendingFirmwareUpdate);
  }
}

/** How long the last status may take to leave before the reboot. */
const REBOOT_GRACE_MS = 1_000;

/** What goes to flash. */
const KEPT: ReadonlySet<FirmwareAction> = new Set(['report', 'activate']);

/** States that a reboot lies between: the newest says all. */
const AROUND_REBOOT: ReadonlySet<FirmwareState> = new Set([
  'InstallRebooting',
  'Installed',
  'InstallationFailed',
]);

/** Where the bank does not take the image, it is as if it had not come. */
function isStored(bank: FirmwareBank, image: Uint8Array): boolean {
  try {
    bank.store(image);
    return true;
  } catch {
    return false;
  }
}
