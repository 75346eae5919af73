import { AsyncLocalStorage } from 'node:async_hooks';
import type { InboundMessage, SessionObserver, SessionReport } from '@northbound/rpc';
import {
  ROOT_CONTEXT,
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
  /** A SEND, which gets no answer. */
  readonly isSend: boolean;
  /** What is being done with it now. */
  step: Span | undefined;
}

/** Messages of one connection. */
interface Connection {
  /** By direction and message id. */
  readonly underWay: Map<string, MessageTrace>;
  /** The one of ours that ended without an answer last, which may come yet. */
  unanswered: { readonly messageId: string; readonly root: Span } | undefined;
}

type AnyHandler = (payload: unknown, context: StationContext, message: InboundMessage) => unknown;

/** A station waits for its answer, and so do we: mostly there are one or two. */
const mostUnderWay = 100;

/**
 * One trace for each OCPP message, in both directions. Of a station's: `validate` from the frame to its handler, `handle`
 * while the domain decides, in it a `commit` for each batch on its way to the disk, `answer` until the frame is out. Of
 * ours: from the frame to its answer, with an error where none came in time, or a wrong one. It wraps the parts of a
 * CSMS from outside: where nobody asks for traces, none of this is there.
 */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #current = new AsyncLocalStorage<MessageTrace>();
  readonly #connections = new WeakMap<StationContext, Connection>();

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
        const begins = kind === 'CALL' || kind === 'SEND';
        if (begins) this.#begin(station, direction, kind, messageId, action);
        observer.frame?.(station, direction, kind, messageId, action, text);
        if (kind === 'CALLRESULT' || kind === 'CALLERROR')
          this.#answered(station, direction, messageId, kind === 'CALLERROR' ? text : undefined);
        else if (kind === 'SEND' && direction === 'out') this.#end(station, 'out', messageId);
      },
      report: (station, report) => {
        this.#note(station, report);
        observer.report?.(station, report);
      },
    };
  }

  /** What is open when a connection ends gets no answer any more. */
  disconnected(station: StationContext): void {
    for (const traced of this.#of(station).underWay.values()) end(traced, 'the connection ended');
    this.#connections.delete(station);
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
      const traced = this.#of(station).underWay.get(keyOf('in', message.messageId));
      if (traced === undefined) return handler(payload, station, message);
      this.#step(traced, 'handle');
      const handled = () => {
        if (traced.isSend) this.#end(station, 'in', message.messageId);
        else this.#step(traced, 'answer');
      };
      return this.#current.run(traced, () => {
        const result = handler(payload, station, message);
        if (!(result instanceof Promise)) {
          handled();
          return result;
        }
        // Registered first: the span begins before the session writes the answer.
        return result.finally(handled);
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
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  #begin(
    context: StationContext,
    direction: 'in' | 'out',
    kind: 'CALL' | 'SEND',
    messageId = '',
    action = 'unknown',
  ): void {
    const { station, version } = context;
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
    const traced: MessageTrace = { root, isSend: kind === 'SEND', step: undefined };
    if (direction === 'in') this.#step(traced, 'validate');
    const { underWay } = this.#of(context);
    // One of ours is sent when the one before it is over: answered, or given up.
    if (direction === 'out' && kind === 'CALL') this.#giveUp(context);
    const key = keyOf(direction, messageId);
    const [oldest] = underWay.size < mostUnderWay ? [key] : underWay.keys();
    for (const former of new Set([key, oldest ?? key])) {
      const displaced = underWay.get(former);
      if (displaced !== undefined) end(displaced, 'no answer');
      underWay.delete(former);
    }
    underWay.set(key, traced);
  }

  #giveUp(context: StationContext): void {
    const connection = this.#of(context);
    for (const [key, traced] of connection.underWay) {
      if (!key.startsWith('out ')) continue;
      connection.underWay.delete(key);
      connection.unanswered = { messageId: key.slice('out '.length), root: traced.root };
      end(traced, 'no answer in time');
    }
  }

  /** An answer travels against the message it ends. */
  #answered(
    context: StationContext,
    direction: 'in' | 'out',
    messageId: string | undefined,
    callError: string | undefined,
  ): void {
    const traced = this.#of(context).underWay.get(
      keyOf(direction === 'in' ? 'out' : 'in', messageId),
    );
    if (callError !== undefined && traced !== undefined) {
      const [, , code]: unknown[] = JSON.parse(callError);
      traced.root.setStatus({ code: SpanStatusCode.ERROR, message: String(code) });
    }
    if (direction === 'out') this.#end(context, 'in', messageId);
    // What is wrong with an answer of the station is reported after its frame.
    else queueMicrotask(() => this.#end(context, 'out', messageId));
  }

  #end(context: StationContext, direction: 'in' | 'out', messageId: string | undefined): void {
    const { underWay } = this.#of(context);
    const key = keyOf(direction, messageId);
    const traced = underWay.get(key);
    underWay.delete(key);
    if (traced !== undefined) end(traced);
  }

  #note(context: StationContext, report: SessionReport): void {
    const { underWay, unanswered } = this.#of(context);
    switch (report.kind) {
      case 'handlerFailed':
        fail(underWay.get(keyOf('in', report.messageId))?.root, report.error);
        return;
      case 'refused': {
        const traced = underWay.get(keyOf('in', report.messageId));
        fail(traced?.root, report.code);
        // A CALL ends with its answer, which says so too.
        if (traced?.isSend === true) this.#end(context, 'in', report.messageId);
        return;
      }
      case 'invalidAnswer':
        fail(underWay.get(keyOf('out', report.messageId))?.root, 'the answer is not valid');
        return;
      case 'lateAnswer':
        fail(underWay.get(keyOf('out', report.messageId))?.root, 'answered late');
        if (unanswered?.messageId === report.messageId)
          this.#child(unanswered.root, 'late answer').end();
        return;
      default:
        return;
    }
  }

  #of(context: StationContext): Connection {
    const known = this.#connections.get(context);
    if (known !== undefined) return known;
    const connection: Connection = { underWay: new Map(), unanswered: undefined };
    this.#connections.set(context, connection);
    return connection;
  }

  #step(traced: MessageTrace, name: string): void {
    traced.step?.end();
    traced.step = this.#child(traced.root, name);
  }

  #child(parent: Span, name: string): Span {
    return this.#tracer.startSpan(name, {}, trace.setSpan(ROOT_CONTEXT, parent));
  }
}

function end({ root, step }: MessageTrace, problem?: string): void {
  step?.end();
  if (problem !== undefined) fail(root, problem);
  root.end();
}

function fail(span: Span | undefined, problem: unknown): void {
  if (problem instanceof Error) span?.recordException(problem);
  const message = problem instanceof Error ? problem.message : String(problem);
  span?.setStatus({ code: SpanStatusCode.ERROR, message });
}

function keyOf(direction: 'in' | 'out', messageId = ''): string {
  return `${direction} ${messageId}`;
}
