/** Lets those who name the same thing do their work one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when it is one's turn. @returns the function that ends it */
  async begin(name: string): Promise<() => void> {
    const before = this.#last.get(name);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#last.set(name, ended);
    await before;
    return () => {
      if (this.#last.get(name) === ended) this.#last.delete(name);
      end();
    };
  }
}
