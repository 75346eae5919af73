import {
  encodeCallError,
  type Frame,
  type FrameProblem,
  parseFrame,
  spellErrorCode,
  UNREADABLE_MESSAGE_ID,
} from '@northbound/protocol';
import type { SessionEffects } from './effects.ts';
import { Inbound } from './inbound.ts';
import { type CallRequest, Outbound } from './outbound.ts';
import type { SessionProfile } from './profile.ts';

/**
 * The RPC session of one connection (2.1 part 4, chapter 4): frames, calls and moments in, frames,
 * deadlines and outcomes out. It has no socket, no clock and no timer: the same code runs behind a
 * WebSocket and in the simulated world.
 */
export class RpcSession<Context> {
  readonly #profile: SessionProfile<Context>;
  readonly #effects: SessionEffects;
  readonly #context: Context;
  readonly #inbound: Inbound<Context>;
  /** Most connections wait for a station to speak: nothing is held for calls until the first. */
  #outbound: Outbound<Context> | undefined;
  #closed = false;

  constructor(profile: SessionProfile<Context>, effects: SessionEffects, context: Context) {
    this.#profile = profile;
    this.#effects = effects;
    this.#context = context;
    this.#inbound = new Inbound(profile, effects, context);
  }

  /** When `expire` is due next, on the monotonic clock; Infinity when nothing waits. */
  get deadlineMs(): number {
    return this.#outbound?.deadlineMs ?? Number.POSITIVE_INFINITY;
  }

  /** Whether as many messages of the peer wait as may; the link should stop reading. */
  get isInboundFull(): boolean {
    return this.#inbound.isFull;
  }

  /** Whether every message of the peer has had its handler and its answer. */
  get isInboundIdle(): boolean {
    return this.#inbound.isIdle;
  }

  /** Asks for a CALL. Its outcome comes exactly once, maybe before this returns. */
  call(request: CallRequest): void {
    if (this.#closed) {
      request.settle({ outcome: 'closed', sent: false });
      return;
    }
    this.#outbound ??= new Outbound(this.#profile, this.#effects, this.#context);
    this.#outbound.call(request);
  }

  /** Sends a SEND (2.1); one that cannot be sent is reported as `notSent`. */
  send(action: string, payload: unknown): void {
    if (this.#closed) {
      const reason = 'The connection is closed.';
      this.#profile.observer?.report?.(this.#context, { kind: 'notSent', action, reason });
      return;
    }
    this.#outbound ??= new Outbound(this.#profile, this.#effects, this.#context);
    this.#outbound.send(action, payload);
  }

  /** Takes one text message of the peer. Never throws. */
  receive(text: string): void {
    if (this.#closed) return;
    const frame = parseFrame(text, this.#profile.version);
    if (this.#profile.observer?.frame !== undefined) this.#observe(frame, text);
    switch (frame.type) {
      case 'CALL':
      case 'SEND':
        this.#inbound.receive(frame, text);
        return;
      case 'CALLRESULT':
        if (this.#outbound === undefined) this.#answerToNothing(frame.messageId);
        else this.#outbound.answered(frame);
        return;
      case 'CALLERROR':
        if (this.#outbound === undefined) this.#answerToNothing(frame.messageId);
        else this.#outbound.refused(frame);
        return;
      case 'CALLRESULTERROR':
        this.#profile.observer?.report?.(this.#context, {
          kind: 'answerRejected',
          messageId: frame.messageId,
          code: frame.code,
          description: frame.description,
        });
        return;
      case 'problem':
        this.#receiveProblem(frame);
    }
  }

  /** Takes a binary message, which OCPP-J does not know: unreadable, like a text that is not JSON. */
  receiveBinary(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#profile.observer?.frame !== undefined) {
      const text = describeBinary(bytes);
      this.#profile.observer.frame(this.#context, 'in', 'unreadable', undefined, undefined, text);
    }
    this.#unreadable(undefined, 'RpcFrameworkError', 'OCPP-J knows text messages only.');
  }

  /** Times out what is due. */
  expire(nowMs: number): void {
    this.#outbound?.expire(nowMs);
  }

  /** The link is over: everything open is settled, and nothing happens from now on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbound.close();
    this.#outbound?.close();
  }

  #receiveProblem(frame: FrameProblem): void {
    const { messageType, messageId } = frame;
    if (frame.problem === 'unknownType') {
      this.#unknownType(frame);
    } else if (messageType === 'SEND') {
      // A SEND is never answered, not even with an error (2.1 part 4, 4.2.4).
      this.#reportUnreadable(frame.message, false);
    } else if (messageType !== undefined && messageType !== 'CALL') {
      // An answer is never answered with a CALLERROR: two peers could do so for ever.
      this.#reportUnreadable(frame.message, false);
      if (messageId !== undefined) this.#outbound?.unreadableAnswer(messageId, frame.message);
    } else {
      this.#unreadable(messageId, frame.code, frame.message);
    }
  }

  /**
   * Ignored, so that later versions may add types (2.1 part 4, 4.1.3 and 4.4). 2.0.1 part 4, 4.4
   * asks to tell the sender, too; 2.1 took that out.
   */
  #unknownType(frame: FrameProblem): void {
    const answered = this.#profile.version === '2.0.1';
    this.#profile.observer?.report?.(this.#context, {
      kind: 'unknownMessageType',
      messageId: frame.messageId,
      answered,
    });
    if (answered) this.#answerError(frame.messageId, 'MessageTypeNotSupported', frame.message);
  }

  /**
   * What is wanted to be a CALL, or nothing at all. 2.x answers with its id, or `-1` where that
   * cannot be read (part 4, 4.2.3); 1.6 has no answer without an id.
   */
  #unreadable(messageId: string | undefined, code: FrameProblem['code'], text: string): void {
    const answered = messageId !== undefined || this.#profile.version !== '1.6';
    this.#reportUnreadable(text, answered);
    if (!answered) return;
    // 1.6 lacks RpcFrameworkError; its FormationViolation is "not conform the PDU structure".
    const fitting = this.#profile.version === '1.6' ? 'FormatViolation' : code;
    this.#answerError(messageId, fitting, text);
  }

  #answerError(messageId: string | undefined, code: FrameProblem['code'], text: string): void {
    const id = messageId ?? UNREADABLE_MESSAGE_ID;
    const answer = encodeCallError(id, spellErrorCode(code, this.#profile.version), text);
    this.#profile.observer?.frame?.(this.#context, 'out', 'CALLERROR', id, undefined, answer);
    this.#effects.transmit(answer);
  }

  #reportUnreadable(problem: string, answered: boolean): void {
    const report = { kind: 'unreadableFrame', problem, answered } as const;
    this.#profile.observer?.report?.(this.#context, report);
  }

  #answerToNothing(messageId: string): void {
    this.#profile.observer?.report?.(this.#context, { kind: 'answerToNothing', messageId });
  }

  #observe(frame: Frame | FrameProblem, text: string): void {
    const action =
      'action' in frame ? frame.action : this.#outbound?.actionOf(frame.messageId ?? '');
    const kind = frame.type === 'problem' ? 'unreadable' : frame.type;
    this.#profile.observer?.frame?.(this.#context, 'in', kind, frame.messageId, action, text);
  }
}

const SHOWN_BYTES = 256;

/** What an observer sees of bytes that are no text. */
function describeBinary(bytes: Uint8Array): string {
  const { buffer, byteOffset, length } = bytes;
  const hex = Buffer.from(buffer, byteOffset, Math.min(length, SHOWN_BYTES)).toString('hex');
  return `binary, ${length} bytes: ${hex}${length > SHOWN_BYTES ? '…' : ''}`;
}
