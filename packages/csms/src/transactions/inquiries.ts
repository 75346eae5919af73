import { CommandError } from '../command-error.ts';
import { type Change, type Core, commit } from '../core.ts';
import type { Sending } from '../remote-control/sending.ts';
import { isActive, missingCount, type Transaction } from './domain.ts';
import { decide } from './ledger.ts';
import { withTransaction } from './serially.ts';

/** What a station says of a transaction (2.1 part 2, E14). */
interface TransactionStatus {
  readonly ongoing: boolean | undefined;
  readonly messagesInQueue: boolean;
}

/** What came of asking. */
export type InquiryOutcome = 'answered' | 'unable' | 'unreachable';

/**
 * Asks stations of 2.x what they know of a transaction, and draws the consequences: one that its station does not know
 * is over, and what is missing when nothing is queued will not come.
 */
export class Inquiries {
  readonly #core: Core;
  readonly #sending: Sending;
  /** Keys of those asked about now. */
  readonly #underWay = new Set<number>();

  constructor(core: Core, sending: Sending) {
    this.#core = core;
    this.#sending = sending;
  }

  /** @returns `unable` when the station does not understand the question */
  async ask({ key, stationId, transactionId }: Transaction): Promise<InquiryOutcome> {
    if (this.#underWay.has(key)) return 'unreachable';
    this.#underWay.add(key);
    try {
      const result = await this.#sending.send(
        stationId,
        'GetTransactionStatus',
        { transactionId },
        { by: 'transactions' },
      );
      if (result.state === 'refused') return 'unable';
      if (result.state !== 'answered') return 'unreachable';
      const { ongoingIndicator: ongoing, messagesInQueue } = result.answer;
      await this.#conclude(key, { ongoing, messagesInQueue });
      return 'answered';
    } catch (error) {
      // The station speaks 1.6 by now, or was removed.
      if (error instanceof CommandError) return 'unable';
      throw error;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #conclude(key: number, status: TransactionStatus): Promise<void> {
    const core = this.#core;
    return withTransaction(core, key, async (transaction, station) => {
      const changes: Change[] = [];
      let current = transaction;
      const take = (...[decision, reason]: ConclusionArguments) => {
        const change = decide(core, station, current, decision, reason);
        current = change.transaction;
        changes.push(change);
      };
      const isMissing = missingCount(current) > 0;
      const isDenied = isActive(current) && status.ongoing === false && !status.messagesInQueue;
      const isHopeless = isMissing && !status.messagesInQueue;
      if (!isDenied && !isHopeless) return;
      take({ kind: 'asked', ...status }, textOf(status));
      if (isDenied) {
        take({ kind: 'closed', rule: 'deniedByStation' }, 'its station knows no such transaction');
      }
      if (isHopeless) {
        take(
          { kind: 'lost', seqNos: current.gaps, start: current.started === undefined },
          'its station has no more messages of it',
        );
      }
      await commit(core, ...changes);
    });
  }
}

type ConclusionArguments = [
  decision: Parameters<typeof decide>[3],
  reason: Parameters<typeof decide>[4],
];

function textOf({ ongoing, messagesInQueue }: TransactionStatus): string {
  const state =
    ongoing === undefined ? 'nothing of its state' : ongoing ? 'it goes on' : 'it is over';
  return `its station says: ${state}, ${messagesInQueue ? 'more' : 'no more'} messages wait`;
}
