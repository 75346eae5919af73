import type { Download, FileTransfer, Upload } from '../firmware/file-transfer.ts';

/** A file transfer whose attempts end when the test says so. */
export class ScriptedFiles implements FileTransfer {
  readonly protocols = ['HTTP', 'HTTPS'];
  readonly downloads: { url: string; part: Uint8Array; signal: AbortSignal }[] = [];
  readonly uploads: { url: string; name: string; text: string; signal: AbortSignal }[] = [];
  #finish: ((result: Download & Upload) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  download(url: string, part: Uint8Array, signal: AbortSignal): Promise<Download> {
    this.downloads.push({ url, part, signal });
    return this.#attempt(signal);
  }

  upload(url: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<Upload> {
    this.uploads.push({ url, name, text: Buffer.from(bytes).toString(), signal });
    return this.#attempt(signal);
  }

  /** The file arrives whole. */
  deliver(bytes: Uint8Array): void {
    this.#end({ bytes, complete: true, status: 'Uploaded' });
  }

  /** @param bytes what had come when it broke off */
  breakOff(bytes: Uint8Array = new Uint8Array()): void {
    this.#end({ bytes, complete: false, problem: 'ECONNRESET', status: 'UploadFailure' });
  }

  endUpload(upload: Upload): void {
    this.#end({ bytes: new Uint8Array(), complete: false, ...upload });
  }

  /** The transfer itself breaks. */
  reject(): void {
    this.#fail?.(new Error('no network stack'));
  }

  /** One that is no longer wanted ends as a real one does. */
  #attempt(signal: AbortSignal): Promise<Download & Upload> {
    return new Promise((resolve, reject) => {
      const aborted = { bytes: new Uint8Array(), complete: false, problem: 'ABORT_ERR' } as const;
      signal.addEventListener('abort', () => resolve({ ...aborted, status: 'UploadFailure' }));
      this.#finish = resolve;
      this.#fail = reject;
    });
  }

  #end(result: Download & Upload): void {
    this.#finish?.(result);
    this.#finish = undefined;
  }
}
