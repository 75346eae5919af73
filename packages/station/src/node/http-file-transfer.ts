import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Download, FileTransfer, Upload } from '../firmware/file-transfer.ts';

/** Limits, and whom to trust; sizes in bytes, times in milliseconds. */
export interface HttpFileTransferOptions {
  /**
   * Roots that may have issued a file server's certificate, PEM, beside the system's (N01.FR.16) and those of the CSMS,
   * which come with each transfer.
   */
  readonly ca?: readonly string[];
  /** The largest file that is fetched. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Silence after which a server counts as lost. Default 60,000. */
  readonly idleTimeoutMs?: number;
}

type Settings = Required<HttpFileTransferOptions>;

/** Files over HTTP and HTTPS, with Basic authentication where the URL has user information (N01.FR.25). */
export function httpFileTransfer(options: HttpFileTransferOptions = {}): FileTransfer {
  const { ca = [], maxBytes = 64 * 1024 * 1024, idleTimeoutMs = 60_000 } = options;
  const trusting = (roots: readonly string[]): Settings => ({
    ca: [...ca, ...roots],
    maxBytes,
    idleTimeoutMs,
  });
  return {
    protocols: ['HTTP', 'HTTPS'],
    download: (url, part, signal, roots) => download(trusting(roots), url, part, signal),
    upload: (url, name, bytes, signal, roots) => upload(trusting(roots), url, name, bytes, signal),
  };
}

const MAX_REDIRECTS = 5;

async function download(
  settings: Settings,
  url: string,
  part: Uint8Array,
  signal: AbortSignal,
): Promise<Download> {
  let location = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const range = part.length > 0 ? { range: `bytes=${part.length}-` } : {};
    const answer = await exchange(settings, 'GET', location, range, undefined, signal);
    if (typeof answer === 'string') return { bytes: part, complete: false, problem: answer };
    const { statusCode = 0, headers } = answer;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      answer.destroy();
      location = new URL(headers.location, location).href;
      continue;
    }
    // Some servers send the whole file whatever range they were asked for.
    if (statusCode === 200) return read(answer, new Uint8Array(), settings.maxBytes);
    if (statusCode === 206) return read(answer, part, settings.maxBytes);
    answer.destroy();
    // The file has changed, or was complete: begin anew.
    const bytes = statusCode === 416 ? new Uint8Array() : part;
    return { bytes, complete: false, problem: `HTTP status ${statusCode}` };
  }
  return { bytes: part, complete: false, problem: 'too many redirects' };
}

/** Never rejects: what broke off is a part. */
async function read(
  answer: IncomingMessage,
  part: Uint8Array,
  maxBytes: number,
): Promise<Download> {
  const chunks: Uint8Array[] = [part];
  let length = part.length;
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Uint8Array)) continue;
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        answer.destroy();
        return { bytes: new Uint8Array(), complete: false, problem: `over ${maxBytes} bytes` };
      }
    }
  } catch (error) {
    return { bytes: Buffer.concat(chunks), complete: false, problem: textOf(error) };
  }
  return { bytes: Buffer.concat(chunks), complete: true };
}

/** PUT, and POST where the server does not know PUT (N01.FR.18). */
async function upload(
  settings: Settings,
  url: string,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Upload> {
  const location = url.endsWith('/') ? url + encodeURIComponent(name) : url;
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes.length),
  };
  const put = await deliver(settings, 'PUT', location, headers, bytes, signal);
  if (put !== 405 && put !== 501) return uploadOf(put);
  const disposition = `form-data; name="uploadfile"; filename="${name.replaceAll('"', '')}"`;
  const post = { ...headers, 'content-disposition': disposition };
  return uploadOf(await deliver(settings, 'POST', location, post, bytes, signal));
}

/** @returns the HTTP status, or what went wrong */
async function deliver(
  settings: Settings,
  method: 'PUT' | 'POST',
  url: string,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<number | string> {
  const answer = await exchange(settings, method, url, headers, bytes, signal);
  if (typeof answer === 'string') return answer;
  answer.resume();
  return answer.statusCode ?? 0;
}

function uploadOf(result: number | string): Upload {
  if (result === UNSUPPORTED) return { status: 'NotSupportedOperation', final: true };
  if (result === INVALID_URL) {
    return { status: 'BadMessage', reasonCode: 'InvalidURL', final: true };
  }
  if (typeof result === 'string') return { status: 'UploadFailure', reasonCode: result };
  if (result >= 200 && result < 300) return { status: 'Uploaded' };
  const reasonCode = `HTTP${result}`;
  // N01.FR.30
  if (result >= 300 && result < 400) {
    return { status: 'UploadFailure', reasonCode: 'RedirectNotAllowed', final: true };
  }
  if (result === 401 || result === 403) return { status: 'PermissionDenied', reasonCode };
  if (result === 400) return { status: 'BadMessage', reasonCode };
  if (result === 405 || result === 501) return { status: 'NotSupportedOperation', reasonCode };
  return { status: 'UploadFailure', reasonCode };
}

const UNSUPPORTED = 'unsupported protocol';
const INVALID_URL = 'invalid URL';

/** One request. Never rejects: resolves with the answer's head, or with what went wrong. */
async function exchange(
  settings: Settings,
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage | string> {
  if (!URL.canParse(url)) return INVALID_URL;
  const target = new URL(url);
  const options: RequestOptions = { method, headers, signal, agent: false };
  if (target.username !== '') {
    const user = decodeURIComponent(target.username);
    options.auth = `${user}:${decodeURIComponent(target.password)}`;
  }
  const request = await open(target, options, settings.ca);
  if (request === undefined) return UNSUPPORTED;
  request.setTimeout(settings.idleTimeoutMs, () => request.destroy(new Error('timeout')));
  return new Promise((resolve) => {
    request.once('response', resolve);
    // Not once: an answer that came early may be followed by an error of the rest of the body.
    request.on('error', (error) => resolve(textOf(error)));
    request.end(body);
  });
}

/** Loads what the protocol needs when it is first used: a station that moves no files does not pay. */
async function open(
  url: URL,
  options: RequestOptions,
  ca: readonly string[],
): Promise<ClientRequest | undefined> {
  if (url.protocol === 'http:') return (await import('node:http')).request(url, options);
  if (url.protocol !== 'https:') return undefined;
  const [{ request }, { rootCertificates }] = await Promise.all([
    import('node:https'),
    import('node:tls'),
  ]);
  return request(url, {
    ...options,
    // What is installed is trusted, whoever has signed it.
    ...(ca.length > 0 && { ca: [...rootCertificates, ...ca], allowPartialTrustChain: true }),
  });
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failure';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
