import { isActive, startedAtMs, type Transaction } from './domain.ts';

/** Transactions that are over and stay at hand, for messages that come late. */
const MAX_OVER = 4;

/** The transactions of one station that its messages may concern, found without going through all of them. */
export class TransactionsAtHand {
  /** By `transactionId`; of those that share one, the one that began last. */
  readonly #byId = new Map<string, Transaction>();
  readonly #byFingerprint = new Map<string, string>();
  /** Ids of those under way, by EVSE. */
  readonly #atEvse = new Map<number | undefined, Set<string>>();
  /** By key: those under way whose id a later one has got. */
  readonly #older = new Map<number, Transaction>();
  /** Ids of those that are over, in the order of their last events. */
  readonly #over = new Set<string>();

  *all(): Iterable<Transaction> {
    yield* this.#byId.values();
    yield* this.#older.values();
  }

  get(transactionId: string): Transaction | undefined {
    return this.#byId.get(transactionId);
  }

  withFingerprint(fingerprint: string): Transaction | undefined {
    const transactionId = this.#byFingerprint.get(fingerprint);
    return transactionId === undefined ? undefined : this.#byId.get(transactionId);
  }

  activeAt(evseId: number): Transaction[] {
    const found: Transaction[] = [];
    for (const transactionId of this.#atEvse.get(evseId) ?? []) {
      const transaction = this.#byId.get(transactionId);
      if (transaction !== undefined) found.push(transaction);
    }
    for (const transaction of this.#older.values()) {
      if (transaction.evseId?.value === evseId) found.push(transaction);
    }
    return found;
  }

  keep(transaction: Transaction): void {
    const { key, transactionId, lastFingerprint, evseId } = transaction;
    const known = this.#byId.get(transactionId);
    const active = isActive(transaction);
    if (known !== undefined && known.key !== key) {
      if (startedAtMs(known) > startedAtMs(transaction)) {
        this.#keepOlder(transaction);
        return;
      }
      this.#keepOlder(known);
    }
    this.#older.delete(key);
    // The usual event changes nothing that it is found by.
    if (known !== undefined && active && isFoundAlike(known, transaction)) {
      this.#byId.set(transactionId, transaction);
      return;
    }
    if (known !== undefined) this.#unlink(known, active ? evseId?.value : NOWHERE, lastFingerprint);
    this.#byId.set(transactionId, transaction);
    if (lastFingerprint !== undefined) this.#byFingerprint.set(lastFingerprint, transactionId);
    if (active) {
      const atEvse = this.#atEvse.get(evseId?.value);
      if (atEvse === undefined) this.#atEvse.set(evseId?.value, new Set([transactionId]));
      else atEvse.add(transactionId);
      return;
    }
    this.#over.add(transactionId);
    for (const oldest of this.#over) {
      if (this.#over.size <= MAX_OVER) return;
      this.#forget(oldest);
    }
  }

  #keepOlder(transaction: Transaction): void {
    if (isActive(transaction)) this.#older.set(transaction.key, transaction);
    else this.#older.delete(transaction.key);
  }

  /** Takes a transaction out of the lists in which its next state will not be. */
  #unlink(known: Transaction, evseId: number | undefined, fingerprint: string | undefined): void {
    const { transactionId, lastFingerprint } = known;
    const knownEvse = known.evseId?.value;
    if (knownEvse !== evseId) {
      const atEvse = this.#atEvse.get(knownEvse);
      atEvse?.delete(transactionId);
      if (atEvse?.size === 0) this.#atEvse.delete(knownEvse);
    }
    if (lastFingerprint !== undefined && lastFingerprint !== fingerprint) {
      this.#byFingerprint.delete(lastFingerprint);
    }
    this.#over.delete(transactionId);
  }

  #forget(transactionId: string): void {
    const known = this.#byId.get(transactionId);
    if (known !== undefined) this.#unlink(known, NOWHERE, undefined);
    this.#byId.delete(transactionId);
  }
}

function isFoundAlike(known: Transaction, { evseId, lastFingerprint }: Transaction): boolean {
  return (
    isActive(known) &&
    known.evseId?.value === evseId?.value &&
    known.lastFingerprint === lastFingerprint
  );
}

/** The EVSE of a transaction that is over. */
const NOWHERE = -1;
