import type { ActionFrom, Request, Response, Version, Violation } from '@northbound/protocol';

/**
 * A command in the words of 2.1, whatever the station speaks: the name of its 2.1 action. Older versions get what they
 * have for it; where they have nothing, the command is refused here.
 */
export type CommandName = ActionFrom<'2.1', 'CSMS'>;

/** Numbers that only have to be new: the CSMS fills them in where the caller has none. */
type FilledIn = 'requestId' | 'remoteStartId';

export type CommandRequest<C extends CommandName> = Omit<Request<'2.1', C>, FilledIn> &
  Partial<Pick<Request<'2.1', C>, FilledIn & keyof Request<'2.1', C>>>;

export type CommandAnswer<C extends CommandName> = Response<'2.1', C>;

/** What may be sent as it is in one version. */
export type CallName<V extends Version> = ActionFrom<V, 'CSMS'>;

export interface SendOptions {
  /** Who wants it: the name of an API key, or of the block that acts by itself (`local-list`). */
  readonly by: string;
  /** How long to wait for an answer once it is sent; 30 when absent. */
  readonly timeoutS?: number;
  /** How long it may wait for a station that is away or not accepted yet; without it, it fails at once. */
  readonly queueForS?: number;
  /** The campaign it is a part of. */
  readonly campaignId?: number;
}

/** What a command comes to. Every one is stored, and settles once; only `timedOut` may still become `answeredLate`. */
export type CommandState =
  /** Waits for its station. */
  | 'queued'
  /** On its way: no answer yet. */
  | 'sent'
  /** The station answered, yes or no. */
  | 'answered'
  /** The station sent a CALLERROR. */
  | 'refused'
  /** The station answered with what its version does not allow. It may have acted all the same. */
  | 'invalidAnswer'
  | 'timedOut'
  | 'answeredLate'
  /** Its time ran out while it waited. */
  | 'expired'
  | 'cancelled'
  /** It never left: nobody was there, or it may not be sent now. It is safe to try again. */
  | 'notSent'
  /** It was sent, and the connection (or this CSMS) ended before an answer: the station may have acted. */
  | 'unknown';

/** Ends after which nobody knows what the station has done: it may have acted. */
export const MAY_HAVE_ACTED: ReadonlySet<CommandState> = new Set<CommandState>([
  'invalidAnswer',
  'timedOut',
  'unknown',
]);

/** A CALLERROR, in the spelling of the station's version. */
export interface CallError {
  readonly errorCode: string;
  readonly errorDescription: string;
  readonly errorDetails: unknown;
}

/** Why a command did not leave. */
export type Obstacle = 'notConnected' | 'notAccepted' | 'tooManyWaiting';

export type CommandResult<Answer> =
  | {
      readonly commandId: number;
      readonly state: 'answered';
      readonly answer: Answer;
      /** Whether the answer says yes. */
      readonly accepted: boolean;
      /** Why not, in plain words; absent when `accepted`. */
      readonly cause?: string;
    }
  | { readonly commandId: number; readonly state: 'queued'; readonly expiresAtMs: number }
  | (Failure & { readonly state: 'timedOut' | 'unknown' | 'expired' | 'cancelled' })
  | (Failure & { readonly state: 'refused'; readonly callError: CallError })
  | (Failure & {
      readonly state: 'invalidAnswer';
      /** What came, and what is wrong with it. */
      readonly payload: unknown;
      readonly violations: readonly Violation[];
    })
  | (Failure & {
      readonly state: 'notSent';
      readonly obstacle: Obstacle;
      /** The obstacle as a sentence, without advice. */
      readonly reason: string;
    });

interface Failure {
  readonly commandId: number;
  /** In plain words, with what to do about it. */
  readonly cause: string;
}

/**
 * How the functional blocks talk to stations. Each command is stored before it is sent; how it ends is told by the
 * result, by the signal `commandSettled`, and on the bus as the event `command`.
 */
export interface Sending {
  /**
   * Sends a command in the words of 2.1: validated, translated, split where the station asks for it. Resolves when it
   * has settled, or is `queued`.
   *
   * @throws CommandError `unknownStation`, `invalidPayload` (with violations), `notSupportedByVersion`,
   * `forbiddenByStandard`: nothing is stored and nothing sent
   */
  send<C extends CommandName>(
    stationId: string,
    command: C,
    request: CommandRequest<C>,
    options: SendOptions,
  ): Promise<CommandResult<CommandAnswer<C>>>;
  /**
   * Sends one CALL as it is, to a station of this version.
   *
   * @throws CommandError as `send` does; `notSupportedByVersion` when the station speaks another
   */
  call<V extends Version, A extends CallName<V>>(
    stationId: string,
    version: V,
    action: A,
    payload: Request<V, A>,
    options: SendOptions,
  ): Promise<CommandResult<Response<V, A>>>;
  /** Takes a queued command back. @returns whether it was still waiting */
  cancel(commandId: number): Promise<boolean>;
}
