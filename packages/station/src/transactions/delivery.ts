import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome, Timer } from '@northbound/rpc';
import { learnToken } from '../authorization/knowledge.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { QueuedEvent } from '../nvm/storage.ts';
import { backDated } from './back-date.ts';

/** How long to wait when the session had no room for an event, or others before it all the time. */
const BUSY_WAIT_MS = 1_000;

/**
 * Brings the queued transaction events to the CSMS: one at a time, in order, each until it is
 * answered or MessageAttempts is exhausted (2.1 part 2, E13): then it moves to the dead letters. A
 * broken link costs no attempt.
 */
export class Delivery {
  readonly #core: Core;
  #underWay: QueuedEvent | undefined;
  #retry: Timer | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Whether an event is on its way and not answered. */
  get busy(): boolean {
    return this.#underWay !== undefined;
  }

  /** Goes on where there is something to send, a way to send it, and nothing to wait for. */
  pump(): void {
    if (this.#underWay !== undefined || this.#retry !== undefined) return;
    const { csms, storage } = this.#core;
    if (csms === undefined) return;
    // Read from flash: only once there is nothing else to wait for.
    const stored = storage.queue.first();
    const message = stored && backDated(stored, this.#core.clock);
    if (message === undefined) return;
    this.#underWay = message;
    const sent = this.#core.supervised('delivery', csms.transactionEvent(message));
    void sent.then((outcome) => {
      this.#underWay = undefined;
      if (this.#core.on) this.#settle(message, outcome);
    });
  }

  /** The link is new: what waited for another attempt on the old one is sent now. */
  linkOpened(): void {
    this.#retry?.cancel();
    this.#retry = undefined;
    this.pump();
  }

  #settle(message: QueuedEvent, outcome: CallOutcome<Ocpp21.TransactionEventResponse>): void {
    switch (outcome.outcome) {
      case 'answered':
        this.#core.storage.queue.remove();
        this.#core.storageWatch.relieved();
        this.#answered(message, outcome.payload);
        this.pump();
        break;
      case 'timedOut':
        // What was not sent was no attempt (2.1 part 2, E13).
        if (outcome.sent) this.#failed(message);
        else this.#wait(BUSY_WAIT_MS);
        break;
      case 'refused':
      case 'invalidAnswer':
        this.#failed(message);
        break;
      case 'closed':
        // The next link tries again.
        break;
      case 'queueFull':
      case 'replaced':
        this.#wait(BUSY_WAIT_MS);
        break;
    }
  }

  #answered({ event }: QueuedEvent, answer: Ocpp21.TransactionEventResponse): void {
    const { idTokenInfo, ...rest } = answer;
    const { transactionId } = event.transactionInfo;
    const idToken = event.idToken ?? this.#tokenOf(transactionId);
    if (idToken !== undefined && idTokenInfo !== undefined) {
      learnToken(this.#core, idToken, idTokenInfo);
    }
    const evse = this.#core.evses.find(({ transaction }) => transaction.lastId === transactionId);
    if (evse !== undefined) this.#core.driverTexts.answered(evse.id, event, answer);
    // The answer to the token that ended a session says nothing about the next one.
    const isAboutToken = idTokenInfo !== undefined && event.triggerReason !== 'StopAuthorized';
    for (const { transaction } of this.#core.evses) {
      transaction.answered(transactionId, { ...rest, ...(isAboutToken && { idTokenInfo }) });
    }
  }

  /** 1.6 starts with a token that 2.1 has told in an earlier event. */
  #tokenOf(transactionId: string): Ocpp21.IdTokenType | undefined {
    return this.#core.evses
      .map(({ transaction }) => transaction.running)
      .find((running) => running?.transactionId === transactionId)?.idToken;
  }

  #failed(message: QueuedEvent): void {
    const { csms, storage, variables } = this.#core;
    const attempts = message.attempts + 1;
    if (attempts >= variables.integer(VARIABLE.messageAttempts)) {
      storage.queue.park(csms?.gaveUp(message));
      this.#core.tell({ type: 'givenUp', event: message.event });
      this.pump();
      return;
    }
    storage.queue.countAttempt();
    this.#wait(variables.integer(VARIABLE.messageAttemptInterval) * attempts * 1000);
  }

  #wait(delayMs: number): void {
    this.#retry = this.#core.after(delayMs, () => {
      this.#retry = undefined;
      this.pump();
    });
  }
}
