/** Runs the work of one station piece after piece; stations do not wait for each other. */
export class Serial {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(stationId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(stationId);
    const result = before === undefined ? work() : before.then(work, work);
    this.#tails.set(stationId, result);
    const release = () => {
      if (this.#tails.get(stationId) === result) this.#tails.delete(stationId);
    };
    result.then(release, release);
    return result;
  }

  /** Whether work of the station is under way or waits. */
  isBusy(stationId: string): boolean {
    return this.#tails.has(stationId);
  }
}
