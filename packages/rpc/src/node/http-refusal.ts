import type { Duplex } from 'node:stream';

/** Those we give. (An import of `node:http` for its table costs a CSMS 50 ms of its start.) */
const REASONS: Readonly<Record<RefusalStatus, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

export type RefusalStatus = 400 | 401 | 403 | 404 | 429 | 503;

/** RFC 6455, 4.4: it may be the version that was wrong. */
const OUR_VERSION = 'Sec-WebSocket-Version: 13\r\n';
const CHALLENGE = 'WWW-Authenticate: Basic realm="OCPP", charset="UTF-8"\r\n';

/** Answers an upgrade request with a status in place of a WebSocket, and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: RefusalStatus): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status]}\r\n` +
      `${status === 401 ? CHALLENGE : ''}${status === 400 ? OUR_VERSION : ''}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
