/** Stations that are worked on at once: a fleet that comes back must not be asked everything in the same second. */
const AT_ONCE = 8;

/**
 * Background work for stations: a few at a time, each station once at a time. Work that is asked for while a station
 * waits or is worked on is done once more afterwards.
 */
export class StationQueue {
  readonly #work: (stationId: string) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  /** Runs that begin as soon as the one before them has ended. */
  readonly #wanted = new Map<string, Promise<void>>();
  #closed = false;

  /** @param onFailure told what a piece of work threw; the others go on */
  constructor(work: (stationId: string) => Promise<void>, onFailure: (error: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  add(stationId: string): void {
    if (this.#closed) return;
    this.#waiting.add(stationId);
    this.#next();
  }

  /**
   * Past those that wait. Resolves when the work has been done once more from now: all who ask while it is done share
   * the run that comes next.
   */
  now(stationId: string): Promise<void> {
    const running = this.#running.get(stationId);
    if (running === undefined) return this.#start(stationId);
    const wanted = this.#wanted.get(stationId) ?? this.#after(running, stationId);
    this.#wanted.set(stationId, wanted);
    return wanted;
  }

  /** Forgets what waits and lets what runs finish. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  #next(): void {
    for (const stationId of this.#waiting) {
      if (this.#running.size >= AT_ONCE) return;
      if (this.#running.has(stationId) || this.#wanted.has(stationId)) continue;
      void this.#start(stationId);
    }
  }

  async #after(running: Promise<void>, stationId: string): Promise<void> {
    await running;
    this.#wanted.delete(stationId);
    await this.#start(stationId);
  }

  #start(stationId: string): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#waiting.delete(stationId);
    const running = this.#run(stationId);
    this.#running.set(stationId, running);
    return running;
  }

  async #run(stationId: string): Promise<void> {
    try {
      await this.#work(stationId);
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#running.delete(stationId);
      this.#next();
    }
  }
}
