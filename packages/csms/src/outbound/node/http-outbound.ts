import type { LookupAddress } from 'node:dns';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Outbound, OutboundPost, OutboundResult } from '../outbound.ts';
import { isPrivateAddress } from '../private-addresses.ts';

const MAX_ANSWER_BYTES = 64 * 1024;

/** Thrown by the look-up: only there the address is known that the connection will have. */
class PrivateAddress extends Error {}

/** Requests over HTTP(S). The address that was judged is the one that is connected to: no second look-up comes between. */
export function httpOutbound(): Outbound {
  return {
    post(request) {
      const url = URL.parse(request.url);
      if (url === null || !/^https?:$/.test(url.protocol)) {
        return Promise.resolve({
          outcome: 'failed',
          reason: 'invalidUrl',
          detail: `${request.url} is no http(s) address.`,
        });
      }
      const host = url.hostname.replace(/^\[|\]$/g, '');
      // An address in the URL is connected to without a look-up.
      if (!request.allowPrivate && /^[\d.]+$|:/.test(host) && isPrivateAddress(host)) {
        return Promise.resolve(refused(host));
      }
      return exchange(url, request);
    },
  };
}

function exchange(url: URL, request: OutboundPost): Promise<OutboundResult> {
  // Loaded at the first use: see node/http.ts on what an import costs at the start.
  const module =
    url.protocol === 'https:'
      ? process.getBuiltinModule('node:https')
      : process.getBuiltinModule('node:http');
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(request.timeoutMs);
    const sent: ClientRequest = module.request(url, {
      method: 'POST',
      headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
      agent: false,
      signal,
      ...(request.allowPrivate ? {} : { lookup: publicLookup }),
    });
    const fail = (error: Error) =>
      resolve(error instanceof PrivateAddress ? refused(url.hostname) : failure(error, signal));
    sent.once('error', fail);
    sent.once('response', (response) => collect(response, resolve, fail));
    sent.end(request.body);
  });
}

function collect(
  response: IncomingMessage,
  resolve: (result: OutboundResult) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes <= MAX_ANSWER_BYTES) return;
    const detail = `The answer is longer than ${MAX_ANSWER_BYTES} bytes.`;
    resolve({ outcome: 'failed', reason: 'tooLarge', detail });
    response.destroy();
  });
  response.once('error', fail);
  response.once('end', () => {
    const body = Buffer.concat(chunks).toString();
    resolve({ outcome: 'answered', status: response.statusCode ?? 0, body });
  });
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  const { lookup } = process.getBuiltinModule('node:dns');
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address`), '', 0);
      return;
    }
    // One private address among public ones is enough: which of them is connected to is not ours to say.
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(new PrivateAddress(hostname), '', 0);
      return;
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function refused(host: string): OutboundResult {
  return {
    outcome: 'failed',
    reason: 'privateAddress',
    detail: `${host} is inside the network, which is refused unless it is allowed.`,
  };
}

function failure(error: Error, { aborted }: AbortSignal): OutboundResult {
  return aborted
    ? { outcome: 'failed', reason: 'timedOut', detail: 'No answer in time.' }
    : { outcome: 'failed', reason: 'unreachable', detail: error.message };
}
