import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { entriesOf, type JournalEntry, lineOf } from '../journal.ts';

const PIECE_BYTES = 1 << 20;

type Unsigned<Entry> = Entry extends unknown ? Omit<Entry, 'at'> : never;

/** Writes a journal. What was noted is with the system when `note` returns: the end of this process takes nothing back. */
export class Journal {
  readonly #descriptor: number;
  readonly #epochMs: () => number;

  constructor(file: string, epochMs: () => number) {
    this.#descriptor = openSync(file, 'a');
    this.#epochMs = epochMs;
    // The process before this one may have died in the middle of a line.
    writeSync(this.#descriptor, '\n');
  }

  note(entry: Unsigned<JournalEntry>): void {
    writeSync(this.#descriptor, lineOf({ at: this.#epochMs(), ...entry }));
  }
}

/** Reads a journal while it grows. */
export class JournalReader {
  readonly #file: string;
  #position = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** What has come since the last time, whole lines only. */
  *next(): Generator<JournalEntry> {
    const descriptor = openSync(this.#file, 'r');
    try {
      const piece = Buffer.alloc(PIECE_BYTES);
      for (;;) {
        const bytes = readSync(descriptor, piece, 0, PIECE_BYTES, this.#position);
        const end = piece.subarray(0, bytes).lastIndexOf('\n') + 1;
        if (end === 0) return;
        this.#position += end;
        yield* entriesOf(piece.toString('utf8', 0, end));
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
