import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutation } from '../list.ts';

/** What a world is made of. */
const PACKAGES = ['protocol', 'rpc', 'energy', 'station', 'csms', 'world'];

/** A copy of the sources, in which bugs can be made; what others have written it shares with the original. */
export class SourceCopy implements Disposable {
  readonly root: string;
  /** Sources as they were when the copy was made. */
  readonly #originals = new Map<string, string>();

  /** @param original the root of the repository */
  constructor(original: string) {
    this.root = mkdtempSync(join(tmpdir(), 'northbound-mutations-'));
    const own = join(this.root, 'node_modules', '@northbound');
    mkdirSync(own, { recursive: true });
    for (const name of PACKAGES) {
      const folder = join(this.root, 'packages', name);
      cpSync(join(original, 'packages', name), folder, {
        recursive: true,
        filter: (source) => !source.endsWith('node_modules'),
      });
      symlinkSync(folder, join(own, name));
    }
    for (const name of readdirSync(join(original, 'node_modules'))) {
      if (name === '@northbound') continue;
      symlinkSync(join(original, 'node_modules', name), join(this.root, 'node_modules', name));
    }
    writeFileSync(join(this.root, 'package.json'), '{"type":"module","private":true}\n');
  }

  /**
   * Makes the bug.
   *
   * @throws RangeError when its text is not there, or more than once
   */
  mutate(mutation: Mutation): void {
    this.#write(mutation, mutated(this.#read(mutation), mutation));
  }

  /** Takes it back. */
  restore(mutation: Mutation): void {
    this.#write(mutation, this.#read(mutation));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true });
  }

  #read({ file }: Mutation): string {
    const known = this.#originals.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.root, file), 'utf8');
    this.#originals.set(file, text);
    return text;
  }

  #write({ file }: Mutation, text: string): void {
    writeFileSync(join(this.root, file), text);
  }
}

/** @throws RangeError when the text that is to change is not there, or more than once */
export function mutated(source: string, { id, file, before, after }: Mutation): string {
  const parts = source.split(before);
  if (parts.length !== 2) {
    throw new RangeError(`${id}: its text is ${parts.length - 1} times in ${file}`);
  }
  return parts.join(after);
}
