import { createHash } from 'node:crypto';
import type { SecureRandom } from '../api/ports.ts';
import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { timestampOf } from '../timestamps.ts';
import type { FileStore } from './file-store.ts';
import { type Chunks, Incoming } from './incoming.ts';
import {
  type Direction,
  findFile,
  findLink,
  removeLink,
  removeLinks,
  removeOverdueLinks,
  type StoredFile,
  saveFile,
  saveLink,
  selectOverdue,
} from './sql.ts';
import type { FileKind, FileState, FileView } from './views.ts';

/** What a file server needs from outside. */
export interface FilePorts {
  readonly store: FileStore;
  readonly random: SecureRandom;
  /** How stations reach this CSMS: `https://csms.example.com`. */
  baseUrl(): string;
}

export interface FileRequest {
  readonly kind: FileKind;
  readonly name: string;
  readonly mostBytes: number;
  /** How long it is kept once it is there, or is waited for; forever when absent. */
  readonly keepForS?: number;
}

/** What is sent by somebody who has a link. */
export interface Upload {
  readonly chunks: Chunks;
  /** Where it goes on, in bytes; 0 begins anew. */
  readonly offsetBytes: number;
  /** The size of all of it, where the sender says so; infinite while the sender does not know. */
  readonly totalBytes?: number;
  /** What it is called, where the sender says so. */
  readonly name?: string;
  /** The digest that the sender names, hexadecimal. */
  readonly sha256?: string;
}

/** The same once its turn has come. */
type Arriving = Omit<Upload, 'chunks'> & { readonly chunks: AsyncIterable<Uint8Array> };

export type UploadResult =
  | { readonly outcome: 'stored' | 'partial'; readonly sizeBytes: number }
  | { readonly outcome: 'unknownLink' | 'tooLarge' | 'wrongDigest' }
  /** It does not go on where the part ends that is here. */
  | { readonly outcome: 'wrongOffset'; readonly sizeBytes: number };

/** Somebody who sends, or waits for who does. */
interface Sending {
  /** Somebody waits for the end of it. */
  readonly hurry: () => void;
  readonly ended: Promise<unknown>;
}

const SECRET_BYTES = 32;
const CLEAN_EVERY_MS = 3_600_000;
const MOST_CLEANED = 500;
const KEEPING: readonly FileState[] = ['Expected', 'Partial', 'Ready'];

/** Files that stations fetch and send, behind links that only they know. */
export class Files {
  readonly #core: Core;
  readonly #ports: FilePorts | undefined;
  /** What is being sent, by file: one sender at a time. */
  readonly #sending = new Map<number, Sending>();

  /** @param ports without them no file is kept, and everything here is refused */
  constructor(core: Core, jobs: Jobs, ports: FilePorts | undefined) {
    this.#core = core;
    this.#ports = ports;
    jobs.define('clean-files', async () => {
      await this.#clean();
      return { againAtMs: core.clock.epochMs() + CLEAN_EVERY_MS };
    });
  }

  /** Also begins the cleaning: links and files whose time is over go, an hour after the start and each hour. */
  static async load(core: Core, jobs: Jobs, ports: FilePorts | undefined): Promise<Files> {
    const files = new Files(core, jobs, ports);
    const dueAtMs = core.clock.epochMs() + CLEAN_EVERY_MS;
    await commit(core, jobs.schedule({ kind: 'clean-files', key: 'all', dueAtMs }));
    return files;
  }

  /** A file that is to come. @throws CommandError `conflict` when no files are kept here */
  async expect({ kind, name, mostBytes, keepForS }: FileRequest): Promise<FileView> {
    this.#available();
    const nowMs = this.#core.clock.epochMs();
    const file: StoredFile = {
      id: this.#core.ids.next('files'),
      kind,
      name,
      state: 'Expected',
      sizeBytes: undefined,
      sha256: undefined,
      mostBytes,
      createdAtMs: nowMs,
      readyAtMs: undefined,
      keepUntilMs: keepForS === undefined ? undefined : nowMs + keepForS * 1000,
    };
    await this.#core.database.write([saveFile(file)]);
    return fileView(file);
  }

  /**
   * A URL that fetches the file, or sends it: whoever has it may. One for an upload is good until the file is there.
   *
   * @param name stands at its end, for people and for stations that take the file's name from it; of an upload the
   * station appends its own (2.1 part 2, N01.FR.21)
   */
  async link(fileId: number, direction: Direction, validForS: number, name = ''): Promise<string> {
    const { random, baseUrl } = this.#available();
    const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
    const validUntilMs = this.#core.clock.epochMs() + validForS * 1000;
    const secretHash = hashOf(secret);
    await this.#core.database.write([saveLink({ secretHash, fileId, direction, validUntilMs })]);
    return `${baseUrl()}/files/${secret}/${encodeURIComponent(name)}`;
  }

  async get(id: number): Promise<FileView | undefined> {
    const file = await findFile(this.#core.database, id);
    return file === undefined ? undefined : fileView(file);
  }

  /** The file behind a link of this direction; undefined when there is none, or its time is over. */
  async behind(secret: string, direction: Direction): Promise<FileView | undefined> {
    const file = await this.#behind(secret, direction);
    return file === undefined ? undefined : fileView(file);
  }

  /** The file that a URL of ours leads to. */
  async idBehind(url: string): Promise<number | undefined> {
    const [, secret] = /\/files\/([\w-]+)\//.exec(url) ?? [];
    if (secret === undefined) return undefined;
    return (await findLink(this.#core.database, hashOf(secret)))?.fileId;
  }

  /** Bytes of a file that is ready. */
  read(id: number, firstByte: number, lastByte: number): AsyncIterable<Uint8Array> {
    return this.#available().store.read(id, firstByte, lastByte);
  }

  /** Takes what came over a link, after what is being sent there. Resolves when it is on disk. */
  async take(secret: string, upload: Upload): Promise<UploadResult> {
    const link = await findLink(this.#core.database, hashOf(secret));
    if (link === undefined) return { outcome: 'unknownLink' };
    const before = this.#sending.get(link.fileId);
    before?.hurry();

    const coming = new Incoming(this.#core.clock, upload.chunks);
    const taking = (before?.ended ?? Promise.resolve()).then(() =>
      this.#takeNow(secret, { ...upload, chunks: coming.chunks() }),
    );
    const sending = { hurry: () => coming.hurry(), ended: taking.catch(() => undefined) };
    this.#sending.set(link.fileId, sending);
    try {
      return await taking;
    } finally {
      coming.close();
      if (this.#sending.get(link.fileId) === sending) this.#sending.delete(link.fileId);
    }
  }

  async #takeNow(secret: string, upload: Arriving): Promise<UploadResult> {
    const file = await this.#behind(secret, 'Upload');
    if (file === undefined) return { outcome: 'unknownLink' };
    const { store } = this.#available();
    const here = (await store.sizeBytes(file.id)) ?? 0;
    if (upload.offsetBytes > here) return { outcome: 'wrongOffset', sizeBytes: here };
    const { chunks, offsetBytes, name = file.name } = upload;
    const written = await store.write(file.id, offsetBytes, chunks, file.mostBytes);
    if (written.tooLarge) return { outcome: 'tooLarge' };
    const { sizeBytes } = written;
    const isWhole = written.complete && sizeBytes >= (upload.totalBytes ?? sizeBytes);
    if (!isWhole) {
      await this.#core.database.write([saveFile({ ...file, name, sizeBytes, state: 'Partial' })]);
      return { outcome: 'partial', sizeBytes };
    }
    const sha256 = await store.sha256(file.id);
    if (upload.sha256 !== undefined && upload.sha256 !== sha256) {
      await store.remove(file.id);
      return { outcome: 'wrongDigest' };
    }
    const readyAtMs = this.#core.clock.epochMs();
    const ready: StoredFile = { ...file, name, sizeBytes, sha256, readyAtMs, state: 'Ready' };
    await this.#core.database.write([saveFile(ready), removeLink(hashOf(secret))]);
    return { outcome: 'stored', sizeBytes };
  }

  /** @returns false when there was none */
  async remove(id: number): Promise<boolean> {
    const file = await findFile(this.#core.database, id);
    if (file === undefined || file.state === 'Gone') return false;
    await this.#drop(file);
    return true;
  }

  async #behind(secret: string, direction: Direction): Promise<StoredFile | undefined> {
    const link = await findLink(this.#core.database, hashOf(secret));
    if (link === undefined || link.direction !== direction) return undefined;
    if (link.validUntilMs <= this.#core.clock.epochMs()) return undefined;
    const file = await findFile(this.#core.database, link.fileId);
    return file === undefined || file.state === 'Gone' ? undefined : file;
  }

  async #clean(): Promise<void> {
    const nowMs = this.#core.clock.epochMs();
    const { database } = this.#core;
    await database.write([removeOverdueLinks(nowMs)]);
    for (const state of KEEPING) {
      for (const file of await selectOverdue(database, state, nowMs, MOST_CLEANED)) {
        await this.#drop(file);
      }
    }
  }

  /** The row stays: that there was a file is a part of the story. */
  async #drop(file: StoredFile): Promise<void> {
    await this.#ports?.store.remove(file.id);
    await this.#core.database.write([saveFile({ ...file, state: 'Gone' }), removeLinks(file.id)]);
  }

  #available(): FilePorts {
    if (this.#ports !== undefined) return this.#ports;
    throw new CommandError('conflict', 'This CSMS has no place for files.');
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function fileView(file: StoredFile): FileView {
  const { id, kind, name, state, sizeBytes, sha256, readyAtMs, keepUntilMs } = file;
  return {
    id,
    kind,
    name,
    state,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(sha256 === undefined ? {} : { sha256 }),
    createdAt: timestampOf(file.createdAtMs),
    ...(readyAtMs === undefined ? {} : { readyAt: timestampOf(readyAtMs) }),
    ...(keepUntilMs === undefined ? {} : { keepUntil: timestampOf(keepUntilMs) }),
  };
}
