import { type Change, type Core, commit } from '../core.ts';
import { timestampOf } from '../timestamps.ts';
import { Agenda } from '../transactions/agenda.ts';
import { isComplete, isUnsettled, type Transaction } from '../transactions/domain.ts';
import { decideFirst, keep, transactionEvent } from '../transactions/ledger.ts';
import { isLoose, loosened } from '../transactions/registers.ts';
import { settled } from '../transactions/replay.ts';
import { withTransaction } from '../transactions/serially.ts';
import { saveTransaction, selectUnsettledKeys } from '../transactions/sql.ts';
import type { LedgerSettings } from '../transactions/views.ts';
import type { CsmsEvent } from '../views.ts';
import { canonicalJson } from './canonical-json.ts';
import { FIRST_HASH, linkHash } from './chain.ts';
import { cdrContent } from './content.ts';
import { insertCdr, lastLink, type SealedCdr } from './sql.ts';

/** The end of the chain of records. */
interface Link {
  readonly number: number;
  readonly hash: string;
}

/**
 * Seals a record for each transaction that is over and complete, once, and another one that replaces it when the
 * ledger learns more. What is missing is declared lost after its time.
 */
export class Sealing {
  readonly #core: Core;
  readonly #settings: () => LedgerSettings;
  readonly #agenda: Agenda;
  #last: Link;

  private constructor(
    core: Core,
    settings: () => LedgerSettings,
    onFailure: (error: unknown) => void,
    last: Link,
  ) {
    this.#core = core;
    this.#settings = settings;
    this.#agenda = new Agenda(core.clock, (key) => this.#settle(key), onFailure);
    this.#last = last;
    core.signals.on('transactionUnsettled', ({ transaction }) => {
      this.#agenda.put(transaction.key, this.#dueAt(transaction));
    });
  }

  static async load(
    core: Core,
    settings: () => LedgerSettings,
    onFailure: (error: unknown) => void,
  ): Promise<Sealing> {
    const last = (await lastLink(core.database)) ?? { number: 0, hash: FIRST_HASH };
    const sealing = new Sealing(core, settings, onFailure, last);
    const nowMs = core.clock.epochMs();
    for (const key of await selectUnsettledKeys(core.database)) sealing.#agenda.put(key, nowMs);
    return sealing;
  }

  close(): Promise<void> {
    return this.#agenda.close();
  }

  /** One after the other: each record holds the hash of the one before it. */
  async #settle(key: number): Promise<void> {
    await withTransaction(this.#core, key, async (transaction, station) => {
      if (!isUnsettled(transaction)) return;
      const dueAtMs = this.#dueAt(transaction);
      if (dueAtMs > this.#core.clock.epochMs()) {
        this.#agenda.put(key, dueAtMs);
        return;
      }
      const lost = isComplete(transaction)
        ? { transaction, statements: [] }
        : declareLost(this.#core, station, transaction);
      const final = await settled(this.#core.database, lost.transaction);
      const cdr = this.#seal(final);
      const sealed = asSealed(lost.transaction, final, cdr.content.number);
      const sealing: Change = {
        statements: [...lost.statements, insertCdr(cdr), saveTransaction(sealed)],
        apply: () => {
          this.#last = { number: cdr.content.number, hash: cdr.hash };
          keep(this.#core, station, sealed);
          this.#publish(cdr);
        },
      };
      const { outgoing } = this.#core;
      const { stationId } = sealed;
      const told = outgoing.with(sealing, 'transaction', stationId, () =>
        transactionEvent(this.#core, sealed),
      );
      await commit(
        this.#core,
        outgoing.with(told, 'cdr', stationId, () => eventOf(cdr)),
      );
    });
  }

  #seal(transaction: Transaction): SealedCdr {
    const { number, hash: previousHash } = this.#last;
    const content = cdrContent(transaction, number + 1, transaction.sealed?.cdr);
    const text = canonicalJson(content);
    return {
      sealedAtMs: this.#core.clock.epochMs(),
      previousHash,
      hash: linkHash(previousHash, text),
      content,
      text,
    };
  }

  #dueAt(transaction: Transaction): number {
    const { sealAfterS, gapsLostAfterS } = this.#settings();
    // One that was taken for over and goes on all the same would get a record with every event.
    const goesOn = transaction.sealed !== undefined && transaction.ended === undefined;
    const waitS = isComplete(transaction) && !goesOn ? sealAfterS : gapsLostAfterS;
    return transaction.lastReceivedAtMs + waitS * 1000;
  }

  #publish(cdr: SealedCdr): void {
    const { bus } = this.#core;
    if (bus.wants('cdr', cdr.content.stationId)) bus.publish(eventOf(cdr));
  }
}

function eventOf({
  content,
  sealedAtMs,
  hash,
  previousHash,
}: SealedCdr): Extract<CsmsEvent, { readonly type: 'cdr' }> {
  const { stationId, number } = content;
  const at = timestampOf(sealedAtMs);
  const cdr = { number, sealedAt: at, hash, previousHash, content };
  return { type: 'cdr', at, stationId, cdr };
}

/** It shows the energy of its record from now on; that its registers came out of order stays known. */
function asSealed(known: Transaction, { registers }: Transaction, cdr: number): Transaction {
  const { eventCount, decisionCount } = known;
  return {
    ...known,
    registers: isLoose(known) ? loosened(registers) : registers,
    sealed: { cdr, eventCount, decisionCount },
  };
}

function declareLost(
  core: Core,
  station: Parameters<typeof decideFirst>[1],
  transaction: Transaction,
) {
  return decideFirst(
    core,
    station,
    transaction,
    { kind: 'lost', seqNos: transaction.gaps, start: transaction.started === undefined },
    'it has not come in all the time that was waited for it',
  );
}
