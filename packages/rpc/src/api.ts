import type {
  Action,
  ActionFrom,
  Leniency,
  Request,
  Response,
  Role,
  RpcErrorCode,
  SendActionFrom,
  Version,
  Violation,
} from '@northbound/protocol';
import type { CallOptions, CallOutcome } from './outcome.ts';
import type { RpcError } from './rpc-error.ts';

/** One live connection, seen by the side that plays role `R`. Unions of it are told apart by `version`. */
export interface RpcPeer<V extends Version, R extends Role> extends AsyncDisposable {
  readonly version: V;
  /** The charging station's identity, on both sides. */
  readonly identity: string;
  /** @throws RpcCallError when no valid answer comes */
  call<A extends ActionFrom<V, R>>(
    action: A,
    payload: Request<V, A>,
    options?: CallOptions,
  ): Promise<Response<V, A>>;
  /** Never rejects: whatever happens is one of the outcomes. */
  tryCall<A extends ActionFrom<V, R>>(
    action: A,
    payload: Request<V, A>,
    options?: CallOptions,
  ): Promise<CallOutcome<Response<V, A>>>;
  /** Sends what it is given, valid or not; the answer is validated where the action is known. Never rejects. */
  callRaw(action: string, payload: unknown, options?: CallOptions): Promise<CallOutcome<unknown>>;
  /** A message without an answer (2.1 SEND). It does not wait for calls. */
  send<A extends SendActionFrom<V, R>>(action: A, payload: Request<V, A>): void;
  /**
   * @param code a close code of RFC 6455; 1000 when absent
   * @param reason at most 123 bytes
   * @throws RangeError for any other
   */
  close(code?: number, reason?: string): void;
  /** Settles when the connection is over. Never rejects. */
  readonly closed: Promise<void>;
}

/** A peer of any version. */
export type AnyPeer<R extends Role> = { [V in Version]: RpcPeer<V, R> }[Version];

type Peers<R extends Role> = R extends 'CSMS' ? 'ChargingStation' : 'CSMS';

/** The message a handler is answering. */
export interface InboundMessage {
  readonly action: string;
  readonly messageId: string;
}

type Handler<V extends Version, A extends Action<V>, Context> = (
  payload: Request<V, A>,
  context: Context,
  message: InboundMessage,
) => Reply<V, A> | Promise<Reply<V, A>>;

/** What a handler returns: nothing for a SEND. */
type Reply<V extends Version, A extends Action<V>> = [Response<V, A>] extends [never]
  ? undefined
  : Response<V, A>;

/**
 * What the side that plays role `R` does with the messages of its peer: action → function.
 * A missing action is answered with `NotSupported`. A plain value is answered in the same tick.
 */
export type Handlers<V extends Version, R extends Role, Context = unknown> = {
  readonly [A in ActionFrom<V, Peers<R>> | SendActionFrom<V, Peers<R>>]?: Handler<V, A, Context>;
};

/**
 * Asked before an inbound message reaches its handler and before an outbound one is sent.
 * @returns the refusal, for example `SecurityError` for a CALL before the boot was accepted; a
 * `SilentRefusal` leaves an inbound message without an answer. What it throws refuses, too: an `RpcError` as itself,
 * everything else as `InternalError`.
 */
export type Gate<Context = unknown> = (
  action: string,
  direction: 'in' | 'out',
  context: Context,
) => RpcError | undefined;

/** What a frame on the wire is (2.1 part 4, 4.2): CALLRESULTERROR and SEND are of 2.1; `unreadable` is none of them. */
export type FrameKind =
  | 'CALL'
  | 'CALLRESULT'
  | 'CALLERROR'
  | 'CALLRESULTERROR'
  | 'SEND'
  | 'unreadable';

/** What a session has to say beside the outcomes of its calls. */
export type SessionReport =
  /** A frame that is not one of OCPP-J; `answered` tells whether the version has an answer for it. */
  | { readonly kind: 'unreadableFrame'; readonly problem: string; readonly answered: boolean }
  /** Ignored; 2.0.1 asks to tell the sender, which `answered` says. */
  | {
      readonly kind: 'unknownMessageType';
      readonly messageId: string | undefined;
      readonly answered: boolean;
    }
  /** An inbound message was refused before a handler saw it. `violations` when the payload was the reason. */
  | {
      readonly kind: 'refused';
      readonly action: string;
      readonly messageId: string;
      readonly code: RpcErrorCode;
      readonly description: string;
      readonly violations: readonly Violation[];
    }
  /** A payload was taken although it breaks the schema. */
  | {
      readonly kind: 'lenient';
      readonly action: string;
      readonly messageId: string;
      readonly leniencies: readonly Leniency[];
    }
  /** The same bytes came again: the same answer went out again, nothing else happened. */
  | { readonly kind: 'repeatedMessage'; readonly action: string; readonly messageId: string }
  /** An id came again with other content: treated as a new message. */
  | { readonly kind: 'reusedMessageId'; readonly action: string; readonly messageId: string }
  /** The peer sent a CALL before the one before it was answered. */
  | { readonly kind: 'callBeforeAnswer'; readonly action: string; readonly messageId: string }
  /** An answer came after its call had timed out. */
  | {
      readonly kind: 'lateAnswer';
      readonly action: string;
      readonly messageId: string;
      readonly request: unknown;
      readonly answer: CallOutcome<unknown>;
    }
  | { readonly kind: 'answerToNothing'; readonly messageId: string }
  /** The answer to a call of ours does not validate. */
  | {
      readonly kind: 'invalidAnswer';
      readonly action: string;
      readonly messageId: string;
      readonly violations: readonly Violation[];
    }
  /** 2.1 CALLRESULTERROR: the peer could not use an answer of ours. */
  | {
      readonly kind: 'answerRejected';
      readonly messageId: string;
      readonly code: string;
      readonly description: string;
    }
  /** A handler of ours or the gate threw, or what a handler returned does not validate: answered as `InternalError`. */
  | {
      readonly kind: 'handlerFailed';
      readonly action: string;
      readonly messageId: string;
      readonly error: unknown;
    }
  /** A message of ours was not sent: it does not validate, the gate is shut, or the link is stalled. */
  | { readonly kind: 'notSent'; readonly action: string; readonly reason: string }
  /** More frames than the limit allows: reading pauses, so that the sender feels it. */
  | { readonly kind: 'flood' }
  | { readonly kind: 'linkError'; readonly message: string };

/**
 * Sees everything that passes. One object serves all sessions of a server; the context tells them apart. Neither of its
 * functions may throw: there is nobody whom a session could tell.
 */
export interface SessionObserver<Context = unknown> {
  /** @param text the frame as it was on the wire */
  frame?(
    context: Context,
    direction: 'in' | 'out',
    kind: FrameKind,
    messageId: string | undefined,
    action: string | undefined,
    text: string,
  ): void;
  report?(context: Context, report: SessionReport): void;
}
