import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Outbound, OutboundPost, OutboundResult } from '../outbound.ts';
import { isPrivateAddress } from '../private-addresses.ts';
import { isInsideByItself, targetOf } from '../targets.ts';

const MAX_ANSWER_BYTES = 64 * 1024;

/** Thrown by the look-up: only there the address is known that the connection will have. */
class PrivateAddress extends Error {}

/** How names are looked up: as `node:dns` does. */
type LookUp = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const systemLookUp: LookUp = (hostname, options, callback) =>
  process.getBuiltinModule('node:dns').lookup(hostname, options, callback);

/** Requests over HTTP(S). The address that was judged is the one that is connected to: no second look-up comes between. */
export function httpOutbound(lookUp: LookUp = systemLookUp): Outbound {
  return {
    post(request) {
      const url = targetOf(request.url);
      if (url === undefined) {
        return Promise.resolve({
          outcome: 'failed',
          reason: 'invalidUrl',
          detail: `${request.url} is no http(s) address.`,
        });
      }
      // An address in the URL is connected to without a look-up.
      if (!request.allowPrivate && isInsideByItself(url))
        return Promise.resolve(refused(url.hostname));
      return exchange(url, request, lookUp);
    },
  };
}

function exchange(url: URL, request: OutboundPost, lookUp: LookUp): Promise<OutboundResult> {
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
      lookup: request.allowPrivate
        ? lookUpWith(lookUp, () => false)
        : lookUpWith(lookUp, isPrivateAddress),
    });
    const fail = (error: Error) =>
      resolve(error instanceof PrivateAddress ? refused(url.hostname) : failure(error, signal));
    // More than one may come, and one that nobody hears would end the process.
    sent.on('error', fail);
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
  response.on('error', fail);
  response.once('end', () => {
    const body = Buffer.concat(chunks).toString();
    resolve({ outcome: 'answered', status: response.statusCode ?? 0, body });
  });
}

function lookUpWith(lookUp: LookUp, isRefused: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '', 0);
        return;
      }
      // One refused address among others is enough: which of them is connected to is not ours to say.
      if (addresses.some(({ address }) => isRefused(address))) {
        callback(new PrivateAddress(hostname), '', 0);
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

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
