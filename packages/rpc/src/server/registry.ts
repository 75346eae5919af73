/** A connection that the registry keeps under its identity. */
interface Registered {
  readonly identity: string;
}

/**
 * The live connection of each identity. A newer one takes the place of an older one; the close of
 * an older one, however late it is noticed, never touches the newer.
 */
export class ConnectionRegistry<C extends Registered> {
  readonly #current = new Map<string, C>();

  get size(): number {
    return this.#current.size;
  }

  get(identity: string): C | undefined {
    return this.#current.get(identity);
  }

  values(): IterableIterator<C> {
    return this.#current.values();
  }

  /** @returns the connection whose place it takes */
  enter(connection: C): C | undefined {
    const previous = this.#current.get(connection.identity);
    this.#current.set(connection.identity, connection);
    return previous;
  }

  /** @returns false when another connection has its place already */
  leave(connection: C): boolean {
    if (this.#current.get(connection.identity) !== connection) return false;
    return this.#current.delete(connection.identity);
  }
}
