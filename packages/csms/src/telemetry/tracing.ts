import { AsyncLocalStorage } from 'node:async_hooks';
import type { InboundMessage, SessionObserver } from '@northbound/rpc';
import {
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { StationContext } from '../core.ts';
import type { CsmsHandlers } from '../handlers.ts';
import type { Database, Statement } from '../store/database.ts';

/** Spans that are open for one message. */
interface MessageTrace {
  readonly root: Span;
  /** What is being done with it now. */
  step: Span | undefined;
}

type AnyHandler = (payload: unknown, context: StationContext, message: InboundMessage) => unknown;

/** Messages whose answers never come, as when a connection drops, must not be kept for ever. */
const mostUnderWay = 10_000;

/**
 * One trace for each OCPP message: `validate` from the frame to its handler, `handle` while the domain decides, in it a
 * `commit` for each batch on its way to the disk, `answer` until the frame is out. It wraps the parts of a CSMS from
 * outside: where nobody asks for traces, none of this is there.
 */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #current = new AsyncLocalStorage<MessageTrace>();
  readonly #underWay = new Map<string, MessageTrace>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  database(inner: Database): Database {
    return {
      write: (statements) => this.#commit(inner, statements),
      read: (statement) => inner.read(statement),
      close: () => inner.close(),
      ...(inner.backups !== undefined && { backups: inner.backups }),
    };
  }

  observing(observer: SessionObserver<StationContext>): SessionObserver<StationContext> {
    return {
      frame: (station, direction, kind, messageId, action, text) => {
        if (kind === 'CALL') this.#begin(station, direction, messageId, action);
        observer.frame?.(station, direction, kind, messageId, action, text);
        if (kind === 'CALLRESULT' || kind === 'CALLERROR')
          this.#end(station, direction, messageId, kind === 'CALLERROR' ? text : undefined);
      },
      report: (station, report) => observer.report?.(station, report),
    };
  }

  handlers(handlers: CsmsHandlers): CsmsHandlers {
    return {
      '1.6': this.#wrapAll(handlers['1.6']),
      '2.0.1': this.#wrapAll(handlers['2.0.1']),
      '2.1': this.#wrapAll(handlers['2.1']),
    };
  }

  #wrapAll<Some extends object>(handlers: Some): Some;
  #wrapAll(handlers: Readonly<Record<string, AnyHandler>>): object {
    return Object.fromEntries(
      Object.entries(handlers).map(([action, handler]) => [action, this.#wrap(handler)]),
    );
  }

  #wrap(handler: AnyHandler): AnyHandler {
    return (payload, station, message) => {
      const traced = this.#underWay.get(keyOf(station, 'in', message.messageId));
      if (traced === undefined) return handler(payload, station, message);
      this.#step(traced, 'handle');
      const answered = () => this.#step(traced, 'answer');
      return this.#current.run(traced, () => {
        const result = handler(payload, station, message);
        if (!(result instanceof Promise)) {
          answered();
          return result;
        }
        // Registered first: the span begins before the session writes the answer.
        return result.finally(answered);
      });
    };
  }

  async #commit(inner: Database, statements: readonly Statement[]): Promise<void> {
    const traced = this.#current.getStore();
    if (traced === undefined) return inner.write(statements);
    const span = this.#child(traced.step ?? traced.root, 'commit');
    span.setAttribute('northbound.statements', statements.length);
    try {
      await inner.write(statements);
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  #begin(
    { station, version }: StationContext,
    direction: 'in' | 'out',
    messageId = '',
    action = 'unknown',
  ): void {
    const root = this.#tracer.startSpan(`OCPP ${action}`, {
      kind: direction === 'in' ? SpanKind.SERVER : SpanKind.CLIENT,
      root: true,
      attributes: {
        'ocpp.station': station.id,
        'ocpp.version': version ?? 'unknown',
        'ocpp.action': action,
        'ocpp.message_id': messageId,
      },
    });
    const traced: MessageTrace = { root, step: undefined };
    if (direction === 'in') this.#step(traced, 'validate');
    this.#underWay.set(keyOf({ station }, direction, messageId), traced);
    if (this.#underWay.size > mostUnderWay) this.#forgetOldest();
  }

  /** An answer travels against the message it ends. */
  #end(station: StationContext, direction: 'in' | 'out', messageId = '', callError?: string): void {
    const key = keyOf(station, direction === 'in' ? 'out' : 'in', messageId);
    const traced = this.#underWay.get(key);
    if (traced === undefined) return;
    this.#underWay.delete(key);
    traced.step?.end();
    if (callError !== undefined) {
      const [, , code]: unknown[] = JSON.parse(callError);
      traced.root.setStatus({ code: SpanStatusCode.ERROR, message: String(code) });
    }
    traced.root.end();
  }

  #forgetOldest(): void {
    for (const [key, { root, step }] of this.#underWay) {
      this.#underWay.delete(key);
      step?.end();
      root.setStatus({ code: SpanStatusCode.ERROR, message: 'no answer' });
      root.end();
      return;
    }
  }

  #step(traced: MessageTrace, name: string): void {
    traced.step?.end();
    traced.step = this.#child(traced.root, name);
  }

  #child(parent: Span, name: string): Span {
    return this.#tracer.startSpan(name, {}, trace.setSpan(context.active(), parent));
  }
}

function keyOf(
  { station }: Pick<StationContext, 'station'>,
  direction: 'in' | 'out',
  messageId: string,
): string {
  return `${direction} ${station.id} ${messageId}`;
}
