import {
  type CallFrame,
  encodeCallError,
  encodeCallResult,
  spellErrorCode,
  type Violation,
} from '@northbound/protocol';
import { RpcError, SilentRefusal } from '../rpc-error.ts';
import { checkPayload } from './check-payload.ts';
import type { SessionEffects } from './effects.ts';
import type { Route, SessionProfile } from './profile.ts';
import { findEarlier, type InboundCall, RecentMessages } from './recent-messages.ts';

/** Their answers age, and to be asked twice does no harm: some stations give all their heartbeats one id. */
const AGEING: ReadonlySet<string> = new Set(['Authorize', 'BootNotification', 'Heartbeat']);

/** Of the name of an action that does not exist: it can be of any length. */
const NAMED_CHARACTERS = 50;

/**
 * The messages the peer sends: handled one at a time and answered in the order of their arrival,
 * each exactly once (a SEND never), a repetition without a second effect, unless the handler has failed.
 */
export class Inbound<Context> {
  readonly #profile: SessionProfile<Context>;
  readonly #effects: SessionEffects;
  readonly #context: Context;
  readonly #recent = new RecentMessages();
  #handling: InboundCall | undefined;
  #waiting: InboundCall[] | undefined;
  #draining = false;
  #closed = false;

  constructor(profile: SessionProfile<Context>, effects: SessionEffects, context: Context) {
    this.#profile = profile;
    this.#effects = effects;
    this.#context = context;
  }

  /** Whether as many messages wait as may; the link should stop reading. */
  get isFull(): boolean {
    return (this.#waiting?.length ?? 0) >= this.#profile.limits.inboundQueue;
  }

  /** Whether nothing is being handled and nothing waits. */
  get isIdle(): boolean {
    return this.#handling === undefined && (this.#waiting?.length ?? 0) === 0;
  }

  /** Whether a CALL waits for its answer; a SEND, which gets none, keeps nobody from calling. */
  get #owesAnswer(): boolean {
    const { kind } = this.#handling ?? {};
    return kind === 'CALL' || this.#waiting?.some((message) => message.kind === 'CALL') === true;
  }

  receive(frame: CallFrame, text: string): void {
    const message: InboundCall = {
      kind: frame.type,
      messageId: frame.messageId,
      action: frame.action,
      text,
      payload: frame.payload,
      answer: undefined,
    };
    if (this.#isRepetition(message)) return;
    if (this.isIdle) {
      this.#start(message);
      return;
    }
    if (message.kind === 'CALL' && this.#owesAnswer) this.#report('callBeforeAnswer', message);
    this.#waiting ??= [];
    this.#waiting.push(message);
  }

  close(): void {
    this.#closed = true;
    this.#waiting = undefined;
  }

  #isRepetition(message: InboundCall): boolean {
    const earlier = findEarlier(this.#known(), message);
    if (earlier === undefined) return false;
    if (earlier.text !== message.text) {
      this.#report('reusedMessageId', message);
      return false;
    }
    this.#report('repeatedMessage', message);
    if (earlier.answer !== undefined && AGEING.has(message.action)) return false;
    // Without an answer yet, the one that is coming serves both.
    if (earlier.answer !== undefined) this.#transmit(earlier, earlier.answer);
    return true;
  }

  /** The messages that a repetition may repeat, those without an answer last. */
  #known(): readonly InboundCall[] {
    const answered = this.#recent.messages;
    if (this.#handling === undefined) return answered;
    return [...answered, this.#handling, ...(this.#waiting ?? [])];
  }

  #start(message: InboundCall): void {
    const route = this.#profile.routes.get(message.action);
    let refusal: RpcError | undefined;
    try {
      refusal = this.#refusal(message, route);
    } catch (error) {
      this.#failed(message, error);
      return;
    }
    if (refusal !== undefined || route?.handler === undefined) {
      this.#refuse(message, refusal ?? new RpcError('NotSupported'), []);
      return;
    }
    const { payload, violations } = checkPayload(
      this.#profile,
      this.#context,
      message,
      'request',
      message.payload,
    );
    if (violations !== undefined) {
      this.#refuse(message, refusalOf(violations), violations);
      return;
    }
    this.#handle(message, route, payload);
  }

  /** What speaks against the message before anybody looks at its payload. */
  #refusal(message: InboundCall, route: Route | undefined): RpcError | undefined {
    const { action, kind } = message;
    if (route === undefined) {
      const name = JSON.stringify(action.slice(0, NAMED_CHARACTERS));
      return new RpcError('NotImplemented', `This version has no action ${name}.`);
    }
    if (!route.inbound) {
      return new RpcError('NotSupported', `${action} goes in the other direction.`);
    }
    if (route.kind !== kind) {
      return new RpcError('NotSupported', `${action} is a ${route.kind}, not a ${kind}.`);
    }
    const shut = this.#profile.gate?.(action, 'in', this.#context);
    if (shut !== undefined) return shut;
    if (route.handler === undefined) {
      return new RpcError('NotSupported', `${action} is not supported.`);
    }
    return undefined;
  }

  #handle(message: InboundCall, route: Route, payload: unknown): void {
    // Set before the handler runs: a handler may cause the next message to arrive.
    this.#handling = message;
    let result: unknown;
    try {
      result = route.handler?.(payload, this.#context, message);
    } catch (error) {
      this.#failed(message, error);
      return;
    }
    if (isPromiseLike(result)) {
      result.then(
        (value) => this.#answer(message, route, value),
        (error: unknown) => this.#failed(message, error),
      );
    } else {
      this.#answer(message, route, result);
    }
  }

  #answer(message: InboundCall, route: Route, result: unknown): void {
    if (message.kind === 'SEND') {
      this.#finish(message, undefined);
      return;
    }
    if (!isObject(result) || route.response?.is(result) !== true) {
      const [violation] = route.response?.explain(result) ?? [];
      this.#failed(message, new TypeError(violation?.message ?? 'The answer is not an object.'));
      return;
    }
    let answer: string;
    try {
      answer = encodeCallResult(message.messageId, result);
    } catch (error) {
      this.#failed(message, error);
      return;
    }
    this.#finish(message, answer);
  }

  #failed(message: InboundCall, error: unknown): void {
    if (error instanceof RpcError) this.#refuse(message, error, []);
    else this.#broken(message, error);
  }

  #broken(message: InboundCall, error: unknown): void {
    this.#profile.observer?.report?.(this.#context, {
      kind: 'handlerFailed',
      action: message.action,
      messageId: message.messageId,
      error,
    });
    // A failure is not remembered: when it is over, a repetition is what mends it.
    this.#conclude(message, this.#encodeError(message, new RpcError('InternalError')));
  }

  #refuse(message: InboundCall, error: RpcError, violations: readonly Violation[]): void {
    let answer: string | undefined;
    try {
      if (!(error instanceof SilentRefusal)) answer = this.#encodeError(message, error);
    } catch (cause) {
      // Its details are nothing that JSON can write.
      this.#broken(message, cause);
      return;
    }
    this.#profile.observer?.report?.(this.#context, {
      kind: 'refused',
      action: message.action,
      messageId: message.messageId,
      code: error.code,
      description: error.message,
      violations,
    });
    this.#finish(message, answer);
  }

  #encodeError(
    { kind, messageId }: InboundCall,
    { code, message, details }: RpcError,
  ): string | undefined {
    if (kind === 'SEND') return undefined;
    const spelled = spellErrorCode(code, this.#profile.version);
    return encodeCallError(messageId, spelled, message, details);
  }

  #finish(message: InboundCall, answer: string | undefined): void {
    message.payload = undefined;
    message.answer = answer;
    if (!this.#closed) this.#recent.add(message);
    this.#conclude(message, answer);
  }

  #conclude(message: InboundCall, answer: string | undefined): void {
    this.#handling = undefined;
    if (this.#closed) return;
    if (answer !== undefined) this.#transmit(message, answer);
    if (this.#waiting !== undefined && !this.#draining) this.#drain();
  }

  /** A loop, because thousands may wait and most are answered at once: a recursion would overflow. */
  #drain(): void {
    this.#draining = true;
    while (this.#handling === undefined) {
      const wasFull = this.isFull;
      const next = this.#waiting?.shift();
      if (next === undefined) break;
      if (wasFull && !this.isFull) this.#effects.inboundDrained();
      this.#start(next);
    }
    this.#draining = false;
  }

  #transmit(message: InboundCall, answer: string): void {
    this.#profile.observer?.frame?.(
      this.#context,
      'out',
      answer.startsWith('[3') ? 'CALLRESULT' : 'CALLERROR',
      message.messageId,
      message.action,
      answer,
    );
    this.#effects.transmit(answer);
  }

  #report(
    kind: 'repeatedMessage' | 'reusedMessageId' | 'callBeforeAnswer',
    { action, messageId }: InboundCall,
  ): void {
    this.#profile.observer?.report?.(this.#context, { kind, action, messageId });
  }
}

function refusalOf(violations: readonly Violation[]): RpcError {
  const [first] = violations;
  const others = violations.length - 1;
  const text = first?.message ?? '';
  return new RpcError(
    first?.code ?? 'FormatViolation',
    others > 0 ? `${text} (and ${others} more)` : text,
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}
