import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Download, FileTransfer, Retries } from './file-transfer.ts';

/** What a download tells whoever asked for it; `complete` or `failed` comes once and is the last. */
export interface DownloadListener {
  complete(bytes: Uint8Array): void;
  /** After all attempts. */
  failed(problem: string): void;
  /** The file broke off in the middle; the part is kept for the next attempt. */
  paused?(): void;
  resumed?(): void;
}

/** A file, fetched with as many attempts as the request allows. */
export class FileDownload {
  readonly #core: Core;
  readonly #files: FileTransfer;
  readonly #url: string;
  readonly #retries: Retries;
  readonly #listener: DownloadListener;
  readonly #abort = new AbortController();
  #part: Uint8Array = new Uint8Array();
  #attempts = 0;
  #timer: Timer | undefined;

  constructor(
    core: Core,
    files: FileTransfer,
    { url, retries, listener }: { url: string; retries: Retries; listener: DownloadListener },
  ) {
    this.#core = core;
    this.#files = files;
    this.#url = url;
    this.#retries = retries;
    this.#listener = listener;
    void this.#attempt();
  }

  /** Nothing is told after this. */
  cancel(): void {
    this.#abort.abort();
    this.#timer?.cancel();
  }

  async #attempt(): Promise<void> {
    const { signal } = this.#abort;
    const roots = this.#core.certificates.trust.pems('CSMSRootCertificate');
    const failed = { bytes: this.#part, complete: false, problem: 'failed' };
    const result = await this.#files
      .download(this.#url, this.#part, signal, roots)
      .catch((): Download => failed);
    if (signal.aborted || !this.#core.on) return;
    if (result.complete) {
      this.#listener.complete(result.bytes);
      return;
    }
    if (this.#attempts >= this.#retries.retries) {
      this.#listener.failed(result.problem ?? 'incomplete');
      return;
    }
    this.#attempts += 1;
    this.#part = result.bytes;
    const isPaused = result.bytes.length > 0;
    if (isPaused) this.#listener.paused?.();
    this.#timer = this.#core.after(this.#retries.intervalMs, () => {
      if (isPaused) this.#listener.resumed?.();
      void this.#attempt();
    });
  }
}
