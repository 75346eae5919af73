import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { Problem } from '../api/problems.ts';
import { headers, object, optional, text } from '../api/schema.ts';
import type { Blocks } from '../blocks.ts';
import type { Upload } from './files.ts';
import type { FileView } from './views.ts';

interface FilePath {
  readonly secret: string;
  readonly name: string;
}

interface UploadHeaders {
  readonly 'content-range'?: string;
  readonly 'content-disposition'?: string;
  readonly 'content-digest'?: string;
}

const filePath = object<FilePath>({
  secret: text({ description: 'What makes the link a secret.', maxLength: 100 }),
  name: text({ description: 'The name of the file; may be empty.', maxLength: 255 }),
});

const uploadHeaders = headers<UploadHeaders>({
  'content-range': optional(
    text({
      description:
        'Goes on with a part: `bytes 1000-1999/2000`; after `bytes 1000-1999/*` more is to come.',
      maxLength: 100,
    }),
  ),
  'content-disposition': optional(
    text({ description: 'May carry the name of the file (N01.FR.19).', maxLength: 500 }),
  ),
  'content-digest': optional(
    text({ description: 'RFC 9530, `sha-256=:…:`; checked when it is there.', maxLength: 200 }),
  ),
});

const tags = ['Files'];
const octets = { schema: { description: 'The bytes.' } };

/** The file server for stations. Whoever has a link may use it: no key is asked for. */
export function fileRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  // Bodies go to the disk as they come, whatever they say they are.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.get(
    '/files/:secret/:name',
    {
      config: { role: 'anyone', problems: ['notFound'] },
      schema: {
        operationId: 'downloadFile',
        summary: 'Fetch a file, whole or a range of it',
        tags,
        params: filePath,
        response: {
          200: {
            description: 'The file.',
            content: { 'application/octet-stream': octets },
          },
          206: {
            description: 'The range that was asked for.',
            content: { 'application/octet-stream': octets },
          },
        },
      },
    },
    async (request, reply) => {
      const file = await blocks.files.behind(request.params.secret, 'Download');
      if (file?.state !== 'Ready') throw gone();
      return sendFile(blocks, request, reply, file);
    },
  );

  for (const method of ['PUT', 'POST'] as const) {
    app.route({
      method,
      url: '/files/:secret/:name',
      bodyLimit: Number.MAX_SAFE_INTEGER,
      config: {
        role: 'anyone',
        problems: ['notFound', 'bodyTooLarge', 'invalidRequest', 'conflict'],
      },
      schema: {
        operationId: method === 'PUT' ? 'uploadFile' : 'uploadFileByPost',
        summary: 'Send a file, or go on with a part of it',
        description:
          'Answers 201 when all of it is here; 202 when a part is, with what of it in `upload-offset`. ' +
          'To go on, send the rest with `Content-Range`; without it a file begins anew.',
        tags,
        params: filePath,
        headers: uploadHeaders,
        response: {
          201: { description: 'All of it is here.', type: 'null' },
          202: { description: 'A part of it is here.', type: 'null' },
        },
      },
      handler: async (request, reply) => {
        const { secret, name } = request.params;
        const result = await blocks.files.take(
          secret,
          uploadOf(request.headers, name, request.body),
        );
        switch (result.outcome) {
          case 'unknownLink':
            throw gone();
          case 'tooLarge':
            throw new Problem('bodyTooLarge', { detail: 'The file is larger than was agreed.' });
          case 'wrongDigest':
            throw new Problem('invalidRequest', {
              detail: 'The file is not what its digest says.',
            });
          case 'wrongOffset':
            reply.header('upload-offset', result.sizeBytes);
            throw new Problem('conflict', {
              detail: `The part here has ${result.sizeBytes} bytes.`,
            });
          default:
            reply.header('upload-offset', result.sizeBytes);
            return reply.code(result.outcome === 'stored' ? 201 : 202).send();
        }
      },
    });
  }
}

/** As the answer of any route that hands out a file. */
export function sendFile(
  blocks: Blocks,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, name, sizeBytes = 0, sha256 = '' }: FileView,
): FastifyReply {
  const range = rangeOf(request.headers.range, sizeBytes);
  reply.header('accept-ranges', 'bytes');
  reply.header('etag', `"${sha256}"`);
  reply.header('content-disposition', attachmentNamed(name));
  reply.header('cache-control', 'private, no-store');
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${sizeBytes}`);
    return reply.code(416).send();
  }
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  if (range !== undefined) reply.header('content-range', `bytes ${first}-${last}/${sizeBytes}`);
  reply.header('content-length', last - first + 1);
  return reply
    .code(range === undefined ? 200 : 206)
    .type('application/octet-stream')
    .send(Readable.from(blocks.files.read(id, first, last)));
}

/** RFC 6266: names of files come from stations, in any script. */
function attachmentNamed(name: string): string {
  const plain = name.replaceAll(/[^\w.() -]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}

interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** RFC 9110, 14.2: one range; what is not understood is ignored, and the whole file sent. */
function rangeOf(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return first > last ? 'unsatisfiable' : { first, last };
}

/** RFC 9110, 14.4: a part of which the sender does not know how much there will be is never the last one. */
function partOf(range = ''): Pick<Upload, 'offsetBytes' | 'totalBytes'> {
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(range) ?? [];
  if (from === undefined) return { offsetBytes: 0 };
  const totalBytes = total === '*' ? Number.POSITIVE_INFINITY : Number(total);
  return { offsetBytes: Number(from), totalBytes };
}

function uploadOf(header: UploadHeaders, name: string, body: unknown): Upload {
  const [, stated] = /filename="?([^";]+)/i.exec(header['content-disposition'] ?? '') ?? [];
  const [, digest] = /sha-256=:([A-Za-z0-9+/=]+):/.exec(header['content-digest'] ?? '') ?? [];
  const named = name === '' ? stated : name;
  return {
    chunks: body instanceof Readable ? body : Readable.from([]),
    ...partOf(header['content-range']),
    ...(named === undefined ? {} : { name: named.slice(0, 255) }),
    ...(digest === undefined ? {} : { sha256: Buffer.from(digest, 'base64').toString('hex') }),
  };
}

function gone(): Problem {
  return new Problem('notFound', { detail: 'This link leads nowhere, or not any more.' });
}
