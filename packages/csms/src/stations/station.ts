import type { Version } from '@northbound/protocol';
import type { AnyPeer } from '@northbound/rpc';
import type { Lights } from '../health/views.ts';
import { TransactionsAtHand } from '../transactions/at-hand.ts';
import type { Transaction } from '../transactions/domain.ts';
import type { AvailabilityState } from '../views.ts';

/** Told to a station that was removed, at the end of its connection. */
export const REMOVED = 'This station is no longer known.';

export type Registration = 'Accepted' | 'Pending' | 'Rejected';
export type SecurityProfile = 0 | 1 | 2 | 3;

/** What is stored of a station itself. */
export interface StationRecord {
  readonly id: string;
  readonly admission: 'Known' | 'Open';
  readonly version?: Version;
  readonly registration?: Registration;
  readonly vendor?: string;
  readonly model?: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  readonly securityProfile: SecurityProfile;
  readonly lastBootAtMs?: number;
  readonly lastMessageAtMs?: number;
  /** When an admin registered it, or set its password, last; later each time. */
  readonly registeredAtMs?: number;
}

/** Hashes of the passwords that a station may show, as `Passwords.hash` made them. */
export interface StationPasswords {
  /** With one, the station must show a password. */
  readonly current?: string;
  /** Of one that it was given and has not shown yet: good as well, until it is known which of the two it has. */
  readonly next?: string;
}

export interface Connector {
  readonly evseId: number;
  readonly connectorId: number;
  readonly availabilityState: AvailabilityState;
  /** 1.6: its own word. */
  readonly reportedStatus?: string;
  readonly errorCode?: string;
  readonly updatedAtMs: number;
}

/** The live connection of a station. */
export interface Connection {
  readonly peer: AnyPeer<'CSMS'>;
  readonly sinceMs: number;
  readonly remoteAddress: string;
  /** Whether another one was open until it came. */
  readonly takesPlace: boolean;
  /** Actions that it was told to send although its boot is not accepted yet. */
  readonly instructed: Set<string>;
}

/** A station in memory: what is stored of it and under way at it, and its connection. */
export class Station {
  record: StationRecord;
  passwords: StationPasswords;
  connection: Connection | undefined;
  lastMessageAtMs: number | undefined;
  /** As they were told last. */
  lights: Lights | undefined;
  readonly #connectors = new Map<string, Connector>();
  readonly #transactions = new TransactionsAtHand();
  /** 1.6: by EVSE, the key of the transaction that the station has named by its number last. */
  #named: Map<number | undefined, number> | undefined;
  #tail: Promise<unknown> | undefined;

  constructor(record: StationRecord, passwords: StationPasswords = {}) {
    this.record = record;
    this.passwords = passwords;
    this.lastMessageAtMs = record.lastMessageAtMs;
  }

  get id(): string {
    return this.record.id;
  }

  /**
   * Runs the work of one message after the work of those before it. A station sends one at a time, so this waits only
   * when a new connection repeats what an old one has left behind: a repetition must not overtake its original's commit.
   */
  serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail === undefined ? work() : this.#tail.then(work, work);
    this.#tail = result;
    const release = () => {
      if (this.#tail === result) this.#tail = undefined;
    };
    result.then(release, release);
    return result;
  }

  get connectors(): Iterable<Connector> {
    return this.#connectors.values();
  }

  connector(evseId: number, connectorId: number): Connector | undefined {
    return this.#connectors.get(`${evseId}/${connectorId}`);
  }

  keepConnector(connector: Connector): void {
    this.#connectors.set(`${connector.evseId}/${connector.connectorId}`, connector);
  }

  /** Those at hand: every one that is under way, and a few that have ended. */
  get transactions(): Iterable<Transaction> {
    return this.#transactions.all();
  }

  transaction(transactionId: string): Transaction | undefined {
    return this.#transactions.get(transactionId);
  }

  /** 1.6: the one whose last message had this fingerprint. */
  transactionOf(fingerprint: string): Transaction | undefined {
    return this.#transactions.withFingerprint(fingerprint);
  }

  /** Those under way at an EVSE. */
  transactionsAt(evseId: number): Transaction[] {
    return this.#transactions.activeAt(evseId);
  }

  /** The one under way at an EVSE; of several the one that started last. */
  activeTransactionAt(evseId: number): Transaction | undefined {
    let found: Transaction | undefined;
    for (const transaction of this.#transactions.activeAt(evseId)) {
      if (found === undefined || transaction.key > found.key) found = transaction;
    }
    return found;
  }

  /** 1.6: the station has said something of a transaction by its number. */
  hasNamed({ key, evseId }: Transaction): void {
    this.#named ??= new Map();
    this.#named.set(evseId?.value, key);
  }

  /** Whether the station is known to know the number of a transaction, of the last one at each EVSE. */
  knowsNumberOf({ key, evseId }: Transaction): boolean {
    return this.#named?.get(evseId?.value) === key;
  }

  keepTransaction(transaction: Transaction): void {
    this.#transactions.keep(transaction);
  }
}
