import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiApp } from './app.ts';
import { Problem } from './problems.ts';
import type { RouteMethods } from './route-methods.ts';
import { Turns } from './turns.ts';

/**
 * Conditional requests (RFC 9110, 13): a read may be answered with 304, and a change be refused with 412 when what it
 * would change is no longer what its author saw.
 *
 * An ETag is made of hashes of the answer, so that no route need keep versions. Where a view tells more than a writer can
 * change (when a station was heard last), it has two parts: `"written.whole"`. Reads compare the whole, changes what can
 * be written: a heartbeat makes nobody's change a conflict. A change is compared with what a read of the same path
 * answers to the same caller; conditional changes of one thing take turns, so that of two authors who saw the same the
 * second is refused.
 */
export function keepConditions(app: ApiApp, methods: RouteMethods): void {
  const turns = new Turns();
  const ends = new WeakMap<FastifyRequest, () => void>();
  app.addHook('preHandler', async (request) => {
    const expected = expectationOf(request);
    if (expected === undefined) return;
    if (!methods.ofRoute(request.routeOptions.url ?? '').includes('GET'))
      throw new Problem('invalidRequest', {
        detail: 'What has no GET has no ETag, so If-Match and If-None-Match say nothing here.',
      });
    ends.set(request, await turns.begin(nameOf(request)));
    const current = await currentTag(app, request);
    if (!isMet(expected, current)) throw new Problem('preconditionFailed');
  });
  app.addHook<unknown>('onSend', async (request, reply, payload) => {
    ends.get(request)?.();
    return isTagged(request, reply, payload) ? tag(request, reply, payload) : payload;
  });
}

/**
 * The same for all paths that name the same thing: they may be escaped otherwise, and some ids (tokens) are told apart
 * without regard to case. That two things take turns whose names differ in no more than that costs nothing.
 */
function nameOf({ routeOptions, params }: FastifyRequest): string {
  return `${routeOptions.url} ${JSON.stringify(params)}`.toLowerCase();
}

interface Expectation {
  readonly kind: 'match' | 'noneMatch';
  readonly header: string;
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function expectationOf(request: FastifyRequest): Expectation | undefined {
  if (isRead(request)) return undefined;
  const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
  if (match !== undefined) return { kind: 'match', header: match };
  if (noneMatch !== undefined) return { kind: 'noneMatch', header: noneMatch };
  return undefined;
}

function isMet({ kind, header }: Expectation, current: string | undefined): boolean {
  return kind === 'match' ? namesWritten(header, current) : !names(header, current);
}

/** The ETag of what a read of the path answers now; undefined when there is nothing. */
async function currentTag(app: ApiApp, request: FastifyRequest): Promise<string | undefined> {
  const { etag } = (await readAgain(app, request)).headers;
  return typeof etag === 'string' ? etag : undefined;
}

/** What a read of the path of a change answers to the same caller now. */
export function readAgain(app: ApiApp, request: FastifyRequest) {
  const { authorization, cookie } = request.headers;
  return app.inject({
    method: 'GET',
    url: pathOf(request),
    remoteAddress: request.ip,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(cookie !== undefined && { cookie }),
    },
  });
}

/** Answers to reads that are JSON and whole: problems, streams and files are left alone. */
function isTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): payload is string {
  return (
    isRead(request) &&
    reply.statusCode === 200 &&
    typeof payload === 'string' &&
    String(reply.getHeader('content-type')).startsWith('application/json')
  );
}

function tag(request: FastifyRequest, reply: FastifyReply, payload: string): string {
  const { writable } = request.routeOptions.config;
  const whole = hashOf(payload);
  const written = writable && hashOf(JSON.stringify(partOf(JSON.parse(payload), writable)));
  const etag = written === undefined ? `"${whole}"` : `"${written}.${whole}"`;
  reply.header('etag', etag);
  const known = request.headers['if-none-match'];
  if (known === undefined || !names(known, etag)) return payload;
  reply.code(304).removeHeader('content-type');
  // The answer to HEAD is told the length of what GET answers with, and sends nothing anyway.
  return request.method === 'HEAD' ? payload : '';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function partOf(view: unknown, names: readonly string[]): unknown {
  if (Array.isArray(view)) return view.map((item) => partOf(item, names));
  if (typeof view !== 'object' || view === null) return view;
  return Object.entries(view).filter(([name]) => names.includes(name));
}

/** A proxy that compresses makes our tags weak, and they still name the same content; only changes must not accept that. */
function names(header: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  return tagsIn(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
}

/** Whether what a writer can change is as it was with one of the tags. */
function namesWritten(header: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  const written = (tag: string) => tag.replace(/\..*/, '"');
  return tagsIn(header).some((tag) => tag === '*' || written(tag) === written(etag));
}

function tagsIn(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}
