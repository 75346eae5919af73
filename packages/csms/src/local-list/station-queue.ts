/** Stations that are brought up to date at the same time. */
const MOST_RUNNING = 16;

/** Does some work for one station after the other: once for each at a time, and for so many at most. */
export class StationQueue {
  readonly #work: (stationId: string) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #closed = false;

  constructor(work: (stationId: string) => Promise<void>, onFailure: (error: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  /** It has its turn when there is room; once more when it runs already. */
  order(stationId: string): void {
    if (this.#closed) return;
    this.#waiting.add(stationId);
    this.#pump();
  }

  /** Resolves when it has been done once more from now. */
  async now(stationId: string): Promise<void> {
    await this.#running.get(stationId);
    await this.#start(stationId);
  }

  /** Starts nothing more. Resolves when what runs has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  #pump(): void {
    for (const stationId of this.#waiting) {
      if (this.#running.size >= MOST_RUNNING) return;
      if (this.#running.has(stationId)) continue;
      this.#waiting.delete(stationId);
      void this.#start(stationId);
    }
  }

  #start(stationId: string): Promise<void> {
    const running = this.#work(stationId)
      .catch(this.#onFailure)
      .then(() => {
        this.#running.delete(stationId);
        this.#pump();
      });
    this.#running.set(stationId, running);
    return running;
  }
}
