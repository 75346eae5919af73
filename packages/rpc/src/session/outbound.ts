import {
  type CallResultFrame,
  type ErrorFrame,
  encodeCall,
  encodeCallResultError,
  encodeSend,
  MAX_MESSAGE_ID_LENGTH,
  spellErrorCode,
} from '@northbound/protocol';
import type { CallOptions, CallOutcome } from '../outcome.ts';
import { RpcError } from '../rpc-error.ts';
import { CallQueue } from './call-queue.ts';
import { checkPayload } from './check-payload.ts';
import type { SessionEffects } from './effects.ts';
import { errorLeniencies } from './error-leniencies.ts';
import { LateCalls } from './late-calls.ts';
import type { OutboundCall } from './outbound-call.ts';
import type { SessionProfile } from './profile.ts';

export interface CallRequest {
  readonly action: string;
  readonly payload: unknown;
  readonly options: CallOptions | undefined;
  /** Whether the payload must validate before it is sent; an operator's raw call need not. */
  readonly strict: boolean;
  readonly settle: (outcome: CallOutcome<unknown>) => void;
}

/**
 * The messages we send: one CALL outstanding, the others in a queue, SENDs beside them. Each call
 * is settled exactly once.
 */
export class Outbound<Context> {
  readonly #profile: SessionProfile<Context>;
  readonly #effects: SessionEffects;
  readonly #context: Context;
  readonly #queue: CallQueue;
  #inFlight: OutboundCall | undefined;
  /** Until when the answer to it may come. */
  #answerDueMs = Number.POSITIVE_INFINITY;
  #late: LateCalls | undefined;

  constructor(profile: SessionProfile<Context>, effects: SessionEffects, context: Context) {
    this.#profile = profile;
    this.#effects = effects;
    this.#context = context;
    this.#queue = new CallQueue(profile.limits.outboundQueue);
  }

  /** When the next call times out, on the monotonic clock; Infinity when none can. */
  get deadlineMs(): number {
    const answerDueMs = this.#inFlight === undefined ? Number.POSITIVE_INFINITY : this.#answerDueMs;
    return Math.min(answerDueMs, this.#queue.deadlineMs);
  }

  call({ action, payload, options, strict, settle }: CallRequest): void {
    const refusal = this.#refusal(action, payload, strict);
    if (refusal !== undefined) {
      settle(refusal);
      return;
    }
    const messageId = options?.messageId ?? this.#profile.ids.next();
    if (messageId === '' || messageId.length > MAX_MESSAGE_ID_LENGTH) {
      settle(local('FormatViolation', `${JSON.stringify(messageId)} is no message id.`));
      return;
    }
    const timeoutMs = options?.timeoutMs ?? this.#profile.limits.timeoutMs;
    // Not a number would come before every moment and after it: among the deadlines that all connections share.
    if (!(timeoutMs >= 0)) {
      settle(local('InternalError', `${timeoutMs} ms is no time to wait.`));
      return;
    }
    const text = encoded(encodeCall, messageId, action, payload);
    if (text === undefined) {
      settle(local('FormatViolation', UNWRITABLE));
      return;
    }
    const answered = this.#late?.takeAnswer(messageId, text);
    if (answered !== undefined) {
      settle(answered);
      return;
    }
    this.#enqueue({
      messageId,
      mayBeRetried: options?.messageId !== undefined,
      action,
      payload,
      text,
      priority: options?.priority ?? 0,
      replaces: options?.replaces,
      timeoutMs,
      deadlineMs: this.#effects.nowMs() + timeoutMs,
      settle,
    });
  }

  send(action: string, payload: unknown): void {
    const { observer, ids, routes } = this.#profile;
    const refusal =
      routes.get(action)?.kind === 'SEND'
        ? this.#refusal(action, payload, true)
        : local('NotSupported', `${action} is no SEND of this version.`);
    const messageId = ids.next();
    const text =
      refusal === undefined ? encoded(encodeSend, messageId, action, payload) : undefined;
    if (text === undefined) {
      const reason = refusal?.description ?? UNWRITABLE;
      observer?.report?.(this.#context, { kind: 'notSent', action, reason });
      return;
    }
    observer?.frame?.(this.#context, 'out', 'SEND', messageId, action, text);
    this.#effects.transmit(text);
  }

  /** The action of the call that waits for an answer with this id. */
  actionOf(messageId: string): string | undefined {
    if (this.#inFlight?.messageId === messageId) return this.#inFlight.action;
    return this.#late?.find(messageId)?.action;
  }

  answered(frame: CallResultFrame): void {
    const call = this.#answerable(frame.messageId);
    if (call === undefined) return;
    const { payload, violations } = checkPayload(
      this.#profile,
      this.#context,
      call,
      'response',
      frame.payload,
    );
    if (violations === undefined) {
      this.#settle(call, { outcome: 'answered', payload });
      return;
    }
    const { version, observer } = this.#profile;
    observer?.report?.(this.#context, {
      kind: 'invalidAnswer',
      action: call.action,
      messageId: call.messageId,
      violations,
    });
    if (version === '2.1') {
      const code = spellErrorCode(violations[0]?.code ?? 'FormatViolation', version);
      const text = encodeCallResultError(call.messageId, code, violations[0]?.message);
      observer?.frame?.(this.#context, 'out', 'CALLRESULTERROR', call.messageId, call.action, text);
      this.#effects.transmit(text);
    }
    this.#settle(call, { outcome: 'invalidAnswer', violations, payload });
  }

  refused(frame: ErrorFrame): void {
    const { messageId, code, description, details } = frame;
    const call = this.#answerable(messageId);
    if (call === undefined) return;
    // A refusal is too valuable to be thrown away for its form, whatever the tolerance.
    const leniencies = errorLeniencies(frame, this.#profile.version);
    if (leniencies.length > 0) {
      const { action } = call;
      const report = { kind: 'lenient', action, messageId, leniencies } as const;
      this.#profile.observer?.report?.(this.#context, report);
    }
    this.#settle(call, { outcome: 'refused', code, description, details });
  }

  /** An answer to our call that cannot be read as one. */
  unreadableAnswer(messageId: string, problem: string): void {
    const call = this.#answerable(messageId);
    if (call === undefined) return;
    const violation = {
      path: '$',
      keyword: 'type',
      limit: 'object',
      actual: undefined,
      code: 'FormatViolation',
      message: problem,
    } as const;
    this.#settle(call, { outcome: 'invalidAnswer', violations: [violation], payload: undefined });
  }

  expire(nowMs: number): void {
    const expired = this.#inFlight;
    if (expired !== undefined && this.#answerDueMs <= nowMs) {
      this.#inFlight = undefined;
      this.#late ??= new LateCalls();
      this.#late.timedOut(expired);
      expired.settle({ outcome: 'timedOut', sent: true });
    }
    // Before those that have waited too long: with this moment the turn of the next one has come.
    this.#dispatch();
    for (const call of this.#queue.takeExpired(nowMs)) {
      call.settle({ outcome: 'timedOut', sent: false });
    }
  }

  close(): void {
    const sent = this.#inFlight;
    this.#inFlight = undefined;
    this.#late = undefined;
    sent?.settle({ outcome: 'closed', sent: true });
    for (const call of this.#queue.takeAll()) call.settle({ outcome: 'closed', sent: false });
  }

  #refusal(action: string, payload: unknown, strict: boolean): LocalRefusal | undefined {
    const { routes, version } = this.#profile;
    const shut = this.#askGate(action);
    if (shut !== undefined) {
      return local(spellErrorCode(shut.code, version), shut.message, shut.details);
    }
    if (!strict) return undefined;
    const request = routes.get(action)?.request;
    if (request === undefined) {
      return local('NotImplemented', `${action} is no action of OCPP ${version}.`);
    }
    if (request.is(payload)) return undefined;
    const violation = request.explain(payload)[0];
    return local(
      spellErrorCode(violation?.code ?? 'FormatViolation', version),
      violation?.message ?? '',
    );
  }

  /** Who calls is promised an outcome, also by a gate that fails. */
  #askGate(action: string): RpcError | undefined {
    try {
      return this.#profile.gate?.(action, 'out', this.#context);
    } catch (error) {
      return error instanceof RpcError
        ? error
        : new RpcError('InternalError', `The gate failed: ${error}`);
    }
  }

  #enqueue(call: OutboundCall): void {
    const replaced = this.#queue.replace(call);
    if (replaced !== undefined) {
      replaced.settle({ outcome: 'replaced' });
    } else {
      this.#queue.add(call)?.settle({ outcome: 'queueFull' });
    }
    this.#dispatch();
    this.#effects.deadline(call.deadlineMs);
  }

  #dispatch(): void {
    if (this.#inFlight !== undefined) return;
    const call = this.#queue.take();
    if (call === undefined) return;
    this.#inFlight = call;
    this.#answerDueMs = this.#effects.nowMs() + call.timeoutMs;
    const { observer } = this.#profile;
    observer?.frame?.(this.#context, 'out', 'CALL', call.messageId, call.action, call.text);
    this.#effects.transmit(call.text);
    this.#effects.deadline(this.#answerDueMs);
  }

  /** The call that an answer belongs to: the one in flight, or one that timed out. */
  #answerable(messageId: string): OutboundCall | undefined {
    if (this.#inFlight?.messageId === messageId) return this.#inFlight;
    const late = this.#late?.find(messageId);
    if (late === undefined) {
      this.#profile.observer?.report?.(this.#context, { kind: 'answerToNothing', messageId });
    }
    return late;
  }

  #settle(call: OutboundCall, outcome: CallOutcome<unknown>): void {
    if (call === this.#inFlight) {
      this.#inFlight = undefined;
      call.settle(outcome);
      this.#dispatch();
      return;
    }
    this.#late?.answered(call, outcome);
    this.#profile.observer?.report?.(this.#context, {
      kind: 'lateAnswer',
      action: call.action,
      messageId: call.messageId,
      request: call.payload,
      answer: outcome,
    });
  }
}

type LocalRefusal = Extract<CallOutcome<unknown>, { outcome: 'refused' }>;

const local = (code: string, description: string, details: object = {}): LocalRefusal => ({
  outcome: 'refused',
  code,
  description,
  details,
  local: true,
});

const UNWRITABLE = 'The payload cannot be written as a JSON object.';

/** Undefined for what JSON cannot hold: a cycle, a BigInt, or no object at all. */
function encoded(
  encode: typeof encodeCall,
  messageId: string,
  action: string,
  payload: unknown,
): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  try {
    return encode(messageId, action, payload);
  } catch {
    return undefined;
  }
}
