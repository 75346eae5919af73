import type { IncomingMessage } from 'node:http';
import { endpointOf, isEndpoint } from '../endpoint.ts';
import type { Dialer, DialListener, DialTarget, Link, LinkFailure } from '../ports.ts';
import { checkExactly } from './exact-name.ts';
import { SHARED_DEFLATE, shareDeflate } from './shared-deflate.ts';
import { TLS_POLICY } from './tls-policy.ts';
import { vouchingRoot } from './vouching-root.ts';
import { LinkedWebSocket, WebSocketLink } from './web-socket-link.ts';

const HANDSHAKE_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 5_000;
const MAX_FRAME_BYTES = 256 * 1024;

/** What the WebSockets of a station are like. */
export interface DialerOptions {
  /** The largest message that is taken; larger ones close with 1009. 256 kB when absent. */
  readonly maxFrameBytes?: number;
  /** Whether to offer permessage-deflate, which every CSMS of 2.x has. Not when absent. */
  readonly compress?: boolean;
}

/**
 * Opens links over WebSockets. Redirects are not followed: they end as `httpStatus`. What cannot even be tried fails
 * like any other attempt: whoever dials again after a while would have nobody to catch an error.
 */
export function webSocketDialer(options: DialerOptions = {}): Dialer {
  return (target, listener) => {
    if (!isEndpoint(target.url)) return noLink(listener, INVALID_URL);
    try {
      return dial(target, listener, options);
    } catch (error) {
      return noLink(listener, failureOf(error instanceof Error ? error : new Error(String(error))));
    }
  };
}

const INVALID_URL = { reason: 'network', code: 'ERR_INVALID_URL' } as const;

function dial(target: DialTarget, listener: DialListener, options: DialerOptions): Link {
  const { maxFrameBytes = MAX_FRAME_BYTES, compress = false } = options;
  const socket = new LinkedWebSocket(endpointOf(target), [...target.subprotocols], {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: maxFrameBytes,
    perMessageDeflate: compress ? SHARED_DEFLATE : false,
    autoPong: false,
    followRedirects: false,
    ...TLS_POLICY,
    headers: headersOf(target),
    ...tlsOf(target),
    ...{ closeTimeout: CLOSE_TIMEOUT_MS },
  });
  const link = new WebSocketLink(socket);
  let failure: LinkFailure | undefined;
  const fail = (error: LinkFailure): void => {
    failure ??= error;
  };
  const onHandshakeError = (error: Error): void => fail(failureOf(error));
  const onHandshakeClose = (): void => {
    listener.onFailed(failure ?? { reason: 'network', code: 'closed' });
  };
  socket.on('error', onHandshakeError);
  socket.on('close', onHandshakeClose);
  socket.on('unexpected-response', (_request, response: IncomingMessage) => {
    fail({ reason: 'httpStatus', status: response.statusCode ?? 0 });
    socket.terminate();
  });
  socket.on('upgrade', ({ socket: stream }: IncomingMessage) => {
    link.stream = stream;
    link.verifiedBy = vouchingRoot(stream, target.tls?.ca ?? []);
  });
  socket.on('open', () => {
    socket.off('error', onHandshakeError);
    socket.off('close', onHandshakeClose);
    shareDeflate(socket, 'client', maxFrameBytes);
    link.listener = listener;
    listener.onOpened(socket.protocol);
  });
  return link;
}

/** Where nothing can be dialled; whoever asked is told later, as of any failure. */
function noLink(listener: DialListener, failure: LinkFailure): Link {
  queueMicrotask(() => listener.onFailed(failure));
  const nothing = () => undefined;
  return {
    bufferedBytes: 0,
    send: nothing,
    ping: nothing,
    setReading: nothing,
    close: nothing,
    terminate: nothing,
  };
}

function headersOf({ identity, password }: DialTarget): Record<string, string> {
  if (password === undefined) return {};
  const credentials = Buffer.concat([Buffer.from(`${identity}:`), password]);
  return { Authorization: `Basic ${credentials.toString('base64')}` };
}

function tlsOf({ tls = {} }: DialTarget): object {
  const { ca, cert, key, servername, allowWildcards = false } = tls;
  return {
    ...(!allowWildcards && { checkServerIdentity: checkExactly }),
    // What is installed is trusted, whoever has signed it.
    ...(ca === undefined ? {} : { ca: [...ca], allowPartialTrustChain: true }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
}

/** Codes of OpenSSL and of Node's TLS, as far as they are not of the network. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/;

function failureOf(error: Error): LinkFailure {
  if (/^Server sent (no|an invalid) subprotocol/.test(error.message)) {
    return { reason: 'noSubprotocol' };
  }
  const code = codeOf(error);
  return { reason: TLS_CODE.test(code) ? 'tls' : 'network', code };
}

/** What OpenSSL says in an error of a write that came before the end of the handshake. */
const OPENSSL_REASON = /:SSL routines:[^:]*:([^:]+):/;

/** A peer that breaks the handshake off is EPROTO to the write that waits for it: the message knows why. */
function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  const reason = code === 'EPROTO' ? OPENSSL_REASON.exec(error.message)?.[1] : undefined;
  return reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replace(/\W+/g, '_')}`;
}
