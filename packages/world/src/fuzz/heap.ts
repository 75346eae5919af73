import type { FuzzObserver } from './observer.ts';

/** Below this a rise is noise of the engine: compiled code, inline caches, tables that doubled. */
const NOISE_BYTES = 12 * 1024 * 1024;
/** Looks that a judgement needs. */
const LEAST_LOOKS = 8;

/** What became of the heap over a run. */
export interface HeapFindings {
  /** Bytes in use at the first and at the last look. */
  readonly heapBytes: readonly [first: number, last: number];
  /** What is wrong with it. */
  readonly memory?: string;
}

/** Looks at the heap, each after a collection, over a run in which nothing should stay. */
export class HeapWatch {
  readonly #looks: number[] = [];
  readonly #measure: () => number;

  /** Whoever cannot say how many bytes are in use has nothing looked at. */
  constructor({ heapBytes = () => 0 }: FuzzObserver) {
    this.#measure = heapBytes;
  }

  look(): void {
    this.#looks.push(this.#measure());
  }

  /** Bytes in use at the first and at the last look. */
  get span(): readonly [firstBytes: number, lastBytes: number] {
    return [this.#looks[0] ?? 0, this.#looks.at(-1) ?? 0];
  }

  /** At the end of a run. */
  findings(): HeapFindings {
    const memory = this.#complaint();
    return { heapBytes: this.span, ...(memory !== undefined && { memory }) };
  }

  /** Undefined unless the least of the last third is well over the least of the first. */
  #complaint(): string | undefined {
    const third = Math.floor(this.#looks.length / 3);
    if (this.#looks.length < LEAST_LOOKS) return undefined;
    const first = Math.min(...this.#looks.slice(1, 1 + third));
    const last = Math.min(...this.#looks.slice(-third));
    if (last - first < NOISE_BYTES) return undefined;
    return `the heap grew from ${megabytes(first)} to ${megabytes(last)} MB`;
  }
}

export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
