import type { Ocpp21 } from '@northbound/protocol';
import { RpcError, type Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import {
  type FileTransfer,
  type Retries,
  retriesOf,
  type Upload,
} from '../firmware/file-transfer.ts';
import type { SecurityEntry } from '../security/log.ts';
import type { DiagnosticsLog } from './log.ts';
import { UPLOAD, type UploadAction, type UploadEvent, type UploadState } from './upload-table.ts';

interface Job {
  readonly requestId: number;
  /** 1.6: GetLog of the security extension, not GetDiagnostics. */
  readonly extended: boolean;
  readonly url: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly retries: Retries;
}

/** Which request a power cut left without its last status: how it came, and its id. */
const STORED = 'log:uploading';
const EXTENDED = 'x';
const PLAIN = 'p';

/** GetLog (2.1 part 2, N01; 1.6 whitepaper) and GetDiagnostics (1.6 edition 2, 5.9). */
export class LogUpload {
  readonly #core: Core;
  readonly #files: FileTransfer | undefined;
  readonly #log: DiagnosticsLog;
  #state: UploadState = 'Idle';
  #job: Job | undefined;
  #attempts = 0;
  #result: Upload = { status: 'UploadFailure' };
  #abort: AbortController | undefined;
  #timer: Timer | undefined;

  constructor(core: Core, files: FileTransfer | undefined, log: DiagnosticsLog) {
    this.#core = core;
    this.#files = files;
    this.#log = log;
  }

  /** An upload that a power cut interrupted has failed. */
  begin(): void {
    const { values } = this.#core.storage;
    const interrupted = values.get(STORED);
    if (interrupted === undefined) return;
    const request = { status: 'UploadFailure', requestId: Number(interrupted.slice(1)) } as const;
    const extended = interrupted.startsWith(EXTENDED);
    const replaces = uploadKey(request.requestId);
    this.#core.notices.add('LogStatusNotification', request, { extended, replaces });
    // In this order: what the power cuts short is told once more. So below.
    values.delete(STORED);
  }

  /**
   * @param extended false for GetDiagnostics of 1.6
   * @throws RpcError NotSupported where the station cannot move files
   */
  getLog(request: Ocpp21.GetLogRequest, extended = true): Ocpp21.GetLogResponse {
    if (this.#files === undefined) throw new RpcError('NotSupported', 'No file can be uploaded.');
    const lines = this.#lines(request);
    // N01.FR.05
    if (lines.length === 0) return { status: 'Rejected', statusInfo: { reasonCode: 'NotFound' } };
    const recording = this.#recordingOf(request);
    const filename = this.#filename(request.logType);
    const replaces = this.#state !== 'Idle';
    // The answer leaves first.
    this.#core.after(0, () => {
      this.#step('cancelled');
      this.#job = {
        requestId: request.requestId,
        extended,
        url: request.log.remoteLocation,
        filename,
        bytes: Buffer.from(`${[...lines, ...recording].join('\n')}\n`),
        retries: retriesOf(request),
      };
      this.#attempts = 0;
      this.#step('requested');
    });
    return { status: replaces ? 'AcceptedCanceled' : 'Accepted', filename };
  }

  /**
   * TriggerMessage(LogStatusNotification) (F06.FR.14, .15).
   * @returns undefined where no log can be uploaded
   */
  trigger(extended = true): (() => void) | undefined {
    if (this.#files === undefined) return undefined;
    const request =
      this.#state === 'Idle' || this.#job === undefined
        ? ({ status: 'Idle' } as const)
        : ({ status: 'Uploading', requestId: this.#job.requestId } as const);
    return () => void this.#core.link?.logStatus(request, extended);
  }

  /** The black box, which is part of the diagnostics. */
  #recordingOf({ logType, log }: Ocpp21.GetLogRequest): string[] {
    return logType === 'DiagnosticsLog' ? this.#log.recording(...windowOf(log)) : [];
  }

  #lines({ logType, log }: Ocpp21.GetLogRequest): string[] {
    const [oldestMs, latestMs] = windowOf(log);
    switch (logType) {
      case 'DiagnosticsLog':
        return this.#log.lines(oldestMs, latestMs);
      case 'SecurityLog':
        return this.#core.security.entries
          .filter(({ epochMs }) => epochMs >= oldestMs && epochMs <= latestMs)
          .map(securityLine);
      // There is no DataCollector component in this station.
      case 'DataCollectorLog':
        return [];
    }
  }

  #filename(logType: Ocpp21.LogEnumType): string {
    const identity = this.#core.config.identity.replaceAll(/[^\w.-]/g, '_');
    const at = this.#core.clock.timestamp().replaceAll(/[-:]|\.\d+/g, '');
    return `${identity}-${logType}-${at}.log`;
  }

  #step(event: UploadEvent): void {
    const [next, ...actions] = UPLOAD[this.#state][event];
    this.#state = next;
    for (const action of actions) this.#act(action);
  }

  #act(action: UploadAction): void {
    const job = this.#job;
    if (job === undefined) return;
    switch (action) {
      case 'upload':
        void this.#upload(job);
        break;
      case 'wait':
        this.#timer = this.#core.after(job.retries.intervalMs, () => this.#step('due'));
        break;
      case 'stop':
        this.#abort?.abort();
        this.#timer?.cancel();
        break;
      case 'reportUploading':
        this.#core.storage.values.set(STORED, `${job.extended ? EXTENDED : PLAIN}${job.requestId}`);
        this.#report(job, 'Uploading');
        break;
      case 'reportUploaded':
        this.#reportLast(job, 'Uploaded');
        break;
      case 'reportFailure':
        this.#reportLast(job, this.#result.status, this.#result.reasonCode);
        break;
      case 'reportCancelled':
        this.#reportLast(job, 'AcceptedCanceled');
        break;
    }
  }

  async #upload({ url, filename, bytes, retries }: Job): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    const roots = this.#core.certificates.trust.pems('CSMSRootCertificate');
    const result = await this.#files
      ?.upload(url, filename, bytes, abort.signal, roots)
      .catch((): Upload => ({ status: 'UploadFailure' }));
    if (result === undefined || abort.signal.aborted || !this.#core.on) return;
    this.#result = result;
    if (result.status === 'Uploaded') {
      this.#step('uploaded');
      return;
    }
    const isLast = result.final === true || this.#attempts >= retries.retries;
    this.#attempts += 1;
    this.#step(isLast ? 'gaveUp' : 'failed');
  }

  #reportLast(job: Job, status: Ocpp21.UploadLogStatusEnumType, reasonCode?: string): void {
    this.#report(job, status, reasonCode);
    this.#core.storage.values.delete(STORED);
  }

  #report(
    { requestId, extended }: Job,
    status: Ocpp21.UploadLogStatusEnumType,
    reasonCode?: string,
  ): void {
    const request = {
      status,
      requestId,
      ...(reasonCode !== undefined && { statusInfo: { reasonCode: reasonCode.slice(0, 20) } }),
    };
    const replaces = status === 'Uploading' ? { replaces: uploadKey(requestId) } : {};
    this.#core.notices.add('LogStatusNotification', request, { extended, ...replaces });
  }
}

/** From oldest to latest, milliseconds since 1970. */
function windowOf(log: Ocpp21.LogParametersType): readonly [number, number] {
  const { oldestTimestamp, latestTimestamp } = log;
  return [
    oldestTimestamp === undefined ? 0 : Date.parse(oldestTimestamp),
    latestTimestamp === undefined ? Infinity : Date.parse(latestTimestamp),
  ];
}

/** After a reboot only the failure of an upload is news. */
function uploadKey(requestId: number): string {
  return `upload ${requestId}`;
}

function securityLine({ epochMs, seqNo, type, techInfo }: SecurityEntry): string {
  const at = new Date(epochMs).toISOString();
  return `${at} ${seqNo} ${type}${techInfo === undefined ? '' : ` ${JSON.stringify(techInfo)}`}`;
}
