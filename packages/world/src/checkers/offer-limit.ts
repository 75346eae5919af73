import { KnownLimit } from './known-limit.ts';

/**
 * What an EVSE was told to offer at most, by all its profiles: of a transaction its own counts, else the exception as
 * long as it holds, else the usual (2.1 part 2, K 3.5; A per phase of AC, W of DC).
 */
export class OfferLimit {
  readonly usual = new KnownLimit();
  /** Of a higher stack level. */
  readonly exception = new KnownLimit();
  readonly #ofTransactions = new Map<string, KnownLimit>();

  ofTransaction(transactionId: string): KnownLimit {
    const known = this.#ofTransactions.get(transactionId) ?? new KnownLimit();
    this.#ofTransactions.set(transactionId, known);
    return known;
  }

  /** Whether such an offer is too much, and has had the time to fall. @param transactionId of the one that is under way */
  isExceededBy(offered: number, nowMs: number, transactionId: string | undefined): boolean {
    const all = [this.usual, this.exception, ...this.#of(transactionId)];
    return (
      all.every((one) => one.isSettledAt(nowMs)) && offered > this.mostAt(nowMs, transactionId)
    );
  }

  mostAt(nowMs: number, transactionId: string | undefined): number {
    const always = this.exception.mostAt(nowMs, this.usual.mostAt(nowMs));
    return this.#of(transactionId).reduce((beneath, one) => one.mostAt(nowMs, beneath), always);
  }

  #of(transactionId: string | undefined): readonly KnownLimit[] {
    const known = transactionId && this.#ofTransactions.get(transactionId);
    return known ? [known] : [];
  }
}
