import type { CallOutcome, Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Csms } from '../dialects/csms.ts';
import type { LaneEntry, MessageLane, QueuedMessage } from '../nvm/storage.ts';

export const MAX_ATTEMPTS = 3;
export const RETRY_MS = 60_000;

/** Whether the CSMS tells of a failure of its own: what it could not process now it may process later. */
export function hasFailed(outcome: CallOutcome<unknown>): boolean {
  return outcome.outcome === 'refused' && outcome.code === 'InternalError';
}

/** How messages of lanes get to the CSMS. */
interface LaneRoute<Message extends QueuedMessage> {
  /** In the order of what happened; at one moment the first lane goes first. */
  readonly lanes: readonly MessageLane[];
  /** Whether a message is this route's business: somebody else may send others of a lane. */
  takes(message: QueuedMessage): message is Message;
  send(csms: Csms, message: Message): Promise<CallOutcome<unknown>>;
}

/** The message that is next, and where it stands. */
interface Next<Message> extends Pick<LaneEntry, 'id' | 'attempts'> {
  readonly message: Message;
  readonly lane: MessageLane;
}

/**
 * Brings the messages of lanes to the CSMS: one at a time, in order, over reboots too. What the CSMS
 * refuses is told; what it does not answer, or fails at, is told again, and moves to the dead
 * letters after the last attempt. A broken link costs no attempt.
 */
export class LaneSender<Message extends QueuedMessage> {
  readonly #core: Core;
  readonly #route: LaneRoute<Message>;
  #isSending = false;
  #retry: Timer | undefined;

  constructor(core: Core, route: LaneRoute<Message>) {
    this.#core = core;
    this.#route = route;
  }

  /** There is a link again, or something to tell. */
  pump(): void {
    if (!this.#isSending && this.#retry === undefined) void this.#sendNext();
  }

  async #sendNext(): Promise<void> {
    const { csms } = this.#core;
    const next = csms && this.#next();
    if (csms === undefined || next === undefined) return;
    this.#isSending = true;
    const outcome = await this.#route.send(csms, next.message);
    this.#isSending = false;
    if (!this.#core.on) return;
    // On a new link at once; else whoever opens one pumps.
    if (outcome.outcome === 'closed' && this.#core.csms === csms) return;
    this.#settle(next, outcome);
  }

  #settle({ lane, id, attempts }: Next<Message>, outcome: CallOutcome<unknown>): void {
    const isLast = attempts + 1 >= MAX_ATTEMPTS;
    if (hasFailed(outcome) && !isLast) {
      lane.countAttempt(id);
      this.#wait();
      return;
    }
    switch (outcome.outcome) {
      case 'closed':
        break;
      case 'queueFull':
        this.#wait();
        return;
      case 'timedOut':
        if (!outcome.sent || !isLast) {
          // Others were before it all that time: that was no attempt.
          if (outcome.sent) lane.countAttempt(id);
          this.#wait();
          return;
        }
        lane.park(id);
        break;
      case 'refused':
        if (hasFailed(outcome)) lane.park(id);
        else lane.remove([id]);
        break;
      case 'answered':
      case 'invalidAnswer':
      case 'replaced':
        lane.remove([id]);
        break;
    }
    this.pump();
  }

  #next(): Next<Message> | undefined {
    const firsts = this.#route.lanes.flatMap((lane) => this.#firstOf(lane) ?? []);
    return firsts.reduce<Next<Message> | undefined>((first, each) => {
      const isOlder = first === undefined || each.message.timestamp < first.message.timestamp;
      return isOlder ? each : first;
    }, undefined);
  }

  #firstOf(lane: MessageLane): Next<Message> | undefined {
    for (const { id, message, attempts } of lane.entries()) {
      if (this.#route.takes(message)) return { lane, id, message, attempts };
    }
    return undefined;
  }

  #wait(): void {
    this.#retry = this.#core.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.pump();
    });
  }
}
