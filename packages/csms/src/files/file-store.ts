/** Where a run of bytes ends up. */
export interface Written {
  /** What the file holds now. */
  readonly sizeBytes: number;
  /** Whether everything that was offered is in it; a sender that breaks off leaves a part. */
  readonly complete: boolean;
  /** Whether it was cut off because it grew too large; then nothing of it is kept. */
  readonly tooLarge: boolean;
}

/** Keeps the bytes of files, by number. */
export interface FileStore {
  /** Puts bytes into a file from a place on; what stood there and after is dropped. */
  write(
    id: number,
    offsetBytes: number,
    chunks: AsyncIterable<Uint8Array>,
    mostBytes: number,
  ): Promise<Written>;
  /** Undefined when there is no such file. */
  sizeBytes(id: number): Promise<number | undefined>;
  /** From the first to the last byte, both included. */
  read(id: number, firstByte: number, lastByte: number): AsyncIterable<Uint8Array>;
  /** As hexadecimal digits. */
  sha256(id: number): Promise<string>;
  remove(id: number): Promise<void>;
  /**
   * Copies the file into another directory, under its number. It is on disk when this resolves.
   *
   * @returns false, and there is no copy, when there is no such file or it does not have this digest
   */
  copyTo(id: number, directory: string, sha256: string): Promise<boolean>;
}
