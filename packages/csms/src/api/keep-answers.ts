import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiApp } from './app.ts';
import { changesSomething } from './authenticate.ts';
import { digestOf, type IdempotentAnswers, type KeepableAnswer } from './idempotency.ts';
import type { Log } from './ports.ts';
import { Problem } from './problems.ts';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Answers a change that came with the same `Idempotency-Key` before as it was answered then. */
export function keepAnswers(app: ApiApp, answers: IdempotentAnswers, log: Log): void {
  const ids = new WeakMap<FastifyRequest, string>();
  app.addHook('preHandler', async (request, reply) => {
    const { caller, body, method, url } = request;
    const key = request.headers['idempotency-key'];
    if (key === undefined || caller === undefined || !changesSomething(request)) return;
    if (typeof key !== 'string' || !keyForm.test(key))
      throw new Problem('invalidRequest', {
        detail: 'An Idempotency-Key has 1 to 255 printable characters of ASCII.',
      });
    // Each caller has keys of its own: nobody reads another's answers by guessing.
    const id = digestOf(caller.kind, caller.id, key);
    const kept = await answers.begin(id, digestOf(method, url, JSON.stringify(body ?? null)));
    if (kept === undefined) {
      ids.set(request, id);
      return;
    }
    reply.code(kept.status).header('idempotent-replayed', 'true');
    if (kept.contentType !== undefined) reply.header('content-type', kept.contentType);
    return reply.send(kept.body === '' ? undefined : kept.body);
  });
  app.addHook<unknown>('onSend', async (request, reply, payload) => {
    const id = ids.get(request);
    if (id === undefined) return payload;
    try {
      await answers.end(id, toKeep(request, reply, payload));
    } catch (error) {
      // What was done is done: the answer must not say otherwise. A repetition hears that it is not known.
      log.error({ err: error }, 'an answer could not be kept for a repetition of its request');
    }
    return payload;
  });
}

/** Not kept is the answer to what was not tried: it may be tried again with the same key. */
function toKeep(
  { routeOptions, audit }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): KeepableAnswer | undefined {
  const status = reply.statusCode;
  const wasTried = audit.id !== undefined && audit.problem !== 'preconditionFailed';
  if (!wasTried || status === 503) return undefined;
  const isSecret = routeOptions.config.hasSecretAnswer === true && status < 300;
  const contentType = reply.getHeader('content-type');
  return {
    status,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    body: isSecret ? undefined : textOf(payload),
  };
}

/** Undefined for streams and the like. */
function textOf(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return '';
  return typeof payload === 'string' ? payload : undefined;
}
